"""Checks: exercise 14.4b. Any start near a given one in which no two hidden units compute the same."""

from functools import partial

import numpy as np

from dlcourse.checks.right import Free
from dlcourse.checks.wording import number, place

SAME, ROUNDING = 1e-6, 1e-5  # of size; of float32
OUTPUT = "Noise on w alone leaves it so: what comes in, W and c, decides what a unit computes."
ALIKE = "All units got the same noise: each needs its own."
NOTHING = "Nothing has changed here: a factor leaves 0 as it is, so noise is added."
AS_BEFORE = "Nothing has changed: noise is to be added to W or c."
EXCHANGED = "c and w have changed places: `return W, c, w`."
LOST = "Is the noise alone returned, without the start?"
RELATIVE = "size is no part of the number: whatever W is, add at most size."
TINY = "The noise there is next to nothing: use more of size."
FEW = "Noise of a few values comes out alike for some units: draw from an interval, for each number of W."
LIMIT = "Is the noise normal? That has no limit: draw from a uniform distribution, or cut off."
MOVED = "Are the units in another order?"


def judge(W, c, w, size, seed) -> Free:
    """The judgement of `break_symmetry(W, c, w, size, seed)`."""
    shapes = {"W": W.shape, "c": c.shape, "w": w.shape}
    return Free(shapes, partial(problem, W, c, w, size), seeded=True)


def problem(W, c, w, size: float, new_W, new_c, new_w) -> str | None:
    """A sentence on a number that has changed too much, or on two units that still compute the same."""
    changes = {"W": new_W - W, "c": new_c - c, "w": new_w - w}
    if max(abs(new_c - w).max(), abs(new_w - c).max()) <= size < abs(c - w).max() / 2:
        return EXCHANGED
    return too_far((W, c, w), changes, size) or alike(np.vstack([new_W, new_c]), changes, size)


def too_far(old, changes: dict, size: float) -> str | None:
    """A sentence on the number that has changed most, if that is more than allowed."""
    for (name, change), before in zip(changes.items(), old, strict=True):
        most = float(abs(change).max())
        if most <= size + ROUNDING * abs(before).max():
            continue
        index = np.unravel_index(abs(change).argmax(), change.shape)
        told = f"{place(name, index)} has changed by {number(most)}, which is more than size."
        now = before + change
        if np.allclose(np.sort(now, axis=None), np.sort(before, axis=None)):
            return f"{told} {MOVED}"
        if abs(now).max() <= size:
            return f"{told} {LOST}"
        varied = np.ptp(abs(before)) > 0.5 * abs(before).max()  # else a factor and a term look alike
        if varied and (abs(change) <= size * abs(before) * (1 + ROUNDING)).all():
            return f"{told} {RELATIVE}"
        inside = np.mean(abs(change) <= size)  # of a normal distribution 2/3
        return f"{told} {LIMIT}" if inside > 0.5 else told
    return None


def alike(units, changes: dict, size: float) -> str | None:
    """A sentence on two units that compute the same.   units: their columns of W, and their c"""
    n = units.shape[1]
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    same = [pair for pair in pairs if abs(units[:, pair[0]] - units[:, pair[1]]).max() <= SAME * size]
    if not same:
        return None
    told = f"Units {same[0][0]} and {same[0][1]} still compute the same."
    incoming = np.vstack([changes["W"], changes["c"]])
    if not incoming.any():
        return f"{told} {OUTPUT if changes['w'].any() else AS_BEFORE if units.any() else NOTHING}"
    if abs(incoming).max() <= SAME * size:
        return f"{told} {TINY}"
    if len(same) < len(pairs) and len(np.unique(incoming)) < 4 and incoming.any(axis=0).sum() > 1:
        return f"{told} {FEW}"
    if n > 1 and incoming.any(axis=0).all() and len(same) == len(pairs):
        return f"{told} {ALIKE}"
    i, j = same[0]
    if incoming[:, i].any() and np.allclose(incoming[:, i], incoming[:, j]):
        return f"{told} {ALIKE}"
    return f"{told} Noise must reach all units." if not incoming[:, i].any() else told
