"""Chapter 14: what units and zero points of inputs do to the fit of a line."""

import numpy as np
import pytest

from dlcourse.experiments import ch14_scaling as experiment
from dlcourse.preprocessing import MinMax, ZScore


@pytest.mark.rows("F071")
def test_the_condition_of_min_max_inputs_is_better_than_raw_but_far_from_1():
    assert experiment.uniform_condition(0, 1) == pytest.approx((4 + 13**0.5) / (4 - 13**0.5), rel=1e-12)
    assert experiment.uniform_condition(0, 1) == pytest.approx(19.2815, abs=5e-5)
    assert experiment.uniform_condition(-10, 10) == pytest.approx(100 / 3, rel=1e-12)  # raw


@pytest.mark.rows("F074", "F072")
@pytest.mark.parametrize("end", experiment.SETS)
def test_raw_inputs_have_a_long_valley_and_standardized_ones_none(end):
    seeds = experiment.SETS[end]
    conditions, angles = experiment.conditions_and_angles(seeds=seeds)
    assert 33 < np.median(conditions) < 36  # 34.5
    low, high = np.quantile(conditions, [0.025, 0.975])
    assert 21 < low < 26 and 44 < high < 51
    assert 38 < np.median(angles) < 46  # 42.4 degrees
    assert 0.2 < np.mean(angles > 60) < 0.32  # a quarter
    conditions, angles = experiment.conditions_and_angles(ZScore, seeds)
    np.testing.assert_allclose(conditions, 1, rtol=1e-12)
    assert angles.max() < 1.5e-6
    conditions, _ = experiment.conditions_and_angles(MinMax, seeds)
    assert 12 < np.median(conditions) < 25


@pytest.mark.parametrize("name", ["since", "unit", "both", "centered", "standard"])
def test_descent_at_its_best_rate_takes_as_many_steps_as_predicted_from_the_worst_start(name):
    H = experiment.line_hessian(experiment.SHIFTED[name])
    eigenvalues, Q = np.linalg.eigh(H)
    d, n = Q @ [1.0, 1.0], 0
    begin = np.linalg.norm(d)
    while np.linalg.norm(d) > 0.01 * (1 + 1e-9) * begin:
        d, n = d - 2 / eigenvalues.sum() * H @ d, n + 1
    assert n == experiment.n_steps(experiment.condition(H))


def test_the_angle_is_that_of_the_cosine():
    H, d = np.array([[2.0, 1.0], [1.0, 5.0]]), np.array([1.0, -2.0])
    cosine = d @ H @ d / np.linalg.norm(d) / np.linalg.norm(H @ d)
    assert experiment.angle_to_minimum(H, d) == pytest.approx(np.degrees(np.arccos(cosine)), rel=1e-12)


@pytest.mark.rows("F095")
def test_two_standardized_inputs_that_are_correlated_turn_the_gradient_away():
    H = experiment.CORRELATED
    turns = np.linspace(0, np.pi, 20001)
    angles = [experiment.angle_to_minimum(H, np.array([np.cos(t), np.sin(t)])) for t in turns]
    assert max(angles) == pytest.approx(experiment.largest_angle(experiment.condition(H)), abs=1e-3)
    assert max(angles) > 50
    x = np.random.default_rng(0).standard_normal((500, 2)) @ np.linalg.cholesky(H).T
    x = ZScore().fit(x).transform(x)
    assert experiment.condition(x.T @ x / len(x)) > 5
