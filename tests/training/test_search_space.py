"""Search spaces: the distribution of draws, the places of a grid, ranges that narrow."""

import numpy as np
import pytest
from scipy import stats

from dlcourse.search_space import Choice, Integers, LogUniform, Uniform


def draws(each, n=2000, seed=0):
    rng = np.random.default_rng(seed)
    return [each.sample(rng) for _ in range(n)]


@pytest.mark.parametrize(
    ("each", "oracle"),
    [
        (Uniform(-2.0, 5.0), stats.uniform(-2, 7)),
        (LogUniform(1e-6, 10.0), stats.loguniform(1e-6, 10)),
    ],
)
def test_draws_follow_the_distribution(each, oracle):
    assert stats.kstest(draws(each), oracle.cdf).pvalue > 0.01


@pytest.mark.rows("K047")
def test_the_log_scale_has_its_median_and_mean_in_closed_form():
    each = LogUniform(1e-6, 10.0)
    assert each.median == pytest.approx(0.0031622776601683794, rel=1e-12)
    assert each.mean == pytest.approx(0.620420626, rel=1e-8)
    assert each.mean == pytest.approx(stats.loguniform(1e-6, 10).mean(), rel=1e-9)
    assert draws(each, 3) == [10 ** np.random.default_rng(0).uniform(-6, 1, 3)[i] for i in range(3)]
    assert np.mean(np.array(draws(Uniform(1e-6, 10.0))) > 1) == pytest.approx(0.9, abs=0.03)


def test_all_integers_come_the_ends_too_each_as_often():
    values, counts = np.unique(draws(Integers(2, 6)), return_counts=True)
    assert values.tolist() == [2, 3, 4, 5, 6] and stats.chisquare(counts).pvalue > 0.01


def test_choices_come_each_as_often():
    assert stats.chisquare([draws(Choice("abc")).count(v) for v in "abc"]).pvalue > 0.01


def test_a_grid_lies_in_the_middle_of_equal_parts_of_the_scale():
    assert Uniform(0.0, 1.0).grid(2) == [0.25, 0.75]
    np.testing.assert_allclose(LogUniform(1e-4, 1.0).grid(4), 10.0 ** np.array([-3.5, -2.5, -1.5, -0.5]))
    assert Integers(1, 3).grid(3) == Integers(1, 3).grid(9) == [1, 2, 3] and Integers(0, 9).grid(1) in (
        [4],
        [5],
    )
    assert Choice("ab").grid(7) == ["a", "b"]


@pytest.mark.parametrize("seed", range(10))
def test_a_narrower_range_holds_the_value_and_lies_within(seed):
    rng = np.random.default_rng(seed)
    for each in (Uniform(-3.0, 4.0), LogUniform(1e-6, 10.0), Integers(1, 40)):
        value = each.sample(rng)
        near = each.around(value, 0.25)
        assert each.low <= near.low <= value * (1 + 1e-12) and value <= near.high * (1 + 1e-12)
        assert near.high <= each.high * (1 + 1e-12)
    near = LogUniform(1e-6, 10.0).around(1e-3, 0.5)
    assert np.log10(near.high / near.low) == pytest.approx(3.5)
    assert Uniform(0.0, 1.0).around(0.0, 0.25) == Uniform(0.0, 0.25)
    assert Choice("ab").around("a", 0.5) == Choice("ab")
    assert Integers(1, 2).around(2, 0.5) == Integers(1, 2)


def test_draws_on_the_log_scale_stay_within_the_ends():
    each = LogUniform(0.1, 0.30000000000000004)
    assert all(each.low <= value <= each.high for value in [*draws(each, 500), *each.grid(50)])
    assert LogUniform(0.3, 1.0).around(0.3, 0.5).low == 0.3  # 10 ** log10(0.3) is less
    assert LogUniform(0.01, 5.7).around(5.7, 0.5).high == 5.7  # and 10 ** log10(5.7) is more


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: Uniform(1, 1), "Uniform: expected low < high, got 1 and 1"),
        (lambda: Uniform(0, float("inf")), "expected low < high"),
        (lambda: Integers(1.0, 4), "Integers: expected whole numbers"),
    ],
)
def test_ranges_that_are_none_are_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
