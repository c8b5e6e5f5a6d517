"""Chapter 2, exercise 2.1: the best that a linear and a logistic model can do."""

import numpy as np

from dlcourse.checks import Right, draws, edits
from dlcourse.checks.drawn_xor import points
from dlcourse.data import xor

READ, ROWS = "why-no-line-fits", "S020 S021 S022 S023"
HINT = "Give x a column of ones for `lstsq`. In the loop both gradients come from one p, before either step."
REFUSED = "dlcourse.experiments.ch02_xor", "dlcourse.models.linear", "dlcourse.models.logistic"
VISIBLE = [dict(zip("xy", xor(), strict=True)), points(np.random.default_rng(21), 5)]
draw = draws(points, (4,), (5,), (7,))


def judge(x, y):
    ones = np.hstack([x, np.ones((len(x), 1))])
    line, logistic = np.linalg.pinv(ones) @ y, np.zeros((3, 1))
    for _ in range(300):
        logistic -= ones.T @ (1 / (1 + np.exp(-ones @ logistic)) - y) / len(x)
    right = Right(w=line[:2], b=line[2], v=logistic[:2], a=logistic[2])
    return right.hinting("Each of the 300 steps counts: of size 1, from 0, by the mean.")


WRONG = edits(r"""
line[:2], line[2], v, a -> v * 0, a * 0 + 0.5, v * 0, a * 0
    | One half everywhere fits XOR and nothing else: work it out from x and y.
np.hstack([x, np.ones((len(x), 1))]) -> x; line[2] -> np.zeros(1)
    | w belongs to a plane through the origin: give x a column of ones for the bias.
v - x -> v + x; a - (p -> a + (p OR p - y) / len -> y - p) / len | v goes uphill: subtract x^T (p - y) / m.
y) / len(x) -> y); mean( -> sum( | The steps take the summed gradient: divide by m.
y) / len(x) -> y) | The gradient with respect to v is not divided by m.
mean( -> sum( | The gradient with respect to a is a sum, not a mean.
a - (p -> a - (sigmoid(x @ (v - x.T @ (p - y) / len(x)) + a) | a uses the p of the new v: one p serves both.
x.T @ (p -> x.T @ (sigmoid(x @ v + a - (p - y).mean(axis=0)) | v uses the p of the new a: one p serves both.
p - y) -> (p - y) * p * (1 - p)) | The squared error has the factor p (1 - p): cross-entropy has p - y alone.
@ v + a) -> @ v) | a is forgotten in p = sigmoid(x v + a).
a - (p - y).mean(axis=0) -> a | a stays 0: in each step mean(p - y) alone is subtracted from it.
, y)[0] -> , y) ~ is a tuple of several arrays
300 -> 299 | That is what 299 steps give: take 300.
[x, np.ones((len(x), 1))] -> [np.ones((len(x), 1)), x] | The ones come first, so b is line[0] and w line[1:].
sigmoid(x @ v + a) -> x @ v + a | v and a are those of a linear model: p = sigmoid(x v + a).
""")
