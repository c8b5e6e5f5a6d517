"""Success rates, and arrays of given shapes: right ones pass, wrong ones are explained."""

import numpy as np
import pytest

from dlcourse.checks import CheckFailed, arrays_of, check_success_rate, runs_that_succeed
from dlcourse.experiments.ch02_xor_training import draw_starts, train_stack

SLIPS = [(12, "So many succeed with w first.")]


def told(rate, n_right=20, n_runs=40):
    with pytest.raises(CheckFailed) as caught:
        check_success_rate(
            rate,
            n_right,
            n_runs,
            who="rate",
            slips=SLIPS,
            hint="Count again.",
            reread="0",
            called="Called: rate(3)",
        )
    return " ".join(str(caught.value).split())


@pytest.mark.parametrize("rate", [0.5, np.float64(0.525), np.float32(0.475), np.array(0.5)])
def test_a_success_rate_is_right_up_to_one_run(rate):
    check_success_rate(rate, 20, 40, who="rate", reread="0")


def test_zero_and_one_are_success_rates():
    check_success_rate(0, 0, 40, who="rate", reread="0")
    check_success_rate(1, 40, 40, who="rate", reread="0")


def test_a_wrong_success_rate_is_explained_by_its_cause_or_a_hint():
    assert "which is 22 of 40 runs: not as many as succeed. Count again. Reread 0. Called: rate(3)" in told(
        0.55
    )
    assert "12 of 40 runs: not as many as succeed. So many succeed with w first. Reread" in told(0.3)
    assert "Does every seed get its own start" in told(1.0)


@pytest.mark.parametrize(
    "rate, words",
    [
        (np.int64(23), "it returned 23: a count, not a rate? Divide it by the number of seeds, 40."),
        (-0.5, "it returned -0.5."),
        (np.nan, "it returned nan."),
        (None, "it returned None. Does it end with `return`?"),
        (np.ones(40, bool), "it returned 40 of them"),
        ([], "it returned 0 of them"),
        ("half", "it returned a str."),
        (True, "it returned a bool."),
        (1 + 2j, "it returned a complex."),
    ],
    ids=str,
)
def test_what_is_no_success_rate_is_explained(rate, words):
    assert words in told(rate)


SHAPES = {"W": (2, 2), "b": (1,)}


def test_lists_of_numbers_are_arrays():
    W, b = arrays_of([[[1, 2], [3, 4]], (0,)], SHAPES, "answer", reread="0")
    assert W.dtype == float and W.tolist() == [[1, 2], [3, 4]] and b.tolist() == [0]


@pytest.mark.parametrize(
    "result, words",
    [
        (None, "answer should return 2 arrays: `return W, b`."),
        (np.ones((2, 2)), "answer should return 2 arrays"),
        (([[1, 2], [3]], [0]), "W has rows of different lengths"),
        ((np.ones((2, 2)), 0.0), r"b has the shape \(\); expected is \(1,\)."),
        ((np.ones((2, 2)), None), "b is None"),
        (([[1, 2], [3, np.nan]], [0]), r"W\[1, 1\] is nan"),
        (([[1, 2], [3, np.inf]], [0]), r"W\[1, 1\] is inf"),
    ],
    ids=str,
)
def test_what_is_wrong_with_an_array_is_told(result, words):
    with pytest.raises(CheckFailed, match=words):
        arrays_of(result, SHAPES, "answer", reread="0")


def test_the_runs_that_succeed_are_those_of_the_starts_in_the_docstring():
    seeds = range(10)
    J = train_stack(draw_starts(3, seeds), "tanh").J
    assert runs_that_succeed(3, "tanh", seeds) == (J < 0.01).sum() > 0
