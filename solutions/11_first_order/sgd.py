"""Chapter 11, exercise 11.1b: stochastic gradient descent."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, edits, slopes
from dlcourse.checks.drawn_descents import steps_on_a_line

READ, ROWS = "all-samples-some-or-one", "K025 K026 F043 F052 L013 M014"
HINT = "One sample first: e = b + w x - y. What is the slope of e^2 with respect to b, and to w?"
REFUSED = *GRADIENTS, "dlcourse.optimizers", "dlcourse.training", "dlcourse.experiments"
VISIBLE, draw = steps_on_a_line()


def judge(x, y, theta, batches, lr):
    path = [theta]
    for rows in batches:
        inputs = {"t": path[-1], "x": x[rows], "y": y[rows]}
        g = slopes(lambda t, x, y: ((t[0] + t[1] * x - y) ** 2).mean(), inputs, "t")["dt"]
        path.append(path[-1] - lr * g)
    return Right(path=np.array(path)).apart_from("x", "y").hinting(HINT)


WRONG = edits(r"""
mean() -> sum() | The gradient is a sum over the samples of a step: J is their mean.
mean() -> sum() / len(x) OR lr * g -> lr * g / len(rows) | Divide once, by the number of the step's samples.
2 * e.mean(), 2 * -> e.mean(), | The 2 of the square is missing: J has no half.
2 * e.mean() -> -2 * e.mean() OR 2 * (e -> -2 * (e | One slope has the wrong sign.
2 * e.mean() -> e.mean() OR 2 * (e -> (e | Only one of both slopes has the 2 of the square.
lr * g -> lr * 2 * g | The step is doubled: the slope of e^2 is 2 e.
- lr * g -> + lr * g | The steps go uphill: a step goes against the gradient.
- lr * g -> - g | lr is missing: a step is lr times the gradient.
s, (b, w) -> s, (w, b) OR s, (b, w) -> s, (w, b); 2 * e.mean(), 2 * (e * s).mean() -> 2 * (e * s).mean(), 2 *
    e.mean() | b and w have changed places: theta is b, then w.
e.mean(), 2 * (e * s).mean() -> (e * s).mean(), 2 * e.mean() | It is w whose slope has the factor x.
(e * s).mean() -> e.mean() | The slope of w lacks the factor x.
(e * s) -> (e * w) OR e.mean(), -> (e * b).mean(), OR e.mean(), -> (e * s).mean(), OR (e * s) -> (e * s**2) |
    The slope of e is 1 for b, and x for w.
2 * e.mean(), 2 * (e * -> (e**2).mean(), (e**2 * | The error stays squared: the slope of e^2 is 2 e.
lr * g -> lr * np.sign(g) OR lr * g -> lr * g / np.linalg.norm(g) | The gradient's size counts, too.
s, ( -> rows = [*range(len(x))]\n        s, ( OR s, ( -> rows = batches[0]\n        s, ( OR s, ( -> rows =
    rows[:1]\n        s, ( OR x[rows], -> x[rows[-1:]],; y[rows] -> y[rows[-1:]] | A step has its own samples.
path[-1]\n -> theta\n | Take each gradient where the last step has led, not at the start.
path[-1] - -> theta - OR path[-1] - lr * g -> -lr * g | A new theta is the last one minus lr g.
g = np -> d = e - lr * 2 * e.mean()\n        g = np; (e * s -> (d * s OR g = np -> d = e - lr * 2 * (e *
    s).mean() * s\n        g = np; * e.mean(), -> * d.mean(), | Take both slopes at the old b and w.
s, (b, w) = x[rows], path[-1]\n -> u = path[-1]\n        for i in rows[:-1]:\n            u = u - lr * 2 *
    (u[0] + u[1] * x[i] - y[i]) * np.array([1, x[i]])\n        s, (b, w) = x[rows[-1:]], u\n; y[rows] ->
    y[rows[-1:]]; path[-1] - -> u - | A minibatch is one step, not one for each sample.
np.array(path) -> [path[-1]] * len(path) OR (path) -> ([theta] + [path[-1]] * len(batches)) | Copy each row.
""")
RIGHT = edits("(e * s).mean() -> e @ s / len(e); np.array(path) -> [*map(tuple, path)] | tuples")
