"""Chapter 11, exercise 11.5a: thirty points, three methods, many data sets."""

import numpy as np

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_descents import studies

READ, ROWS = "the-thirty-points", "F053 F054 F056 F059 F060"
HINT = "Begin with SGD on one set, by hand: are b, w those of ends[0][0]? Each run begins anew, with v = 0."
REFUSED = "dlcourse.optimizers", "dlcourse.training", "dlcourse.experiments"
VISIBLE, draw = studies()


def judge(x, y, order, lr, alpha):
    a, ahead = np.array([[0, alpha, alpha], [0, 0, alpha]])[:, :, None, None]
    theta, v = np.full((3, 2, len(x)), [[10.0], [5.0]]), 0.0
    for i in order:
        one = np.stack([np.ones(len(x)), x[:, i]])
        error = ((theta + ahead * v) * one).sum(axis=1, keepdims=True) - y[:, i]
        v = a * v - 2 * lr * error * one
        theta = theta + v
    return Right(ends=theta.swapaxes(1, 2)).apart_from("x", "y").hinting(HINT)


WRONG = edits(r"""
lr * 2 * -> lr * OR lr * 2 * -> lr * 4 * | The slope of e^2 is 2 e: the cost of a sample has no half.
((0, 0), -> ((alpha, 0), | SGD has momentum: its v is -lr g alone.
(alpha, alpha)) -> (alpha, 0)) | Nesterov takes g at theta, as momentum does: it belongs ahead.
(alpha, alpha)) -> (alpha, 1)) OR (alpha, alpha)) -> (alpha, -alpha)) | Nesterov takes g at theta + alpha v.
(alpha, 0), (alpha, alpha) -> (alpha, alpha), (alpha, 0) | Momentum and Nesterov have changed places.
(alpha, 0) -> (alpha, alpha) | Momentum looks ahead: it takes g at theta.
((0, 0), (alpha, 0), (alpha, alpha)) -> ((0, 0),) * 3 | All three rows are those of SGD.
[[10.0], [5.0]] -> [[5.0], [10.0]] OR [[10.0], [5.0]] -> [[0.0], [0.0]] | The start is another: b = 10, w = 5.
np.array([[10.0], [5.0]])\n -> theta\n; ends = [] -> ends, theta = [], np.array([[10.0], [5.0]]) | The start
    is the last method's end.
b, w = theta -> w, b = theta OR ends.append(theta.T) -> ends.append(theta[::-1].T) | b and w are interchanged.
v = a * v -> old, v = v, a * v; + v\n        ends -> + old\n        ends | theta moves by the old v.
a * v - lr -> a * v - (1 - a) * lr | The gradient is damped by 1 - alpha: here it counts in full.
e * x[:, i]] -> e] OR [e, e * x[:, i]] -> [e * x[:, i], e] OR [e, -> [e * x[:, i], | w's slope alone has x.
in order -> in order[::-1] OR order: -> range(len(order)): OR order: -> order[:-1]: | Step t takes order[t].
x[:, i] - y[:, i] -> x.T - y.T; [e, e * x[:, i]] -> [e.mean(0), (e * x.T).mean(0)] | A step takes one sample.
lr * 2 * -> lr * 2 / x.shape[1] * | A step has one sample: there is nothing to divide by.
ends.append(theta.T) -> ends.append((theta + ahead * v).T) | Nesterov's row is theta + alpha v.
np.array(ends) -> [[[1.9882, 2.9975]] * len(x)] * 3 | Those are the printed digits of one run.
np.array(ends) -> [[np.polyfit(*one, 1)[::-1] for one in zip(x, y)]] * 3 | Those are lines of least squares.
np.array(ends) -> np.mean(ends, axis=1) ~ ends is an array of shape
theta = theta + v -> theta = theta + v\n            x[0, 0] = 1.0 ~ changed its input
""")
RIGHT = edits(r"ends.append(theta.T) -> ends.append([(b, w) for b, w in theta.T]) | tuples")
