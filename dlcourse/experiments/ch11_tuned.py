"""Chapter 11: three methods on the thirty points with equal tuning, eight rates each."""

import numpy as np

from dlcourse.experiments.ch02_intervals import median_interval
from dlcourse.experiments.ch11_first_order import METHODS, fit_lines, line_data, mean_costs
from dlcourse.numbers import Number, kept

RATES = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05)
NAMES = ("SGD", "momentum 0.6", "Nesterov 0.8")
N_SETS, N_STEPS = 100, 300
TUNING, LOTS = 20, {"": 21, "_again": 22}
WORST = 1e12  # a run that diverged counts as this


@kept
def excess(name: str, lr: float, seed: int) -> np.ndarray:
    """The halved cost above that of least squares after 300 steps, one sample each.   -> (100,)"""
    data = line_data(N_SETS, np.random.default_rng(seed))
    optimizer, options = METHODS[name]
    rng = np.random.default_rng(seed + 10)
    ends = fit_lines(data, optimizer, rng=rng, half=True, n_steps=N_STEPS, lr=lr, **options)[-1]
    kept_in = np.isfinite(ends).all(axis=1)
    found = np.full(N_SETS, WORST)
    costs = mean_costs(np.where(kept_in[:, None], ends, 0.0), data, half=True)
    found[kept_in] = (costs - mean_costs(data.least_squares(), data, half=True))[kept_in]
    return np.minimum(found, WORST)


def best_rate(name: str) -> float:
    """The rate with the lowest median excess, of the eight, on data of its own."""
    return min(RATES, key=lambda lr: float(np.median(excess(name, lr, TUNING))))


def difference(one: str, other: str, seed: int, lr: float | None = None) -> np.ndarray:
    """log10 of the excess of one method over that of another, data set by data set.   -> (100,)

    lr: for both; without it each takes its best.
    """
    logs = [np.log10(excess(name, lr or best_rate(name), seed)) for name in (one, other)]
    return logs[0] - logs[1]


def numbers() -> dict[str, Number]:
    """Best rates; medians of the excess at one rate for all and at the best; paired differences."""
    found, alone = {}, "NumPy alone"
    for name, key in zip(NAMES, ("plain", "mom6", "nest8"), strict=True):
        found[f"rate_{key}"] = Number(best_rate(name), "g", (), alone)
        for end, seed in LOTS.items():
            for what, lr in (("same", 0.005), ("best", best_rate(name))):
                e = excess(name, lr, seed)
                shown = f"lot {seed - 20}"
                found[f"{what}_{key}{end}"] = Number(
                    float(np.median(e)), ".1e", (), alone, 1e-6, median_interval(e), N_SETS, shown
                )
    for end, seed in LOTS.items():
        for what, lr in (("same", 0.005), ("best", None)):
            times = 10 ** difference("SGD", "Nesterov 0.8", seed, lr)
            form, shown = (",.0f" if what == "same" else ".1f"), f"lot {seed - 20}"
            found[f"{what}_times{end}"] = Number(
                float(np.median(times)), form, (), alone, 1e-6, median_interval(times), N_SETS, shown
            )
    return found
