"""Chapter 0, exercise 0.1: a gradient that is measured."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, edits, normal
from dlcourse.checks.curves import cubes, waves
from dlcourse.gradcheck import numerical_gradient

READ, ROWS = "00b_gradient_checking#a-derivative-that-is-measured", "L017 S125"
HINT = "Print what f is called with, minus x: one entry should be h or -h, all others 0."
REFUSED = GRADIENTS
VISIBLE = [{"f": cubes, "x": np.array([1, 2, -3]), "h": 1.5}]
VISIBLE += [{"f": waves, "x": np.array([[0.4, -1.2, 0.7], [2.1, 0.9, -0.5]]), "h": 0.5}]


def draw(rng):
    for f, shape, h in ((cubes, (2,), 0.01), (waves, (2, 3), 0.03), (cubes, (3, 2, 5), 0.05)):
        yield {"f": f} | normal(rng, x=shape) | {"h": h}


def judge(f, x, h):
    g = numerical_gradient(f, x, eps=h)
    cut = numerical_gradient(lambda moved: f(np.trunc(moved)), x, eps=h)
    right = Right(g=g)
    if (x == np.round(x)).all():
        right.slip("g", cut, "Whole numbers stay whole: what h adds is cut off. Make x float64 first.")
        right.slip("g", np.trunc(g), "g holds whole numbers, since x does: make it by np.zeros(x.shape).")
    return right


WRONG = edits(r"""
f(down)) / (2 * h) -> f(point)) / h | This is the forward difference: the central one goes both ways.
f(up) - f(down)) / (2 * h) -> f(point) - f(down)) / h | That goes back alone: the central one goes both ways.
up[i] += h -> up[i] *= 1 + h; down[i] -= h -> down[i] *= 1 - h | x[i] moves by a share of itself: add h.
/ (2 * h) -> / h | From x - h to x + h it is 2 h: g is divided by h alone.
/ (2 * h) -> / 2 * h | `/ 2 * h` divides by 2, and then multiplies by h: set brackets.
(f(up) - f(down)) / (2 * h) -> f(up) - f(down) / (2 * h) | Only f(down) is divided: set brackets.
point.copy(), point.copy() -> point, point
    | f(up) and f(down) are equal: is it one array under two names, or do both go the same way?
g = np.zeros(point.shape) -> g, up, down = np.zeros(point.shape), point.copy(), point.copy(); up, down = point
    -> pass  # | What was moved stays moved: put each number back before the next.
point = np.array(x, dtype=float) -> point = x; point.copy(), point.copy() -> x, x - 0.0 ~ changed its input
np.array(x, dtype=float) -> np.array(x) ~ Whole numbers stay whole [loses 2]
np.zeros(point.shape) -> np.zeros_like(x) ~ g holds whole numbers [loses 2]
np.ndindex(*point.shape) -> range(len(point)) | A whole row moves at once: go through all the entries.
return g -> return (f(point + h) - f(point - h)) / (2 * h) OR up[i] += h -> up += h; down[i] -= -> down -=
    | All numbers move at once, and one slope comes out: move one, then the next.
(2 * h)\n    return -> (2 * h)\n        return | `return` stands inside the loop: it ends at the first entry.
""")
RIGHT = edits("f(up) - f(down)) / (2 * h) -> f(up) - f(down)) / (up[i] - down[i]) | the way that was gone")
