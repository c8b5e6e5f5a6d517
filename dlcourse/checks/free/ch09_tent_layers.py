"""Checks: exercise 9.1. The weights of a deep network that is the tent map, applied several times."""

from functools import partial

import numpy as np

from dlcourse.checks.right import Free
from dlcourse.checks.wording import exact

N_POINTS = 512  # of a finer grid, every so many points are tried
NEAR = 1e-3  # what is off by less is off by rounding, also after forty layers
ABSOLUTE = "An absolute value is no unit here: |z| is max(0, z) + max(0, -z), two ReLUs."
ROUNDED = "It is off by rounding: are all numbers whole, or halves, quarters ...? Layers double what is off."
SIGNS = "With the opposite signs of the hidden biases it would be right: max(0, x + b) has its kink at -b."
UPSIDE = "It is upside down: t rises from 0 at x = 0 to 1 at x = 1/2, and falls again."
TURNED = "With W transposed between the layers it would be right: in h W, a row of W is what one unit sends."
BETWEEN = (
    "One tent alone may be right: look between two. What leaves the first goes into both units of the next, "
    "with the weights of both layers, and with the first one's last bias, if it has one."
)


def judge(depth) -> Free:
    """The judgement of `tent_layers(depth)`."""
    shapes = {"W": [(None, None)] * (depth + 1), "b": [(None,)] * (depth + 1)}
    return Free(shapes, partial(problem, depth))


def problem(depth, *layers) -> str | None:
    """A sentence on the first layer that does not fit, or on the simplest point where it is wrong."""
    W, b = layers[: depth + 1], layers[depth + 1 :]
    told = misfit(W, b)
    if told:
        return told
    x = points(depth)
    y, due = value(x, W, b), tents(x, depth)
    if (y == due).all():
        return None
    i = int(np.argmax(y != due))
    map_ = "t(x)" if depth == 1 else f"t, applied {depth} times,"
    says = f"At x = {exact(x[i])}, your network says {exact(y[i])}, and {map_} is {exact(due[i])}."
    return f"{says} {why(depth, x, W, b)}".rstrip()


def misfit(W, b) -> str | None:
    """A sentence on a layer that the one before does not fit, or that has not two units."""
    n_in, last = 1, len(W) - 1
    for k, (W_k, b_k) in enumerate(zip(W, b, strict=True)):
        n_out = W_k.shape[1]
        if W_k.shape[0] != n_in:
            come = "1 number comes" if n_in == 1 else f"{n_in} numbers come"
            turned = " Is it transposed?" if n_out == n_in else ""
            told = f"W[{k}] has the shape {W_k.shape}, and {come} in: a row of W for each, as in h W + b."
            return told + turned
        if len(b_k) != n_out:
            numbers, columns = _n(len(b_k), "number"), _n(n_out, "column")
            return f"b[{k}] has {numbers}, and W[{k}] {columns}: a bias for each column."
        if k < last and n_out != 2:
            more = f"One ReLU is no tent. {ABSOLUTE}" if n_out == 1 else "Two are enough to fold once."
            return f"Hidden layer {k} has {_n(n_out, 'unit')}: it has to have 2. {more}"
        n_in = n_out
    return None if n_in == 1 else f"W[{last}] has {n_in} columns: the output is one number."


def points(depth):
    """Multiples of 2^-(depth + 2) from 0 to 1, the simplest first; of many, N_POINTS spread over all."""
    n = 2 ** (depth + 2)
    simple = [i / 2**k for k in range(min(depth + 2, 7) + 1) for i in range(2**k + 1) if k == 0 or i % 2]
    step = n // N_POINTS + 1 | 1  # odd, so that points of the finest grid are among them
    return np.array(simple + [i / n for i in range(1, n, step)])


def tents(x, depth):
    """t, applied so many times: exact where x is a multiple of a small power of 1/2."""
    for _ in range(depth):
        x = 1 - abs(2 * x - 1)
    return x


def value(x, W, b, unit=lambda z: np.maximum(0, z)):
    """The network at x (m,), as (m,)."""
    h = x[:, None]
    for k, (W_k, b_k) in enumerate(zip(W, b, strict=True)):
        h = h @ W_k + b_k
        h = unit(h) if k < len(W) - 1 else h
    return h[:, 0]


def why(depth, x, W, b) -> str:
    """What the slip may be."""
    y, due = value(x, W, b), tents(x, depth)

    def right(*network, **unit):
        return np.array_equal(value(x, *network, **unit), due)

    other = next((k for k in range(depth + 2) if k != depth and np.array_equal(y, tents(x, k))), None)
    top = y.max()
    explained = {
        f"{ABSOLUTE} With absolute values it would be right.": right(W, b, unit=abs),
        "It gives x itself.": other == 0,
        f"It is t, applied {other} time{'s' * (other != 1)}.": other is not None,
        ROUNDED: np.allclose(y, due, rtol=0, atol=NEAR),
        SIGNS: right(W, [*(-b_k for b_k in b[:-1]), b[-1]]),
        UPSIDE: np.array_equal(1 - y, due) or np.array_equal(-y, due),
        TURNED: right([W[0], *(W_k.T for W_k in W[1:-1]), W[-1]], b),
        f"It has the right form, but its top is {top:g}, and that of t is 1.": (
            np.array_equal(y, top * due) and top > 0
        ),
        "It is 0 everywhere.": not y.any(),
    }
    told = next((sentence for sentence, fits in explained.items() if fits), "")
    return told or (BETWEEN if depth > 1 else one_tent(W, b))


def one_tent(W, b) -> str:
    """What is wrong with a single tent: its kinks, its slopes, or its height."""
    kinks = {float(-c / w) for w, c in zip(W[0][0], b[0], strict=True) if w}
    within = sorted(kink for kink in kinks if 0 < kink < 1)
    strange = next((kink for kink in within if kink != 0.5), None)
    if strange is not None:
        return f"It has a kink at x = {strange:g}, where a unit turns on or off: t has one at x = 1/2 alone."
    if not within:
        more = "" if np.any(b[0]) else " Its hidden units have no biases."
        return f"It is one straight line from x = 0 to x = 1: which unit has its kink at x = 1/2?{more}"
    at_0, at_half, at_1 = value(np.array([0, 0.5, 1]), W, b)
    left, right = 2 * (at_half - at_0), 2 * (at_1 - at_half)
    if (left, right) == (2, -2):
        return f"Its slopes are right, but it begins at {at_0:g}: which bias of the last layer is due?"
    return f"Its slopes are {left:g} and {right:g}: those of t are 2 and -2. Units add up."


def _n(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"
