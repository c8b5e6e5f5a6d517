"""Tests of the wire: a plain value comes back as it was, and what is shared is shared."""

import collections
import decimal
import fractions
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from wire_tools import VALUES, crossed, read, written

from dlcourse.grading.split import atoms, kinds, reading


def same(a, b):
    """Whether two values are alike in kind and in every bit."""
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return a == b and math.copysign(1, a) == math.copysign(1, b) or (a != a and b != b)
    if isinstance(a, decimal.Decimal):
        return a.as_tuple() == b.as_tuple()  # a signalling NaN raises when it is compared
    if isinstance(a, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    if isinstance(a, np.ndarray):
        if a.dtype == object:
            return a.shape == b.shape and same(a.ravel().tolist(), b.ravel().tolist())
        fits = a.shape == b.shape and a.dtype == b.dtype and a.flags.writeable == b.flags.writeable
        return fits and (a.size == 0 or a.tobytes() == b.tobytes() and a.strides == b.strides)
    if isinstance(a, np.generic):
        return a.dtype == b.dtype and a.tobytes() == b.tobytes()
    if isinstance(a, list | tuple | collections.deque):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a.items(), b.items(), strict=True))
    return a == b


@pytest.mark.slow
@given(VALUES)
def test_a_plain_value_comes_back_as_it_was(value):
    assert same(crossed(value), value)


@given(st.lists(st.floats()) | st.lists(st.integers()) | st.lists(st.integers(-(1 << 63), (1 << 63) - 1)))
def test_long_lists_of_numbers_come_back_as_they_were(numbers):
    many = numbers * (1 + 200 // max(len(numbers), 1))
    assert same(crossed(many), many) and same(crossed(tuple(many)), tuple(many))


def test_a_subclass_is_no_plain_value():
    for kind in (int, float, str, list, dict, tuple, set, np.ndarray, fractions.Fraction, decimal.Decimal):
        lying = type("Lying", (kind,), {"__eq__": lambda self, other: True, "__hash__": None})
        value = lying.__new__(lying, *([(2,)] if kind is np.ndarray else []))
        with pytest.raises(TypeError, match="no plain value"):
            written([value])


def test_what_stands_twice_is_one_on_the_other_side():
    shared = [1]
    a, b = crossed([shared, shared], shared)
    assert a[0] is a[1] is b
    x = np.arange(12.0).reshape(3, 4)
    y, z, w, v = crossed(x, x[1:, ::2], x.T, x[::-1])
    z[0, 0] = 99.0
    assert y[1, 0] == w[0, 1] == v[1, 0] == 99.0
    assert (z.strides, w.strides, v.strides) == (x[1:, ::2].strides, x.T.strides, x[::-1].strides)


def test_what_lies_between_the_columns_of_an_array_does_not_cross():
    x = np.full((5, 2), 7.0)
    x[:, 1] = 1234.5
    (column,) = read(written(x[:, 0])[1])[1]
    assert column.tolist() == [7.0] * 5 and column.base.view(float)[1] == 0.0
    assert np.float64(1234.5).tobytes() not in written(x[:, 0])[1]


@pytest.mark.parametrize("name", ["PCG64", "MT19937", "Philox", "SFC64", "PCG64DXSM"])
def test_a_generator_goes_on_where_it_was(name):
    rng = np.random.Generator(getattr(np.random, name)(3))
    rng.integers(5, size=7, dtype=np.int32)
    twin = crossed(rng)
    assert twin.normal(size=9).tolist() == rng.normal(size=9).tolist()


def test_every_letter_has_one_meaning():
    known = [*atoms.READ, *reading.IMMUTABLE, *reading.MUTABLE, "=", "^", "h", "y", "k", "m", "f", "nt"]
    assert len({*known}) == len(known)
    assert kinds.LETTERS == {*reading.MUTABLE}
