"""Chapter 0, exercise 0.1: a gradient that is measured."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, edits, normal
from dlcourse.checks.curves import cubes, waves
from dlcourse.gradcheck import numerical_gradient

READ, ROWS = "a-derivative-that-is-measured", "L017 S125"
HINT = "Print `up - x` and `down - x` inside the loop: one entry should be h or -h, all others 0."
REFUSED = GRADIENTS
VISIBLE = [
    {"f": cubes, "x": np.array([1, 2, -3]), "h": 0.1},
    {"f": waves, "x": np.array([[0.4, -1.2, 0.7], [2.1, 0.9, -0.5]]), "h": 0.5},
]


def draw(rng):
    for f, shape, h in ((cubes, (2,), 0.01), (waves, (2, 3), 0.03), (cubes, (3, 2, 5), 0.05)):
        yield {"f": f} | normal(rng, x=shape) | {"h": h}


def judge(f, x, h):
    cut = numerical_gradient(lambda moved: f(np.trunc(moved)), x, eps=h)
    told = "Whole numbers stay whole: what h adds is cut off. Make x float64 first."
    return Right(g=numerical_gradient(f, x, eps=h)).slip("g", cut, told)


WRONG = edits(r"""
f(down)) / (2 * h) -> f(point)) / h | This is the forward difference: the central one goes both ways.
f(up) - f(down)) / (2 * h) -> f(point) - f(down)) / h | This is a step to the left alone: go both ways.
/ (2 * h) -> / h | From x - h to x + h it is 2 h: g is divided by h alone.
/ (2 * h) -> / 2 * h | `/ 2 * h` divides by 2, and then multiplies by h: set brackets.
f(up) - f(down) -> f(down) - f(up) ~ g has the wrong sign
(f(up) - f(down)) / (2 * h) -> f(up) - f(down) | The difference is not divided by the way, 2 h.
point.copy(), point.copy() -> point, point | up and down are one array under two names: copy.
point.copy(), point.copy() -> point, point.copy()
    | What was moved stays moved: put each number back before the next.
point = np.array(x, dtype=float) -> point = x; point.copy(), point.copy() -> point, x - 0.0
    ~ central_difference changed its input: x[0]
np.array(x, dtype=float) -> np.array(x) ~ Whole numbers stay whole [loses 2]
np.ndindex(*point.shape) -> range(len(point)) | A whole row moves at once: go through all the entries.
up[i] += h -> up[i] += 1e-5; down[i] -= h -> down[i] -= 1e-5; (2 * h) -> 2e-5 | h is not used.
return g -> return g.ravel() ~ shape
return g -> return g.sum() ~ shape
""")
RIGHT = edits(r"""
up, down = point.copy(), point.copy() -> up, down = np.array(x, float), np.array(x, float) | copies of x
f(up) - f(down)) / (2 * h) -> f(up) - f(down)) / (up[i] - down[i]) | the way that was gone
return g -> return g.tolist() | lists
""")
