"""Settings of an optimizer: any real number will do, and steps as the float that is equal to it."""

import inspect
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from dlcourse import optimizers
from dlcourse.optimizers import Optimizer
from dlcourse.optimizers.closure import ClosureOptimizer
from dlcourse.tensor import Parameter

KINDS = [kind for kind in vars(optimizers).values() if inspect.isclass(kind) and issubclass(kind, Optimizer)]
KINDS = [kind for kind in KINDS if kind is not Optimizer and not issubclass(kind, ClosureOptimizer)]
NAMES = ["lr", "beta1", "beta2", "eps", "rho", "momentum", "decay"]
SETTINGS = [(k, name) for k in KINDS for name in inspect.signature(k).parameters if name in NAMES]
HALVES = [np.float64(0.5), np.float32(0.5), np.float16(0.5), Fraction(1, 2)]


def moved(kind, name, value, dtype="float64"):
    parameter = Parameter(np.array([1.0, -2.0]))
    parameter.array = parameter.array.astype(dtype)
    optimizer = kind([parameter], **{name: value})
    for g in ([0.25, 0.5], [0.125, -1.0]):
        with optimizer.lookahead():
            pass
        optimizer.step([np.array(g, dtype)])
    return parameter.array.tobytes()


@pytest.mark.parametrize("kind, name", SETTINGS, ids=lambda x: getattr(x, "__name__", x))
def test_every_number_that_equals_a_half_steps_as_a_half(kind, name):
    for dtype in ("float64", "float32"):
        assert {moved(kind, name, half, dtype) for half in HALVES} == {moved(kind, name, 0.5, dtype)}


@pytest.mark.parametrize("kind, name", SETTINGS, ids=lambda x: getattr(x, "__name__", x))
def test_what_is_no_real_number_is_refused_in_words(kind, name):
    for value in (Decimal("0.5"), np.array([0.5]), "0.5", None, 0.5j):
        with pytest.raises(ValueError, match=f"{kind.__name__}: expected {name} .*, got .*; "):
            moved(kind, name, value)
