"""Error functions over the margin, slopes by class, and the penalty that keeps a likelihood finite."""

import numpy as np
import pytest

from dlcourse.experiments import ch04_error_functions as errors


@pytest.mark.rows("L043")
def test_five_errors_over_the_margin():
    found = errors.errors_over_margin((-1.0, 0.0, 1.0, 3.0))
    e = np.exp
    expected = {
        "ideal": [1, 1, 0, 0],
        "squared": [4, 1, 0, 4],
        "squared on sigmoid": [1 / (1 + e(m)) ** 2 for m in (-1, 0, 1, 3)],
        "cross-entropy": [np.log(1 + e(-m)) for m in (-1, 0, 1, 3)],
        "hinge": [2, 1, 0, 0],
    }
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values, rtol=1e-14, err_msg=name)


@pytest.mark.rows("L043")
def test_only_the_squared_error_of_a_score_rises_with_a_greater_margin():
    found = errors.errors_over_margin(np.linspace(-2, 5, 29))
    rising = [name for name, values in found.items() if (np.diff(values) > 0).any()]
    assert rising == ["squared"]


@pytest.mark.rows("S173")
def test_the_most_active_wrong_class_is_punished_and_a_right_one_left_alone():
    right, wrong, _ = errors.class_slopes((10.0, 0.0, 0.0))
    total = np.exp(10.0) + 2
    np.testing.assert_allclose(right, [-2 / total, 1 / total, 1 / total], rtol=1e-12)
    np.testing.assert_allclose(wrong, [1 - 2 / total, 1 / total - 1, 1 / total], rtol=1e-12)
    assert abs(right).max() < 1e-4 and wrong[0] > 0.9999 and wrong[1] < -0.9999


@pytest.mark.rows("S170")
@pytest.mark.parametrize("residuals", [np.zeros(5), np.array([1.0, -2.0, 0.5])])
@pytest.mark.parametrize("penalty", [1e-4, 0.3])
def test_with_a_penalty_on_narrowness_the_best_variance_is_finite(residuals, penalty):
    variance, cost = errors.penalized_variance(residuals, penalty)
    best = (residuals**2).mean() + penalty
    assert variance == pytest.approx(best, rel=1e-9)
    assert cost == pytest.approx(0.5 * np.log(2 * np.pi * best) + 0.5, rel=1e-9)


@pytest.mark.rows("S170")
def test_a_floor_bounds_the_likelihood_where_every_residual_is_0():
    s = np.array([0.0, -10.0, -100.0, -600.0])
    found = errors.nll_with_variance_floor(np.zeros(4), 0.01, s)
    assert (np.diff(found) <= 0).all()
    assert found[-1] == pytest.approx(0.5 * np.log(2 * np.pi * 0.01), rel=1e-12)
