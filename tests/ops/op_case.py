"""A Case of the register of ops, and the inputs that cases are made of."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dlcourse.op import Op

rng = np.random.default_rng(20)


@dataclass(frozen=True)
class Case:
    """An op, inputs for it, and the same function in plain numpy or scipy."""

    op: Op
    inputs: tuple  # float64 arrays, away from kinks; integer arrays are constants
    reference: Callable
    is_view: bool = False  # the result may share memory with the input, as numpy's reshape does

    def __repr__(self):
        return f"{self.op!r} on {', '.join(str(np.shape(x)).replace(' ', '') for x in self.inputs)}"


def normal(*shape):
    return np.asarray(rng.standard_normal(shape))


def positive(*shape):
    return np.asarray(rng.uniform(0.3, 2.0, shape))


def off_zero(*shape):
    """Numbers of either sign with a distance of at least 0.1 from 0."""
    return positive(*shape) * np.where(rng.random(shape) < 0.5, -1.0, 1.0)


def apart(*shape):
    """Numbers of which no two are nearer than 0.1, so that the greatest is clear."""
    return rng.permutation(int(np.prod(shape))).reshape(shape) * 0.1 - 0.5


def op_of(case):
    """The name of the op of a case, by which tests run its cases in turn."""
    return type(case.op).__name__
