"""Checks: exercise 2.3. An exact solution of XOR by two ReLU units that is not the chapter's."""

import numpy as np

from dlcourse.checks.right import Free
from dlcourse.data import xor

SHAPES = {"W": (2, 2), "c": (2,), "w": (2, 1), "b": (1,)}
NEAR = 0.1  # of weights: what is closer to the chapter's solution than that is no other one
CHAPTER = np.ones((2, 2)), np.array([0, -1]), np.array([[1], [-2]])


def judge() -> Free:
    """The judgement of `another_solution()`."""
    return Free(SHAPES, problem)


def problem(W, c, w, b) -> str | None:
    """A sentence on the first point that the network gets wrong, or on whose solution it is."""
    x, y = xor()
    f = np.maximum(0, x @ W + c) @ w + b
    if not np.allclose(f, y, rtol=0, atol=1e-12):
        i = int(np.argmax(abs(f - y)))
        point = ", ".join(f"{value:g}" for value in x[i])
        return f"At the point ({point}) your network says {f[i, 0]:.13g}, and XOR says {y[i, 0]:g}."
    if all(map(np.array_equal, (W, c, w), CHAPTER)):
        return "It fits, but it is the chapter's solution. Let the units be on elsewhere."
    if np.allclose(units(W, c, w), units(*CHAPTER), rtol=0, atol=NEAR):
        return (
            "It fits, but it is the chapter's solution in other clothes: units traded, rescaled "
            "or moved by a hair. Let the units be on elsewhere."
        )
    return None


def units(W, c, w):
    """Each unit's |w| W, |w| c and sign of w, sorted: the same for units rescaled or traded."""
    rows = np.column_stack([(W * np.abs(w.T)).T, c * np.abs(w[:, 0]), np.sign(w[:, 0])])
    return rows[np.lexsort(np.round(rows, 9).T)]
