"""Success rates, and arrays of given shapes: right ones pass, wrong ones are explained."""

import numpy as np
import pytest
from checked import check, failure

from dlcourse.checks import Share
from dlcourse.checks.arrays import arrays_of
from dlcourse.checks.success_rate import share_problem
from dlcourse.checks.wording import a


def share(n_right=20, n_runs=40):
    return Share(n_right, n_runs).slip(0.3, "w is drawn first.").hinting("Count again.")


def told(rate):
    return failure(lambda n: rate if n else n, {"n": 3.0}, share(), name="rate")


@pytest.mark.parametrize("rate", [0.5, np.float64(0.525), np.float32(0.475), np.array(0.5)])
def test_a_success_rate_is_right_up_to_one_run(rate):
    check(lambda n: rate, {"n": 3.0}, share())


def test_zero_and_one_are_success_rates():
    check(lambda n: 0, {"n": 3.0}, share(0))
    check(lambda n: 1, {"n": 3.0}, share(40))


def test_a_wrong_success_rate_is_explained_by_its_cause_or_a_hint():
    assert "which is 22 of 40 runs: not as many as succeed. Count again. Reread" in told(0.55)
    assert "12 of 40 runs: not as many as succeed. As many do, maybe by chance, when w is drawn" in told(0.3)
    assert "Does every seed get its own start" in told(1.0)
    assert "As many fail" in failure(lambda n: n / 4, {"n": 3.0}, share(10))
    assert "<lambda> never uses its argument n. Reread" in failure(lambda n: 1.0, {"n": 3.0}, share())


@pytest.mark.parametrize(
    "rate, words",
    [
        (np.int64(23), "it returned 23: a count, not a rate? Divide it by the number of seeds, 40."),
        (50.0, "it returned 50: is that in percent?"),
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
    (W, b), problem = arrays_of([[[1, 2], [3, 4]], (0,)], SHAPES, "answer")
    assert problem is None and W.dtype == float and W.tolist() == [[1, 2], [3, 4]] and b.tolist() == [0]


@pytest.mark.parametrize(
    "result, words",
    [
        (None, "answer should return 2 arrays: `return W, b`; it returned None."),
        (np.ones((2, 2)), "answer should return 2 arrays"),
        (([[1, 2], [3]], [0]), "W has rows of different lengths"),
        ((np.ones((2, 2)), 0.0), "b has the shape (); expected is (1,)."),
        ((np.ones((2, 2)), None), "b is None"),
        (([[1, 2], [3, np.nan]], [0]), "W[1, 1] is nan"),
        (([[1, 2], [3, np.inf]], [0]), "W[1, 1] is inf"),
    ],
    ids=str,
)
def test_what_is_wrong_with_an_array_is_told(result, words):
    assert words in arrays_of(result, SHAPES, "answer")[1]


def test_a_rate_is_a_whole_number_of_runs():
    right = Share(15, 23)
    assert share_problem(np.float32(15 / 23), right, "f") is None
    told, causes = share_problem(0.65, right, "f")
    assert "rounded" in causes and "14.95 of 23 runs, which is no whole number" in causes["rounded"]
    assert "rounded" not in share_problem(0.3, right, "f")[1]


def test_a_floor_division_is_named():
    for zero in (0, np.int64(0)):
        assert "floor" in share_problem(zero, Share(15, 23), "f")[1]
    assert "floor" not in share_problem(0.0, Share(15, 23), "f")[1]


def test_an_article_fits_its_noun():
    assert "it returned an object." in told(object())
    assert [a(noun) for noun in ("int", "list", "ndarray", "object", "uint8")] == [
        "an int",
        "a list",
        "an ndarray",
        "an object",
        "a uint8",
    ]
