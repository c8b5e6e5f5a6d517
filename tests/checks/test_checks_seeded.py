"""Checks: chance that is not of the seed alone; what broadcasting repeats; None of a method in place."""

import numpy as np
import pytest
from checked import failure

from dlcourse.checks import CheckFailed, Free, Right
from dlcourse.checks.examine import Case, Task, examine


def test_chance_that_is_not_of_the_seed_alone_is_told():
    def draws(seed):
        return [np.random.default_rng(seed).permutation(9)]

    calls = []

    def other(seed):
        calls.append(seed)
        return [np.random.default_rng(len(calls)).permutation(9)]

    def fixed(seed):
        return [np.random.default_rng(0).permutation(9)]

    class Any(Free):
        def problem(self, result, function):
            return None

    case = Case({"seed": 3}, lambda: Any({}, None, seeded=True))
    examine(draws, Task("draws"), [case])
    for function, words in (
        (other, "Called twice with the same seed"),
        (fixed, "never uses its argument seed"),
    ):
        with pytest.raises(CheckFailed, match=words):
            examine(function, Task(function.__name__), [case])
    examine(other, Task("other"), [Case({"seed": 3}, lambda: Any({}, None))])


def test_what_is_repeated_by_broadcasting_is_told_and_no_mean_is_asked_for():
    def added(y):
        return np.zeros((3, 2)) + y

    message = failure(added, {"y": np.array([1.5, 2.0])}, Right(z=np.array([1.5, 2.0])))
    assert "repeated along axis 0" in str(message) and "mean" not in str(message)


def test_none_of_a_method_in_place_is_told():
    def shuffled(y):
        return np.random.default_rng(0).shuffle(y.copy())[0]

    message = failure(shuffled, {"y": np.array([1.5, 2.0])}, Right(z=np.array([1.5, 2.0])))
    assert "gives back None" in str(message)
