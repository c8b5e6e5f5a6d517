"""Chapter 2: XOR. What trained networks have become: where runs get stuck, and the kinds of solutions.

Runs come from `ch02_xor_training.train_many`. Source of the questions: deck Srihari, section I, slide 34.
"""

import numpy as np

from dlcourse.data import xor
from dlcourse.experiments.ch02_intervals import estimate
from dlcourse.experiments.ch02_xor_training import SEEDS, SOLVED_BELOW, Runs, train_many
from dlcourse.numbers import Number

# where ReLU runs get stuck: 1/2 for all four points; one point right and the mean for the other three; two
# points right and 1/2 for the other two
RESTING_LOSSES = {"1/4": 1 / 4, "1/6": 1 / 6, "1/8": 1 / 8}
KINDS = (
    "a corner each",
    "one unit always on",
    "as set by hand",
    "points shared out",
    "another overlap",
)


def resting_places(runs: Runs) -> dict[str, int]:
    """The number of runs that end "solved", at each of the RESTING_LOSSES (within 0.001), or "elsewhere"."""
    counts = {"solved": int(runs.solved.sum())}
    for name, J in RESTING_LOSSES.items():
        counts[name] = int((abs(runs.J - J) < 0.001).sum())
    counts["elsewhere"] = len(runs.J) - sum(counts.values())
    return counts


def active_points(runs: Runs) -> np.ndarray:
    """Whether a unit is active at a point, z = x W + c > 0.   -> (n_runs, 4 points, n units)"""
    return xor()[0] @ runs.W + runs.c > 0


def has_dead_unit(runs: Runs) -> np.ndarray:
    """Whether a run has a ReLU unit that is active at no point, so gets no gradient.   -> (n_runs,)"""
    return (~active_points(runs)).all(axis=1).any(axis=1)


def outputs(runs: Runs, W=None) -> np.ndarray:
    """The networks' outputs at the four points, for ReLU units.   W: another first layer -> (n_runs, 4, 1)"""
    return np.maximum(0, xor()[0] @ (runs.W if W is None else W) + runs.c) @ runs.w + runs.b


def why_stuck(runs: Runs) -> dict[str, int]:
    """How many of the runs that failed rest for which reason.

    "unseen": no unit is active at any of the points where an error is left. "linear": each unit is active at
    all four points or at none, so the network is linear. "other": none of these.
    """
    failed = ~runs.solved
    active = active_points(runs)[failed]
    wrong = abs(outputs(runs)[failed] - xor()[1])[:, :, 0] > 0.001
    linear = (active.all(axis=1) | ~active.any(axis=1)).all(axis=1) & active.any(axis=(1, 2))
    unseen = ~linear & ~(wrong & active.any(axis=2)).any(axis=1)
    counts = {"unseen": int(unseen.sum()), "linear": int(linear.sum())}
    return counts | {"other": int(failed.sum()) - sum(counts.values())}


def still_right_transposed(runs: Runs) -> int:
    """How many of the solutions with two units still solve XOR when W is transposed by mistake."""
    J = ((outputs(runs, runs.W.swapaxes(1, 2)) - xor()[1]) ** 2).mean(axis=(1, 2))
    return int((J[runs.solved] < SOLVED_BELOW).sum())


def solution_kind(active) -> str:
    """One of KINDS for a two-unit ReLU solution, by the points at which its units are active.   active (4, 2)

    A kind does not change if the units are swapped or rescaled or the square is turned or mirrored. Tried in
    this order: "a corner each": each unit is active at a single point. "one unit always on": active at all
    four points, so it is linear there, and the other unit makes the kink. "as set by hand": one unit is
    active at three points, the other only at the middle one of these. "points shared out": at every point
    exactly one unit is active. Otherwise "another overlap".
    """
    counts = sorted(active.sum(axis=0).tolist())
    if counts == [1, 1]:
        return KINDS[0]
    if counts[1] == 4:
        return KINDS[1]
    single, three = (active[:, j] for j in np.argsort(active.sum(axis=0)))
    # points are numbered 00, 01, 10, 11, so 3 - i is the corner opposite i: here of the one that is left out
    if counts == [1, 3] and single.argmax() == 3 - three.argmin():
        return KINDS[2]
    if (active.sum(axis=1) == 1).all():
        return KINDS[3]
    return KINDS[4]


def solution_kinds(runs: Runs) -> dict[str, list[int]]:
    """The indices of the runs that solved XOR with two ReLU units, by kind; each in exactly one list."""
    found = {kind: [] for kind in KINDS}
    active = active_points(runs)
    for i in np.flatnonzero(runs.solved):
        found[solution_kind(active[i])].append(int(i))
    return found


def distance_to_integers(runs: Runs) -> np.ndarray:
    """The largest distance of the numbers |w| W, |w| c and b of each run from an integer.   -> (n_runs,)

    Multiplying a ReLU unit's W and c by a > 0 and dividing its w by a changes neither the network's function
    nor these products. If some rescaling of a run has only integers, its products are integers.
    """
    scale = abs(runs.w).swapaxes(1, 2)  # (n_runs, 1, n), to multiply the columns of W
    products = [(runs.W * scale).reshape(len(runs.J), -1), (runs.c * scale)[:, 0], runs.b[:, 0]]
    values = np.concatenate(products, axis=1)
    return abs(values - values.round()).max(axis=1)


def numbers() -> dict[str, Number]:
    """Where all networks with two ReLU units end, and of which kind their solutions are."""
    runs = train_many(2, "ReLU", SEEDS)
    places = resting_places(runs)
    keys = {"solved": "solved", "1/4": "at_4th", "1/6": "at_6th", "1/8": "at_8th", "elsewhere": "elsewhere"}
    found = {keys[name]: estimate(count, SEEDS, "PyTorch", rows=("S033",)) for name, count in places.items()}
    solved = runs.solved
    dead = int(has_dead_unit(runs)[~solved].sum())
    nearest = float(distance_to_integers(runs)[solved].min())
    found |= {
        "n_solved": Number(int(solved.sum()), "d", ("S034",), "PyTorch"),
        "dead_among_failed": estimate(dead, SEEDS, "PyTorch", int((~solved).sum()), ".0%", rows=("S033",)),
        "n_failed": Number(int((~solved).sum()), ",", ("S033",), "PyTorch"),
        "n_right_transposed": Number(still_right_transposed(runs), "d", ("S029",), "PyTorch"),
        "nearest_to_integers": Number(nearest, ".2f", ("S034",), "PyTorch"),
    }
    for reason, count in why_stuck(runs).items():
        found[f"n_{reason}"] = Number(count, ",", ("S033",), "PyTorch")
    for kind, indices in solution_kinds(runs).items():
        name = kind.replace(" ", "_")
        found[name] = estimate(len(indices), SEEDS, "PyTorch", int(solved.sum()), rows=("S034",))
        found[f"n_{name}"] = Number(len(indices), "d", ("S034",), "PyTorch")
    return found
