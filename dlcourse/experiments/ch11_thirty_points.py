"""Chapter 11: the thirty points of deck Fix, pages 67 to 74, over two lots of 400 data sets."""

import numpy as np

from dlcourse.experiments.ch02_intervals import wilson
from dlcourse.experiments.ch11_first_order import (
    INTERCEPT,
    METHODS,
    N_STEPS,
    SLOPE,
    START_B,
    LineData,
    OldVelocity,
    fit_lines,
    line_data,
    mean_costs,
    spread_of,
)
from dlcourse.numbers import Number, kept
from dlcourse.optimizers import Momentum, Nesterov

N_SETS, LOTS = 400, {"": 0, "_again": 1}
RUNS = METHODS | {
    "momentum 0.9": (Momentum, {"momentum": 0.9}),
    "Nesterov 0.9": (Nesterov, {"momentum": 0.9}),
    "old velocity 0.6": (OldVelocity, {"momentum": 0.6}),
}
REPORTED = {"SGD": (1.9882, 2.9975), "momentum 0.6": (1.9837, 2.9933), "Nesterov 0.8": (1.9738, 2.9914)}
THRESHOLDS = (1, 100, 10_000, 1_000_000)  # a run that ends farther than this from the truth has diverged
SHORT = {"SGD": "plain", "momentum 0.6": "mom6", "momentum 0.8": "mom8", "Nesterov 0.8": "nest8"}


def data_of(lot: int) -> LineData:
    """The data sets of a lot."""
    return line_data(N_SETS, np.random.default_rng((11, lot)))


@kept
def ends_of(name: str, half: bool, lot: int) -> np.ndarray:
    """b and w of each data set after 1000 steps, one sample each.   -> (400, 2)"""
    optimizer, options = RUNS[name]
    rng = np.random.default_rng((12, lot))
    return fit_lines(data_of(lot), optimizer, rng=rng, half=half, **options)[-1]


@kept
def log_costs(name: str, lot: int = 0, n_sets: int = 100) -> np.ndarray:
    """The median over data sets of log10 of the cost on all points, after each step.   -> (1001,)"""
    optimizer, options = RUNS[name]
    data = line_data(n_sets, np.random.default_rng((13, lot)))
    path = fit_lines(data, optimizer, rng=np.random.default_rng((14, lot)), **options)
    return np.median(np.log10(mean_costs(path, data, half=False)), axis=1)


def area_of_log(costs) -> float:
    """The mean height of log10 J over the steps: the area below its curve over its length, by trapezoids.

    >>> round(area_of_log([1.0, 0.1, 0.001]), 9)  # (-0.5 - 2) / 2
    -1.25
    """
    heights = np.log10(costs)
    return float(((heights[1:] + heights[:-1]) / 2).mean())


def distances(name: str, half: bool, lot: int) -> np.ndarray:
    """How far b and w end from least squares on the same points.   -> (400, 2)"""
    return abs(ends_of(name, half, lot) - data_of(lot).least_squares())


def n_beyond(name: str, threshold: float, lot: int) -> int:
    """How many of the 400 runs end farther than threshold from the truth, in b or in w."""
    off = abs(ends_of(name, False, lot) - [INTERCEPT, SLOPE]).max(axis=1)
    return int((off > threshold).sum())


def ratio_of_spreads(lot: int, n_draws: int = 2000):
    """The sd of w of momentum 0.8 over that of Nesterov 0.8, and its 99 % interval by bootstrap.

    Both ran on the same data sets in the same order, so each draw takes the same sets for both.
    """
    w = np.stack([ends_of(name, False, lot)[:, 1] for name in ("momentum 0.8", "Nesterov 0.8")])
    rng = np.random.default_rng(15)
    drawn = w[:, rng.integers(N_SETS, size=(n_draws, N_SETS))].std(axis=2, ddof=1)
    low, high = np.quantile(drawn[0] / drawn[1], [0.005, 0.995])
    return float(w[0].std(ddof=1) / w[1].std(ddof=1)), (float(low), float(high))


def numbers() -> dict[str, Number]:
    """Where runs end, how far from least squares, what diverges beyond which threshold; both lots."""
    found, alone = {}, "NumPy alone"
    for end, lot in LOTS.items():
        found |= spreads_of(lot, end)
        near = (distances("SGD", False, lot) < [0.01, 0.02]).all(axis=1)
        found[f"near{end}"] = rate(int(near.sum()), lot, "F054")
        reach = int((ends_of("SGD", True, lot)[:, 0] <= REPORTED["SGD"][0]).sum())
        found[f"reach{end}"] = Number(reach, "d", ("F054",), alone)
        ratio, around = ratio_of_spreads(lot)
        found[f"ratio{end}"] = Number(
            ratio, ".2f", ("F059",), alone, 1e-9, around, N_SETS, seeds=f"lot {lot + 1}"
        )
        for beyond in THRESHOLDS:
            found[f"old_{beyond}{end}"] = rate(n_beyond("old velocity 0.6", beyond, lot), lot, "F055")
        for beyond in THRESHOLDS[1:3]:
            found[f"mom9_{beyond}{end}"] = rate(n_beyond("momentum 0.9", beyond, lot), lot, "F059")
        for name, key in (("momentum 0.6", "new"), ("Nesterov 0.9", "nest9")):
            n = n_beyond(name, 1, lot)
            found[f"{key}_1{end}"] = rate(n, lot, "F055")
    for name, short in SHORT.items():
        found[f"area_{short}"] = Number(
            area_of_log(10 ** log_costs(name)), ".2f", ("F057", "F060"), alone, 1e-9
        )
    for i, letter in enumerate("bw"):
        found[f"theory_{letter}_sd"] = Number(theory_sd()[i], ".4f", ("F053",), "the inventory", 1e-3)
    start = START_B - INTERCEPT
    found["left_half"] = Number(start * 0.995**N_STEPS, ".4f", ("F054",), "by hand", 1e-9)
    found["left_whole"] = Number(start * 0.99**N_STEPS, ".4f", ("F054",), "by hand", 1e-9)
    return found


def spreads_of(lot: int, end: str) -> dict[str, Number]:
    """The middle 95 % of b and w for each method, and the sd of w; of the second lot, what pages compare."""
    found, alone = {}, "NumPy alone"
    shown = {"plain_half": ("SGD", True)} | {short: (name, False) for name, short in SHORT.items()}
    for key, (name, half) in shown.items():
        spread = spread_of(ends_of(name, half, lot))
        for i, letter in enumerate("bw"):
            if lot == 0 or (letter == "b" and key.startswith("plain")):
                found[f"{key}{end}_{letter}_low"] = Number(spread.low[i], ".3f", (), alone, 1e-9)
                found[f"{key}{end}_{letter}_high"] = Number(spread.high[i], ".3f", (), alone, 1e-9)
        if not half:
            found[f"{key}{end}_w_sd"] = Number(spread.sd[1], ".4f", (), alone, 1e-9)
    return found


def rate(k: int, lot: int, row: str) -> Number:
    """k of 400 data sets of a lot, as a page shows it, with its 99 % interval."""
    source = "NumPy alone"
    return Number(k / N_SETS, ".1%", (row,), source, 1e-12, wilson(k, N_SETS), N_SETS, f"lot {lot + 1}")


def theory_sd() -> tuple[float, float]:
    """Standard deviations of least squares: that of the noise over sqrt 30, and over sqrt(30 * 100 / 3)."""
    noise = 0.1 / 3**0.5
    return noise / 30**0.5, noise / 1000**0.5
