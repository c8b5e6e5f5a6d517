"""Functions are watched while a call lasts, at no cost to the rest of it, and are as before afterwards."""

import sys

import numpy as np
import pytest

from dlcourse.checks.calls import call
from dlcourse.checks.limits import Limits, Refused, dotted
from dlcourse.checks.watching import GATES, functions_of, watched
from dlcourse.experiments.ch02_xor_training import train_many
from dlcourse.gradcheck import numerical_gradient
from dlcourse.layers import MLP
from dlcourse.ops import sigmoid


def test_no_call_is_looked_at_but_those_of_what_is_watched():
    with watched([dotted(numerical_gradient)], {}):
        assert sys.getprofile() is None
        with pytest.raises(Refused):
            numerical_gradient(np.sin, 0.5)
    with watched(["math.sin"], {}):
        assert sys.getprofile() is not None  # a builtin has no code to change


def test_a_function_is_as_before_afterwards_also_when_the_block_fails():
    before, found = numerical_gradient.__code__, numerical_gradient(np.sin, 0.5)
    with pytest.raises(ZeroDivisionError), watched([dotted(numerical_gradient)], {}):
        assert numerical_gradient.__code__ is not before
        raise ZeroDivisionError
    assert numerical_gradient.__code__ is before and not GATES
    assert numerical_gradient(np.sin, 0.5) == found


def test_what_is_let_through_gives_what_it_gave_with_all_kinds_of_arguments():
    def whole(a, b=2, *rest, c, d=4, **others):
        return a, b, rest, c, d, others

    whole.__module__, here = __name__, sys.modules[__name__]
    here.whole = whole
    try:
        with watched([], {f"{__name__}.whole": 5}):
            assert whole(1, c=3) == (1, 2, (), 3, 4, {})
            assert whole(1, 5, 6, c=3, e=7) == (1, 5, (6,), 3, 4, {"e": 7})
    finally:
        del here.whole


def test_a_decorated_function_is_watched_and_not_those_decorated_alike():
    from dlcourse.experiments.ch02_xor_training import equal_start

    with watched([dotted(train_many)], {}):
        with pytest.raises(Refused, match="calls train_many of the library"):
            train_many(2, "ReLU", [0])
        equal_start(0.5, "ReLU")


def test_the_constructor_of_a_class_is_called_by_the_name_of_the_class():
    problem = call(lambda n: MLP((n, 1)), {"n": 2}, Limits(refused=("dlcourse.layers.sequential",))).problem
    assert "calls MLP of the library" in problem
    assert {short for _, short in functions_of(f"{MLP.__module__}.MLP")} == {"MLP"}


def test_a_package_stands_for_all_of_its_modules():
    problem = call(lambda z: sigmoid(z), {"z": np.zeros(2)}, Limits(refused=("dlcourse.ops",))).problem
    assert "calls Sigmoid of the library's ops, as any Tensor does: work it out with NumPy alone." in problem
    problem = call(lambda n: MLP((n, 1)), {"n": 2}, Limits(refused=("dlcourse.layers",))).problem
    assert "calls MLP of the library" in problem
