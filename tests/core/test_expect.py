"""Expectations: what is refused, what is let through, and that the advice is the caller's."""

import fractions
import math
from decimal import Decimal

import numpy as np
import pytest

from dlcourse import expect
from dlcourse.tensor import Tensor

NO_NUMBERS = [
    "1",
    None,
    True,
    np.bool_(True),
    1j,
    [1.0],
    np.array([1.0]),
    np.array(1.0),
    Tensor(1.0),
    Decimal(1),
]
NOT_FINITE = [math.nan, math.inf, -math.inf, np.float32("nan")]
BOUNDS = [  # bounds, what fits, what does not, the words
    ({}, [-1, 0.5, 10**400, np.float32(2)], [], "x to be a finite number"),
    ({"above": 0}, [1e-300, 5], [0, -1, -0.0], "x > 0"),
    ({"least": 0}, [0, 1e300], [-1e-300], "x of at least 0"),
    ({"below": 1}, [-5, 0.9], [1, 2], "x below 1"),
    ({"most": 1}, [-5, 1], [1.0001], "x at most 1"),
    ({"least": 0, "below": 1}, [0, 0.999], [1, -0.1], "x from 0 up to, not including, 1"),
    ({"above": 0, "most": 1}, [1, 0.1], [0, 1.1], "x above 0 and at most 1"),
    ({"above": 0, "below": 1}, [0.5, fractions.Fraction(1, 3)], [0, 1], "x between 0 and 1"),
    ({"least": 0, "most": 1}, [0, 1], [-0.1, 1.1], "x from 0 to 1"),
]


@pytest.mark.parametrize("bounds, fitting, others, words", BOUNDS, ids=lambda value: str(value)[:30])
def test_a_number_lies_within_its_bounds(bounds, fitting, others, words):
    for x in fitting:
        expect.number("Who", advice="take 7", **bounds, x=x)
    for x in [*others, *NO_NUMBERS, *NOT_FINITE]:
        with pytest.raises(ValueError) as caught:
            expect.number("Who", advice="take 7", **bounds, x=x)
        message = str(caught.value)
        assert message.startswith(f"Who: expected {words}, got ") and message.endswith("; take 7"), message


@pytest.mark.parametrize(
    "door, fitting, others",
    [
        (expect.positive, [1e-9, 3], [0, -1]),
        (expect.not_negative, [0, 3], [-1]),
        (expect.fraction, [0, 0.9], [1, -0.1]),
        (expect.positive_probability, [0.1, 1], [0, 1.1]),
        (expect.count, [1, np.int8(3), np.uint64(2)], [0, -1, 1.0, 2.5, np.float64(3)]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_door_names_who_and_the_argument_and_hands_the_advice_on(door, fitting, others):
    for x in fitting:
        door("Who", advice="take 7", x=x)
    for x in [*others, *NO_NUMBERS, *NOT_FINITE]:
        with pytest.raises(ValueError, match=r"^Who: expected x .*, got .*; take 7$"):
            door("Who", advice="take 7", fine=fitting[-1], x=x)


def test_a_count_may_start_elsewhere():
    expect.count("Who", least=0, advice="count", n=0)
    with pytest.raises(ValueError, match="Who: expected n to be an int of at least 2, got 1; count"):
        expect.count("Who", least=2, advice="count", n=1)


def test_a_function_can_be_called():
    expect.function("Who", advice="pass it", f=len, g=lambda: 0)
    with pytest.raises(TypeError, match="Who: expected f to be a function, got 'relu'; pass it"):
        expect.function("Who", advice="pass it", f="relu")


def test_a_finite_array_holds_real_numbers_only():
    for array in (np.zeros((0, 2)), np.arange(3), np.array([True]), np.float32(1)):
        expect.finite_array("Who", advice="repair", x=array)
    for array in ([1.0], "abc", np.array(["a"]), np.array([1j]), np.array([None])):
        with pytest.raises(TypeError, match="Who: expected x as an array of real numbers, got .*; repair"):
            expect.finite_array("Who", advice="repair", x=array)
    for value in (np.nan, np.inf):
        with pytest.raises(
            ValueError, match="Who: expected finite numbers in x, got NaN or infinity; repair"
        ):
            expect.finite_array("Who", advice="repair", x=np.array([0.0, value]))


def test_in_a_shape_a_letter_stands_for_any_length():
    expect.shape("Who", ("m", 3), advice="rows", x=np.zeros((5, 3)), y=np.zeros((0, 3)))
    expect.shape("Who", (), advice="rows", x=np.float64(1))
    for array, got in ((np.zeros(3), r"\(3,\)"), (np.zeros((3, 2)), r"\(3, 2\)"), ([1], "list")):
        with pytest.raises(ValueError, match=rf"Who: expected x of shape \(m, 3\), got {got}; rows"):
            expect.shape("Who", ("m", 3), advice="rows", x=array)
    with pytest.raises(ValueError, match=r"expected x of shape \(3,\), got \(2,\)"):
        expect.shape("Who", (3,), advice="rows", x=np.zeros(2))


def test_a_long_value_is_told_short():
    with pytest.raises(ValueError) as caught:
        expect.count("Who", advice="count", n="x" * 1000)
    assert len(str(caught.value)) < 150
