"""What need not be looked at again, and what is looked into or refused."""

import decimal
import enum
import fractions
import math
import random
import time

import numpy as np
import pytest

from dlcourse.replay.trust import is_builtin, is_constant, is_known_function, is_trusted


class Color(enum.Enum):
    RED = 1


@pytest.mark.parametrize("x", [None, 1, 2.0, "a", b"a", np.float32(1), np.dtype("i4"), fractions.Fraction(1)])
def test_numbers_words_and_dtypes_are_constants(x):
    assert is_constant(x)


@pytest.mark.parametrize(
    "x",
    [
        [],
        {},
        (),
        Color.RED,
        decimal.Decimal(1),
        np.zeros(2),
        object(),
        test_numbers_words_and_dtypes_are_constants,
    ],
)
def test_what_may_change_or_hold_what_may_is_no_constant(x):
    assert not is_constant(x)


@pytest.mark.parametrize(
    "f", [np.sum, np.exp, math.sqrt, len, np.zeros, str.join, dict.fromkeys, np.add.__class__]
)
def test_functions_of_their_arguments_are_known(f):
    assert is_known_function(f) or isinstance(f, type)


@pytest.mark.parametrize(
    "f", [time.time, np.fromfile, np.load, [].append, random.random, np.random.default_rng(0).random,
          np.frompyfunc(lambda x: x, 1, 1), np.random.default_rng, print, open]
)  # fmt: skip
def test_functions_of_files_time_chance_and_of_others_are_not(f):
    assert not is_known_function(f)


def test_the_library_and_numpy_are_trusted_but_for_random_numbers_and_files():
    assert is_trusted("dlcourse.losses.squared", "squared_error") and is_trusted("numpy.linalg", "norm")
    assert (
        not is_trusted("numpy.random._generator") and not is_trusted("numpy", "load") and not is_trusted(None)
    )
    assert is_builtin("sum") and not is_builtin("print") and not is_builtin("no_such")
