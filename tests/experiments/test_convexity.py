"""Convex costs: Hessians by formula, chords, and a cost that falls forever."""

import math

import numpy as np
import pytest

from dlcourse.critical_points import gradient_at, hessian_at, is_convex_along
from dlcourse.experiments import ch10_convexity as convexity
from dlcourse.experiments.ch04_descent import descend
from dlcourse.optimizers import SGD

rng = np.random.default_rng(24)


@pytest.mark.rows("F004", "F045")
def test_the_hessian_of_least_squares_is_the_same_everywhere():
    outer = sum(np.outer(x, x) for x in convexity.X)
    for w in rng.standard_normal((4, 2)):
        np.testing.assert_allclose(hessian_at(convexity.least_squares, w), outer, rtol=1e-13)
    np.testing.assert_array_equal(outer, [[3, 4], [4, 10]])


@pytest.mark.rows("F007")
def test_the_hessian_of_the_logistic_cost_weighs_each_sample_by_at_most_a_quarter():
    for w in rng.standard_normal((4, 2)):
        factors = convexity.factors(w)
        expected = sum(f * np.outer(x, x) for f, x in zip(factors, convexity.X, strict=True))
        H = hessian_at(convexity.logistic, w)
        np.testing.assert_allclose(H, expected, rtol=1e-12)
        assert factors.max() <= 0.25 and np.linalg.eigvalsh(H)[0] > 0


@pytest.mark.rows("F093")
def test_with_one_factor_for_all_samples_it_is_not_the_hessian():
    w, eps = convexity.W_SHOWN, 1e-5
    columns = [
        (gradient_at(convexity.logistic, w + s) - gradient_at(convexity.logistic, w - s)) / (2 * eps)
        for s in eps * np.eye(2)
    ]
    np.testing.assert_allclose(hessian_at(convexity.logistic, w), np.array(columns), rtol=1e-8)
    assert abs(convexity.with_one_factor(w) - np.array(columns)).max() > 1


@pytest.mark.rows("F002")
@pytest.mark.parametrize("cost", [convexity.least_squares, convexity.logistic])
def test_both_costs_stay_below_their_chords(cost):
    for _ in range(10):
        assert is_convex_along(cost, *(3 * rng.standard_normal((2, 2))))


@pytest.mark.rows("F002", "S036")
def test_descent_on_a_convex_cost_ends_at_one_place_from_anywhere():
    starts = [(-4.0, 4.0), (4.0, 4.0), (0.0, -4.0)]
    ends = [descend(convexity.logistic, start, SGD, 1500, lr=0.3)[-1] for start in starts]
    np.testing.assert_allclose(ends, [ends[0]] * 3, atol=1e-6)
    assert np.linalg.norm(gradient_at(convexity.logistic, ends[0])) < 1e-6


@pytest.mark.rows("F093")
def test_a_convex_cost_above_0_may_have_no_lowest_point():
    path = convexity.forever(2000)
    assert (np.diff(path) > 0).all()  # at no w it rests
    assert path[-1] == pytest.approx(math.log(2000), rel=1e-3)
    J = np.log1p(np.exp(-path))
    assert (np.diff(J) < 0).all() and J[-1] > 0
