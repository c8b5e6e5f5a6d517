"""Slips are worked out when an answer is wrong, and all of them are compared with it at once."""

import numpy as np
import pytest

from dlcourse.checks import CheckFailed, Right
from dlcourse.checks.agreement import agrees
from dlcourse.checks.examine import OTHERS, Case, Task, examine
from dlcourse.checks.slips import Slip, Slips

NEAR = np.array([1.0, 2.0, 1e6])
VALUES = (
    NEAR, NEAR + [0, 1e-9, 0], NEAR + [1e-6, 0, 0], NEAR.astype(np.float32), NEAR.astype(int), NEAR.tolist(),
    NEAR[:, None], NEAR[:2], 1.0, 1, np.int64(1), True, np.zeros(3), np.array([1.0, np.nan, 1e6]),
    np.array([1.0, np.inf, 1e6]), np.array([1.0, -np.inf, 1e6]), np.array([]), NEAR > 1, 8e307 * NEAR[:2],
)  # fmt: skip


def test_the_slips_that_lead_to_an_answer_are_those_that_agree_with_it():
    slips = Slips(Slip(f"{i}", {"y": value}) for i, value in enumerate(VALUES))
    slips.append(Slip("another result", {"x": NEAR}))
    for rtol in (1e-9, 1e-4):
        for got in (*VALUES, None, "text", -8e307 * NEAR[:2]):
            expected = [i for i, value in enumerate(VALUES) if agrees(got, value, rtol)]
            assert slips.leading_to("y", got, rtol) == expected, got
    assert slips.leading_to("y", NEAR, 1e-9)[:2] == [0, 1]
    slips.append(Slip("the same", {"y": NEAR}))
    assert slips.leading_to("y", NEAR, 1e-9)[-1] == len(VALUES) + 1


def test_slips_are_worked_out_once_and_for_wrong_answers_alone():
    asked = []

    def case(x):
        right = Right(y=2 * x)
        right.slips.later(lambda: asked.append(x) or [Slip("x is squared.", {"y": x * x})])
        return Case({"x": x}, lambda: right)

    cases = [case(x) for x in (3.0, 5.0, 7.0)]
    examine(lambda x: 2 * x, Task("f"), cases)
    assert not asked
    for _ in range(2):
        with pytest.raises(CheckFailed, match="x is squared"):
            examine(lambda x: x * x, Task("f"), cases)
    assert asked == [3.0, 5.0, 7.0]


def test_to_find_the_cause_a_function_is_called_once_a_case_and_no_more_than_some_cases():
    called = []

    def squares(x):
        called.append(x)
        return x * x

    cases = [Case({"x": x}, lambda x=x: Right(y=2 * x).slip("y", x * x, "x is squared.")) for x in range(20)]
    with pytest.raises(CheckFailed, match="x is squared"):
        examine(squares, Task("f"), cases)  # at 0 it is right, at 1 it is wrong, at 2 it is right
    assert called == list(range(2 + OTHERS))


def test_numbers_of_the_case_before_in_another_dtype_speak_against_no_cause():
    def case(x, rounded, **options):  # a slip that changes nothing at 0, but for how that was rounded
        return Case({"x": x}, lambda: Right(y=2 * x).slip("y", x * x + rounded, "x is squared."), **options)

    cases = [case(0.0, 0.0), case(0.0, 1e-8, repeats=True), case(3.0, 0.0)]
    with pytest.raises(CheckFailed, match="x is squared"):
        examine(lambda x: x * x, Task("f"), cases)


def test_a_slip_that_magnifies_rounding_errors_is_known_although_the_right_answer_is_asked_for_more():
    right = np.array([0.5, -2.0, 3.0])
    slip = right * (1 + 1e-5)
    judged = Right(y=right).within(1e-12).slip("y", slip, "That is a difference of two slopes.")
    for noise in (0.0, 1e-11, -1e-10):
        with pytest.raises(CheckFailed, match="a difference of two slopes"):
            examine(lambda x, found=slip + noise: x * found, Task("f"), [Case({"x": 1.0}, lambda: judged)])
    with pytest.raises(CheckFailed) as told:  # another error of that size
        examine(lambda x: x * right * (1 - 1e-5), Task("f"), [Case({"x": 1.0}, lambda: judged)])
    assert "two slopes" not in str(told.value)
