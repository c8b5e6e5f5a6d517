"""Chapter 11: all samples, some, or one: the updates and the gradients of samples until a line fits.

Source: deck Fix, page 66; the 30 points are those of page 67.
"""

import math

import numpy as np

from dlcourse.experiments.ch02_intervals import median_interval, wilson
from dlcourse.experiments.ch11_first_order import (
    DIVERGED_BEYOND,
    INTERCEPT,
    LR,
    N_SAMPLES,
    NOISE,
    SLOPE,
    START_B,
    fit_lines,
    line_data,
    steps_to_reach,
)
from dlcourse.numbers import Number, kept

SIZES, GOAL, N_SETS = (1, 5, 10, 30), 1e-2, 100
LOTS = {"": 3, "_again": 5}


@kept
def updates(size: int, seed: int) -> np.ndarray:
    """Updates until the halved cost is below 1/100, on 100 data sets.   -> (100,)"""
    data = line_data(N_SETS, np.random.default_rng(seed))
    return steps_to_reach(GOAL, size, data, np.random.default_rng(seed + 1), n_steps=1200)


def expected_updates() -> float:
    """b - 2 shrinks from 8 by 1 - lr a step; the cost is half its square and half the noise's variance.

    The slope w is there long before.
    """
    allowed = (2 * (GOAL - NOISE**2 / 3 / 2)) ** 0.5
    return math.log((START_B - INTERCEPT) / allowed) / -math.log(1 - LR)


@kept
def n_diverged_with_sum(size: int, seed: int, n_steps: int = 400) -> int:
    """How many of 100 data sets diverge when the loss is the sum over a minibatch, with the same rate."""
    data = line_data(N_SETS, np.random.default_rng(seed))
    # the sum over a minibatch is its mean times its size
    ends = fit_lines(
        data, rng=np.random.default_rng(seed + 1), half=True, size=size, n_steps=n_steps, lr=size * LR
    )[-1]
    return int((abs(ends - [INTERCEPT, SLOPE]).max(axis=1) > DIVERGED_BEYOND).sum())


def numbers() -> dict[str, Number]:
    """Median updates and gradients of samples by the size of a minibatch; what a sum does."""
    found, alone = {}, "NumPy alone"
    for end, seed in LOTS.items():
        for size in SIZES:
            n = updates(size, seed)
            middle, around = float(np.median(n)), median_interval(n)
            shown = f"lot {2 if end else 1}"
            for key, times in (("updates", 1), ("gradients", size))[: 1 if end else 2]:
                ends = tuple(times * one for one in around)
                found[f"{key}_{size}{end}"] = Number(
                    times * middle, ",.0f", ("F052",), alone, 1e-9, ends, N_SETS, shown
                )
        for size in SIZES[2:]:
            k = n_diverged_with_sum(size, seed)
            found[f"sum_{size}{end}"] = Number(
                k / N_SETS, ".0%", (), alone, 1e-12, wilson(k, N_SETS), N_SETS, shown
            )
        times_as_many = N_SAMPLES * np.median(updates(30, seed)) / np.median(updates(1, seed))
        found[f"times{end}"] = Number(float(times_as_many), ".0f", ("F052",), "the inventory", 0.02)
    return found | {"expected": Number(expected_updates(), ".0f", ("F052",), "by hand", 1e-3)}
