"""Chapter 10: the XOR network. What Newton's method finds, how much of it is critical, where descent ends.

Half the mean squared error of a 2-2-1 network with tanh and a linear output, nine parameters. Two sets of
starts, one seed each.
"""

import math

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.experiments.ch02_intervals import wilson
from dlcourse.experiments.ch10_landscape import (
    LEVELS,
    N_PARAMETERS,
    CriticalPoints,
    gradients_and_hessians,
    newton_on_xor,
    xor_costs,
)
from dlcourse.numbers import Number, kept
from dlcourse.optimizers import Momentum
from dlcourse.tensor import Parameter

SETS = {"": 0, "_again": 1}  # the seeds of the two sets, by the end of a number's name
N_STARTS, STRICT = 1000, 1e-12
SPREADS, N_RUNS = (0.1, 0.3, 1.0, 2.0), 200  # of descent: standard deviations of the starts
LR, MOMENTUM, N_STEPS = 0.2, 0.9, 3000  # the steps of chapter 2, whose cost is twice as large
NUDGE = 0.1
SHORT = {"0": "0", "1/16": "16", "1/12": "12", "1/8": "8"}  # levels in names of numbers


@kept
def points(seed: int) -> CriticalPoints:
    """What Newton's method finds from N_STARTS starts N(0, 1), with a gradient below 1e-9."""
    return newton_on_xor(N_STARTS, np.random.default_rng(seed), n_steps=120)


def strict(found: CriticalPoints, tol: float = STRICT) -> CriticalPoints:
    """Those points whose gradient is below tol.

    A saturated unit has a small gradient as well. With a smaller tol it is found out, as it lies further out.
    """
    g, _ = gradients_and_hessians(xor_costs, found.theta)
    kept_ones = np.linalg.norm(g, axis=1) < tol
    parts = (part[kept_ones] for part in (found.theta, found.cost, found.eigenvalues))
    return CriticalPoints(*parts, found.n_starts)


def at(found: CriticalPoints, level: str, tol: float = 1e-4) -> np.ndarray:
    """Which points lie at one of LEVELS.   -> (m,) of bool"""
    return abs(found.cost - LEVELS[level]) < tol


def n_negative(found: CriticalPoints) -> np.ndarray:
    """How many eigenvalues are negative at each point.   -> (m,)"""
    return (found.index * N_PARAMETERS).round().astype(int)


def size(found: CriticalPoints) -> np.ndarray:
    """The largest parameter of each point, without its sign.   -> (m,)"""
    return abs(found.theta).max(axis=1)


def correlation(found: CriticalPoints) -> float:
    """The correlation of cost and index over the points."""
    return float(np.corrcoef(found.cost, found.index)[0, 1])


def descended(theta, n_steps: int = N_STEPS) -> np.ndarray:
    """The costs after descent with momentum, all points at once.   theta (m, 9) -> (m,)"""
    parameters = Parameter(theta.copy())
    optimizer = Momentum([parameters], lr=LR, momentum=MOMENTUM)
    for _ in range(n_steps):
        optimizer.step(grad(xor_costs(parameters).sum(), [parameters]))
    return xor_costs(parameters.array)


@kept
def all_ends(seed: int) -> np.ndarray:
    """The costs at which descent ends, from N_RUNS starts for each of SPREADS.   -> (N_RUNS len(SPREADS),)"""
    starts = [
        spread * np.random.default_rng(seed).standard_normal((N_RUNS, N_PARAMETERS)) for spread in SPREADS
    ]
    return descended(np.concatenate(starts))  # together, as a step of all takes hardly longer


def ends(spread: float, seed: int) -> np.ndarray:
    """The costs at which descent ends, from normal starts with one of SPREADS.   -> (N_RUNS,)"""
    first = SPREADS.index(spread) * N_RUNS
    return all_ends(seed)[first : first + N_RUNS]


@kept
def after_a_nudge(seed: int) -> np.ndarray:
    """The costs at which descent ends that starts NUDGE N(0, 1) beside the strict points at 1/8."""
    found = strict(points(seed))
    theta = found.theta[at(found, "1/8")]
    return descended(theta + NUDGE * np.random.default_rng((seed, 1)).standard_normal(theta.shape))


def n_at_levels(costs) -> dict[str, int]:
    """How many costs lie nearest to each of LEVELS."""
    nearest = abs(costs[:, None] - np.array(list(LEVELS.values()))).argmin(axis=1)
    return {name: int((nearest == i).sum()) for i, name in enumerate(LEVELS)}


def rate(k: int, n: int, seed: int, source: str, form: str = ".0%") -> Number:
    """k of n as a page shows it, with its 99 % interval."""
    return Number(k / n, form, ("F050",), source, interval=wilson(k, n), n=n, seeds=str(seed))


def numbers() -> dict[str, Number]:
    """What Newton finds at each level, what is left of it when one asks for more, where descent ends."""
    rows, alone, found = ("F050",), "NumPy alone", {}
    every, tight = [points(seed) for seed in SETS.values()], []
    for (end, seed), those in zip(SETS.items(), every, strict=True):
        tight.append(strict(those))
        found[f"arrived{end}"] = Number(len(those.cost), "d", rows, "the inventory")
        for level, short in SHORT.items():
            k = int(at(those, level).sum())
            found[f"at_{short}{end}"] = rate(k, len(those.cost), seed, "the inventory", ".1%")
        r, half = correlation(those), 2.5758 / math.sqrt(len(those.cost) - 3)  # Fisher's z
        around = tuple(math.tanh(math.atanh(r) + sign * half) for sign in (-1, 1))
        found[f"correlation{end}"] = Number(
            r, "+.2f", rows, "the inventory", interval=around, n=len(those.cost), seeds=str(seed)
        )
        costs = after_a_nudge(seed)
        n_left = int((costs < LEVELS["1/8"] - 1e-3).sum())
        found[f"left{end}"] = rate(n_left, len(costs), seed, alone)
        for spread in SPREADS:
            n_solved = n_at_levels(ends(spread, seed))["0"]
            found[f"solved_{spread:g}{end}".replace(".", "")] = rate(n_solved, N_RUNS, seed, alone)
    for level, short in SHORT.items():
        most = max(int(n_negative(those)[at(those, level)].max()) for those in every)
        found[f"negative_{short}"] = Number(most, "d", rows, "the inventory")
        if level == "0":
            continue
        left = sum(int(at(those, level).sum()) for those in tight)
        least = min(float(size(those)[at(those, level)].min()) for those in every)
        found[f"strict_{short}"] = Number(left, ",", rows, alone)
        found[f"size_{short}"] = Number(least, ".1f", rows, alone)
    return found | {
        "n_starts": Number(N_STARTS, ",", (), "a setting of ours"),
        "n_runs": Number(N_RUNS, "d", (), "a setting of ours"),
        "short_of_1": Number(1 - math.tanh(found["size_12"].value), ".0e", (), "the exponential", 1e-6),
    }
