"""Chapter 11, exercise 11.5b: how far, and how sure."""

import numpy as np

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_descents import compared

READ, ROWS = "the-thirty-points", "F053 F054 F059"
HINT = "Fit one set by `np.polyfit(x[0], y[0], 1)`: which number is w? Of share, begin with a row of draws."
REFUSED = "dlcourse.optimizers", "dlcourse.training", "dlcourse.experiments"
VARIANTS = False  # which of two spreads is smaller may turn with a digit of float32
VISIBLE, draw = compared()


def judge(x, y, ends, draws):
    far = x - x.mean(axis=1, keepdims=True)
    w = (far * y).sum(axis=1) / (far**2).sum(axis=1)
    best = np.stack([y.mean(axis=1) - w * x.mean(axis=1), w], axis=1)
    _, a, b = ends[:, np.array(draws), 1].var(axis=2)
    right = Right(off=abs(ends[0] - best).max(axis=0), share=(b < a).mean())
    return right.apart_from("x", "y", "ends").hinting(HINT)


WRONG = edits(r"""
- best).max( -> - [2, 3]).max( OR - best).max( -> - [1.9882, 2.9975]).max( OR - best).max( -> - [10, 5]).max(
    | The distance is that from fixed numbers: take what the data of each set say.
- best).max( -> - best.mean(axis=0)).max( OR *one, 1 -> x.ravel(), y.ravel(), 1 OR *one, 1 -> x[0], y[0], 1 |
    The distance is that from one line for all sets: each has its own.
abs(ends -> (ends OR abs(ends[0] - best) -> (best - ends[0]) | The sign counts in off: a distance has none.
.max(axis=0) -> .mean(axis=0) OR .max(axis=0) -> .min(axis=0) OR abs(ends[0] - best).max(axis=0) -> ((ends[0]
    - best) ** 2).mean(axis=0) ** 0.5 | off has the largest distances.
ends[0] - -> ends[1] - OR ends[0] - -> ends[2] - OR abs(ends[0] - best).max(axis=0) -> abs(ends -
    best).max(axis=(0, 1)) | off is not that of SGD, the first row of ends.
1)[::-1] -> 1) | np.polyfit gives w first, then b.
return off, -> return off[::-1], | off has w first, then b.
np.polyfit(*one, 1)[::-1] -> [0, one[0] @ one[1] / (one[0] @ one[0])] | The line of least squares has no b.
zip(x, y)]) -> zip(y, x)]) | The line is that of x over y.
[2] < spread[1] -> [2] < spread[0] OR [2] < spread[1] -> [1] < spread[0] | SGD is in share.
draws, 1] -> draws, 0] | The spread is that of b: w is asked for.
ends[:, draws -> (ends - best)[:, draws OR ends[:, draws -> abs(ends - best)[:, draws | It is w's spread.
.std(axis=2) -> .mean(axis=2) OR draws, 1].std -> draws, 1].max OR spread = ends[:, draws, 1].std( -> spread =
    np.ptp(ends[:, draws, 1], | A spread is a standard deviation.
.std(axis=2) -> .std(axis=1) | A standard deviation is over the sets of one sample.
np.mean(spread[2] -> np.sum(spread[2] OR np.mean(spread[2] < spread[1]) -> sum(spread[2] < spread[1]) / len(x)
    | share is a number of samples: divide it by how many there are.
np.mean(spread[2] -> 100 * np.mean(spread[2] | share is in percent: a part of all is from 0 to 1.
(spread[2] < spread[1]) -> (spread[2]) / np.mean(spread[1]) | share is a quotient of spreads: count samples.
draws, 1] -> [[*range(len(x))]] * len(draws), 1] | Samples are all alike: take those that draws lists.
(spread[2] < spread[1]) -> (spread[2] * 0 + 0.95) | share is typed in: count.
off, np.mean(spread[2] < spread[1])\n -> np.mean(spread[2] < spread[1]), off\n ~ another order
off = abs -> ends[0] -= best\n    off = abs ~ changed its input
""")
RIGHT = edits(r"np.mean(spread[2] < spread[1]) -> sum(spread[2] < spread[1]) / len(draws) | a count")
