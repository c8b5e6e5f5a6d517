"""The cases of batch normalization, for the register of ops."""

import numpy as np
from op_case import Case, normal, positive

from dlcourse.ops.batch_norm import BatchNorm


def reference(axis, eps):
    """The formula with numpy's own mean and variance, which is the biased one."""

    def value(x, gamma, beta):
        x_hat = (x - np.mean(x, axis, keepdims=True)) / np.sqrt(np.var(x, axis, keepdims=True) + eps)
        return gamma * x_hat + beta

    return value


CASES = [
    Case(BatchNorm(axis, eps), (normal(*x), positive(*gamma), normal(*gamma)), reference(axis, eps))
    for axis, eps, x, gamma in (
        (0, 1e-5, (5, 4), (4,)),
        (0, 1e-3, (2, 3), (1, 3)),
        (0, 0.1, (1, 3), (3,)),
        (1, 1e-5, (3, 6), (3, 1)),
        ((0, 2, 3), 1e-5, (3, 2, 2, 2), (1, 2, 1, 1)),
        (0, 1e-5, (6,), ()),
    )
]
