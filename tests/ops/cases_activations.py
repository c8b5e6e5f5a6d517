"""Cases of the activations of chapter 3."""

import numpy as np
from op_case import Case, normal, off_zero, positive

from dlcourse import ops
from dlcourse.ops.activations import ELU, LeakyReLU


def inside_and_outside(*shape):
    """Numbers at 0.1 or more from -1, 0 and 1, on both sides of each."""
    values = np.resize([-1.7, -0.6, 0.4, 1.3, -0.3, 0.8, -1.2, 2.1, 0.2], shape)
    return values + 0.05 * np.tanh(normal(*shape))


def elementwise(op, reference, draw=normal):
    return [Case(op, (draw(*shape),), reference) for shape in ((3, 4), (), (0, 3))]


def by_sign(x, alpha):
    return np.maximum(x, 0) + alpha * np.minimum(x, 0)


CASES = [
    *elementwise(ops.step, lambda x: np.where(x > 0, 1.0, 0.0), off_zero),
    *elementwise(ops.hard_tanh, lambda x: np.maximum(-1, np.minimum(1, x)), inside_and_outside),
    *elementwise(ops.clip01, lambda x: np.maximum(0, np.minimum(1, x)), inside_and_outside),
    *elementwise(ops.lecun_tanh, lambda x: 1.7159 * (1 - 2 / (1 + np.exp(4 * x / 3)))),
    *elementwise(ops.cosine, lambda x: np.exp(1j * x).real),
    *elementwise(ops.sine, lambda x: np.exp(1j * x).imag),
    *elementwise(ELU(), lambda x: np.where(x > 0, x, np.exp(x) - 1), off_zero),
    *elementwise(ELU(0.3), lambda x: np.where(x > 0, x, 0.3 * (np.exp(x) - 1)), off_zero),
    *(
        Case(LeakyReLU(), (off_zero(*x), draw(*alpha)), by_sign)
        for draw in (positive, normal)
        for x, alpha in (((3, 4), ()), ((3, 4), (4,)), ((2, 3, 4), (3, 1)), ((), ()), ((0, 3), (3,)))
    ),
]
