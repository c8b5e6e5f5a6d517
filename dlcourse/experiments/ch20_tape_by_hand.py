"""Chapter 20: speed. A tape made by hand: and what becomes of it when an array is replaced."""

import numpy as np

from dlcourse.numbers import Number

STEP = 0.1  # what is taken from each weight between two plays


def layer_tape(x, W, b) -> tuple[list, np.ndarray]:
    """The calls of tanh(x W + b) with the arrays that they write into, and the last of these.

    x (m, n_in), W (n_in, n), b (n,).   -> list of (function, *arrays), h (m, n)
    """
    z, h = np.empty((len(x), len(b))), np.empty((len(x), len(b)))
    return [(np.matmul, x, W, z), (np.add, z, b, z), (np.tanh, z, h)], h


def play(tape) -> None:
    """Call each function of the tape on its arrays."""
    for function, *arrays in tape:
        function(*arrays)


def error_after_update(in_place: bool) -> float:
    """The largest error of a tape's result once the weights have changed: W -= ..., or W = W - ...

    >>> error_after_update(in_place=True)
    0.0
    """
    x, W, b = np.array([[0.0, 1.0], [1.0, 1.0]]), np.ones((2, 2)), np.array([0.0, -1.0])
    tape, h = layer_tape(x, W, b)
    if in_place:
        W -= STEP
    else:
        W = W - STEP  # a new array, which the tape does not know
    play(tape)
    return float(np.abs(h - np.tanh(x @ W + b)).max())


def numbers() -> dict[str, Number]:
    """How far a stale tape is off."""
    return {"stale": Number(error_after_update(in_place=False), ".2f", source="tanh by hand")}
