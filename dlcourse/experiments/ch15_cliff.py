"""Chapter 15: 200 starts at the rim of the cliff, by the threshold at which the gradient is clipped.

Which start is thrown away hangs on the last bit of the sigmoid; how many are is a property of the place.
"""

import numpy as np

from dlcourse.experiments.ch02_intervals import wilson
from dlcourse.experiments.ch15_vanishing import cliff, through_time
from dlcourse.numbers import Number, kept

N_STARTS, N_STEPS, LR, SPREAD = 200, 500, 0.1, 0.02
RIM = (5.5, -2.7)
ARRIVED, FAR = 1e-3, 0.05  # costs: below the one at the goal, above the other far away
THRESHOLDS = {"never": np.inf, "005": 0.05, "1": 1.0, "3": 3.0, "10": 10.0}
SETS = {"": 0, "_again": 1}  # the seeds of two sets of starts, by the end of a number's name


def starts(seed: int) -> np.ndarray:
    """N_STARTS points around RIM.   -> (N_STARTS, 2)"""
    return np.array(RIM) + np.random.default_rng(seed).uniform(-SPREAD, SPREAD, (N_STARTS, 2))


def shortened(g, max_norm):
    """The gradients in the columns of g (2, n), clipped to the norms max_norm (n,)."""
    norm = np.hypot(*g)
    return g * np.minimum(1, max_norm / np.maximum(norm, 1e-300))  # 0 stays 0


@kept
def ends(seed: int) -> dict[str, np.ndarray]:
    """The cost after N_STEPS from each start, by the name of the threshold, or "value".   -> (N_STARTS,)

    "value" clips each entry of the gradient to [-1, 1]. All lanes are one array: a step of one costs as much.
    """
    lanes = [*THRESHOLDS, "value"]
    theta = np.tile(starts(seed).T, len(lanes))  # (2, lanes times starts)
    max_norm = np.repeat([*THRESHOLDS.values(), np.inf], N_STARTS)
    limit = np.repeat([np.inf] * len(THRESHOLDS) + [1.0], N_STARTS)
    for _ in range(N_STEPS):
        g = np.array(cliff(*theta)[1:])
        theta = theta - LR * shortened(np.clip(g, -limit, limit), max_norm)
    return dict(zip(lanes, np.split(cliff(*theta)[0], len(lanes)), strict=True))


def grid():
    """w (1..9) and b (-6..0), 301 each, and the norms of the gradient of E.   -> three arrays (301, 301)"""
    w, b = np.meshgrid(np.linspace(1, 9, 301), np.linspace(-6, 0, 301))
    return w, b, np.hypot(*cliff(w, b)[1:])


def share(there, seed: int) -> Number:
    """How many of the starts are there, with the 99 % interval."""
    n = len(there)
    source = "NumPy alone, another sigmoid"
    return Number(there.mean(), ".0%", ("F034",), source, 0, wilson(int(there.sum()), n), n, str(seed))


def numbers() -> dict[str, Number]:
    """How many starts arrive, or end far away, by threshold; the gradient on the grid and off the edge."""
    alone, found = "NumPy alone, another sigmoid", {}
    for end, seed in SETS.items():
        costs = ends(seed)
        for name, E in costs.items():
            found[f"arrive_{name}{end}"] = share(E < ARRIVED, seed)
        found[f"far_never{end}"] = share(costs["never"] > FAR, seed)
    norms = grid()[2]
    found |= {
        "steepest": Number(float(norms.max()), ".1e", ("F034",), "the inventory", 0.02),
        "median": Number(float(np.median(norms)), ".4f", ("F034",), "the inventory", 0.003),
        "above_1": Number(float((norms > 1).mean()), ".1%", ("F034",), alone, 0.02),
        "n_starts": Number(N_STARTS, "d", (), "a setting of ours"),
        "off_the_edge": Number(through_time(8, -4, h0=0.6), ".0e", ("F034",), alone, 1e-3),
    }
    return found
