"""Linear models of chapter 1: distances, Newton against descent, bells and machines, by hand."""

import numpy as np
import pytest

from dlcourse.experiments import ch01_linear_models as linear


def test_the_distance_of_the_nearest_point_is_measured_across_the_line():
    x = np.array([[0.0, 0.0], [3.0, 4.0]])
    assert linear.nearest_to_the_line(np.array([3.0, 4.0]), 0.0, x, 10.0) == pytest.approx(2.0)


@pytest.mark.rows("L005")
def test_a_smaller_rate_leaves_the_delta_rule_nearer_to_least_squares():
    assert linear.off_by(0.1) > 5 * linear.off_by(0.01) > 0


def test_newton_doubles_the_right_digits_and_needs_a_hundredth_of_the_steps():
    errors = abs(np.array(linear.newton_on_a_bias(4)) - np.log(3))
    assert errors[3] < errors[2] ** 1.8 < errors[1] ** 1.8
    assert linear.newton_steps() < linear.descent_steps() / 100
    assert linear.steps_to_the_minimum(lambda g, H: 0 * g, most=3) == 3


@pytest.mark.rows("S014")
def test_the_normal_equations_square_the_condition_number():
    Phi = linear.powers(np.linspace(0, 1, 20), 4)
    assert Phi.shape == (20, 5)
    np.testing.assert_allclose(Phi[3, :4], (3 / 19) ** np.arange(1, 5))
    assert np.linalg.cond(Phi.T @ Phi) == pytest.approx(np.linalg.cond(Phi) ** 2, rel=1e-3)


@pytest.mark.rows("F011", "S165")
def test_bells_and_machine_have_weights_of_one_size_on_xor():
    w, b, features = linear.two_bells()
    np.testing.assert_allclose(features @ w + b, [[0], [1], [1], [0]], atol=1e-12)
    np.testing.assert_allclose(abs(linear.svm_on_xor().alpha), abs(w[0, 0]), rtol=1e-8)


def test_a_machine_on_moons_stands_on_some_of_its_points_and_gets_nearly_all_right():
    machine, x, labels = linear.svm_on_moons()
    assert 0 < len(machine.support) < len(x) / 2
    assert (np.sign(machine(x)[:, 0]) == labels).mean() > 0.9
