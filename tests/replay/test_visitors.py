"""How each kind of thing is looked into."""

import functools
from collections import deque, namedtuple
from types import FunctionType

import numpy as np
import pytest

from dlcourse import Tensor
from dlcourse.replay.reach import Reach
from dlcourse.replay.tape import CannotReplay
from dlcourse.replay.visitors import VISITORS

ARRAY = np.ones(2)
Pair = namedtuple("Pair", "first second")


class Keeps:
    array = ARRAY

    @property
    def by_property(self):
        return self.array

    @staticmethod
    def by_static():
        return ARRAY

    @classmethod
    def by_class(cls):
        return cls.array

    @functools.cached_property
    def by_cache(self):
        return self.array


class Listed(list):
    extra = ARRAY


def of_default(x, array=ARRAY):
    return array


@functools.lru_cache
def cached(x):
    return x * ARRAY


HOLDERS = {
    "a closure": (lambda array: lambda x: array)(ARRAY),
    "a global": lambda x: ARRAY,
    "a default": of_default,
    "a partial": functools.partial(max, ARRAY),
    "a list": lambda x, held=[[ARRAY]]: held,  # noqa: B006
    "a dict": lambda x, held={"a": {1: ARRAY}}: held,  # noqa: B006
    "a tuple": lambda x, held=(ARRAY,): held,
    "a set of functions": lambda x, held={of_default}: held,  # noqa: B006
    "a deque": lambda x, held=deque([ARRAY]): held,  # noqa: B008
    "a named tuple": lambda x, held=Pair(ARRAY, 1): held,  # noqa: B008
    "a property": lambda x: Keeps().by_property,
    "a static method": lambda x: Keeps.by_static(),
    "a class method": lambda x: Keeps.by_class(),
    "a cached property": lambda x: Keeps().by_cache,
    "a bound method": Keeps().by_class,
    "a method in C": lambda x, held=ARRAY.sum: held(),
    "a list of its own class": lambda x, held=Listed(): held.extra,  # noqa: B008
}


@pytest.mark.parametrize("what", HOLDERS)
def test_an_array_is_found_wherever_it_is_kept(what):
    assert any(array is ARRAY for _, array in Reach([("f", HOLDERS[what])]).arrays)


def test_a_function_that_keeps_its_results_is_refused():
    with pytest.raises(CannotReplay, match="the step calls cached, which keeps results"):
        Reach([("f", lambda x: cached(x))])


def test_a_tensor_is_found_and_one_with_a_graph_is_refused():
    leaf = Tensor([1.0])
    assert Reach([("f", lambda x: leaf * x)]).tensors == [leaf]
    made = leaf * 2
    with pytest.raises(CannotReplay, match="made, a Tensor that was computed before"):
        Reach([("f", lambda x: made * x)])


def test_every_kind_has_a_function_that_looks_into_it():
    assert all(isinstance(visitor, FunctionType) for visitor in VISITORS.values())
