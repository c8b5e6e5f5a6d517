"""Checks: exercise 9.2b. What slips lead to in the place of the kinks of a network on a line."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from dlcourse.checks.drawn_regions import hidden

OUTPUT = "The output has no ReLU: its sign parts nothing."
FIRST = "Yours has the kinks of the first layer alone: further layers have theirs."
LAST = "Yours has the kinks of the last hidden layer alone: those of the layers below part regions, too."
ENDS = "It would be right if z were straight from low to high: it bends at the kinks of the layers below."
FROM_INPUT = (
    "x is no input of a further layer: its z is 0 where h W + b is, and h comes from the layer below."
)
NO_BIAS = "The biases are left out: z = h W + b."
OPPOSITE = "Something has the opposite sign, a bias or x: x w + b is 0 at x = -b / w."
NO_RELU = "The ReLUs are left out: the next layer gets max(0, z)."
OTHER_UNIT = "The units are no ReLUs: the next layer gets max(0, z)."
UNSEEN = "The output does not show it, but a unit changes sides: that is where two regions meet."
STRETCH = (
    "Where a z that is 0 along a stretch rises or falls from it, no side is changed: one of z0, z1 is 0."
)
CUT = "The first or the last is cut off, as if it were low or high."
STEP = 0.005  # kinks are further apart
GRIDS = (
    50,
    *(k * 10**n + more for n in (2, 3, 4) for k in (1, 2, 5) for more in (0, 1)),
    100_000,
    100_001,
)  # points
CROSSES = (  # in the place of: one of z0 and z1 is below 0, the other above
    ("z may fall through 0, too, not only rise.", lambda z0, z1: z0 < 0 < z1),
    ("z may rise through 0, too, not only fall.", lambda z0, z1: z1 < 0 < z0),
    (STRETCH, lambda z0, z1: (z0 > 0) != (z1 > 0)),
    (STRETCH, lambda z0, z1: z0 * z1 <= 0 and z0 != z1),
)
PART = "Between x0 and x1, z is 0 at x0 + (x1 - x0) z0 / (z0 - z1)"
PLACES = (  # in the place of `placed`
    (f"{PART}: yours lies as far from x1.", lambda x0, x1, z0, z1: x0 + (x1 - x0) * z1 / (z1 - z0)),
    (f"{PART}: yours lies on the other side of x0.", lambda x0, x1, z0, z1: x0 + (x1 - x0) * z0 / (z1 - z0)),
    (f"{PART}: z0 + z1 is no distance.", lambda x0, x1, z0, z1: x0 + (x1 - x0) * z0 / (z0 + z1)),
    (f"{PART}: yours lacks x0.", lambda x0, x1, z0, z1: (x1 - x0) * z0 / (z0 - z1)),
    (f"{PART}: yours lacks the factor x1 - x0.", lambda x0, x1, z0, z1: x0 + z0 / (z0 - z1)),
    (f"{PART}: yours is the middle.", lambda x0, x1, z0, z1: (x0 + x1) / 2),
    (f"{PART}: yours is x1.", lambda x0, x1, z0, z1: x1),
)


def placed(x0, x1, z0, z1):
    """Where a straight line from z0 at x0 to z1 at x1 is 0."""
    return x0 + (x1 - x0) * z0 / (z0 - z1)


def signs_differ(z0, z1):
    """Whether one is below 0, the other above."""
    return z0 * z1 < 0


def relu(z):
    """max(0, z)."""
    return np.maximum(0, z)


def pre_activations(net, x, unit=relu) -> list:
    """z (m, units) of each layer, the output's as the last, at x (m,)."""
    h, found = x[:, None], []
    for W_k, b_k in zip(net["W"], net["b"], strict=True):
        found.append(h @ W_k + b_k)
        h = unit(found[-1])
    return found


def walked(net, low, high, place=placed, crosses=signs_differ, unit=relu, n=None, forgets=False) -> list:
    """The kinks with low and high, from piece to piece of the layers below.

    n: of how many layers.   forgets: whether the kinks below are forgotten
    """
    x = [low, high]
    for k in range(len(hidden(net)) if n is None else n):
        z = pre_activations(net, np.array(x), unit)[k]
        pieces = zip(pairwise(x), pairwise(z), strict=True)
        ends = [(*xs, z0, z1) for xs, rows in pieces for z0, z1 in zip(*rows, strict=True)]
        x = sorted([*([low, high] if forgets else x), *(place(*end) for end in ends if crosses(*end[2:]))])
    return x


def straight(net, low, high) -> list:
    """Where z of all hidden units would be 0, if it were straight from low to high."""
    z = np.hstack(pre_activations(net, np.array([low, high]))[:-1])
    return [placed(low, high, z0, z1) for z0, z1 in z.T if z0 * z1 < 0]


def gridded(net, low, high, n_found: int) -> Iterator:
    """What grids with so many changes give: points before one, after it, between, and 0 of straight lines."""
    for n in GRIDS:
        x = np.linspace(low, high, n)
        z = np.hstack(pre_activations(net, x)[:-1])
        i, j = np.nonzero((z[1:] > 0) != (z[:-1] > 0))
        if len(i) == n_found:
            yield from (x[i], x[i + 1], (x[i] + x[i + 1]) / 2)
            yield placed(x[i], x[i + 1], z[i, j], z[i + 1, j])


def shown(net, due) -> np.ndarray:
    """The kinks at which the slope of the output changes."""
    y = [pre_activations(net, due + t)[-1] for t in (-STEP, 0, STEP)]
    return due[(abs(y[0] - 2 * y[1] + y[2]) > 1e-9).any(axis=1)]


def slips(net, low, high, due) -> Iterator[tuple]:
    """What slips lead to: (sentence, numbers).   due: the kinks"""
    with np.errstate(all="ignore"):
        for told, x in _slips(net, low, high, due):
            x = np.sort(x)
            ends = np.searchsorted(x, (low, high))
            yield told, x[1:-1]
            yield told, np.delete(x, ends)
            yield told, x[(low < x) & (x < high)]


def _slips(net, low, high, due):
    """With low and high among the numbers."""
    yield OUTPUT, walked(net, low, high, n=len(net["W"]))
    yield UNSEEN, [low, *shown(net, due), high]
    yield OPPOSITE, [low, *-due, high]
    yield CUT, [low, *due[1:], high]
    yield CUT, [low, *due[:-1], high]
    yield from ((told, walked(net, low, high, crosses=crosses)) for told, crosses in CROSSES)
    yield from ((told, walked(net, low, high, place)) for told, place in PLACES)
    yield NO_BIAS, walked(net | {"b": [0 * b_k for b_k in net["b"]]}, low, high)
    yield OPPOSITE, walked(net | {"b": [-b_k for b_k in net["b"]]}, low, high)
    if len(hidden(net)) > 1:
        yield FIRST, walked(net, low, high, n=1)
        yield LAST, walked(net, low, high, forgets=True)
        yield ENDS, [low, *straight(net, low, high), high]
        yield FROM_INPUT, [low, *(x for W_k, b_k in hidden(net) for x in -b_k / W_k[0]), high]
        yield NO_RELU, walked(net, low, high, unit=lambda z: z)
        yield from ((OTHER_UNIT, walked(net, low, high, unit=unit)) for unit in (abs, np.tanh))
