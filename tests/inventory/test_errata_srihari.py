"""Slips of deck Srihari: what is right, and what the printed form would give."""

import itertools

import numpy as np
import pytest
from scipy import special

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.data import xor
from dlcourse.experiments.ch02_xor import HAND_SET, SLIDE_H_OF_01, batch_walk, hand_set_network
from dlcourse.experiments.ch04_output_units import best_constant
from dlcourse.experiments.ch05_slips import squared_norm_gradient
from dlcourse.gradcheck import numerical_gradient
from dlcourse.layers import MLP
from dlcourse.losses import gaussian_nll, half_squared_error, mean_absolute_error, sigmoid_cross_entropy
from dlcourse.models import bump_network, least_squares, rbf_features
from dlcourse.models.approximation import sup_error
from dlcourse.models.logistic import with_constant
from dlcourse.tensor import Tensor

rng = np.random.default_rng(14)


@pytest.mark.rows("S014")
@pytest.mark.parametrize("basis", ["polynomial", "Gaussian"])
def test_the_gradient_of_one_sample_has_no_sum_over_samples(basis):  # printed with the sum over n
    x = rng.uniform(-1, 1, (25, 1))
    y = np.sin(3 * x) + 0.1 * rng.standard_normal((25, 1))
    centers = np.linspace(-1, 1, 4)[:, None]
    phi = x ** np.arange(1, 5) if basis == "polynomial" else rbf_features(x, centers, 0.5)
    design = with_constant(phi)
    w = Tensor(rng.standard_normal((5, 1)))
    J = half_squared_error(ops.matmul(design, w), y)
    by_sample = [grad(half_squared_error(ops.matmul(design[[i]], w), y[[i]]), w) for i in range(25)]
    for row, target, g in zip(design, y, by_sample, strict=True):
        np.testing.assert_allclose(g, (row @ w.array - target) * row[:, None], rtol=1e-12)
    np.testing.assert_allclose(sum(by_sample), grad(J, w), rtol=1e-11)  # only all of them add up to grad E
    assert not np.allclose(by_sample[0], grad(J, w), rtol=0.1)
    closed = np.linalg.inv(design.T @ design) @ design.T @ y
    np.testing.assert_allclose(np.vstack(least_squares(phi, y)), closed, rtol=1e-7, atol=1e-9)


@pytest.mark.rows("S031")
def test_the_points_with_target_1_collapse_at_1_0():  # printed h = (0, 1)
    x, y = xor()
    h = np.maximum(0, x @ np.array(HAND_SET["W"]) + HAND_SET["c"])
    np.testing.assert_array_equal(batch_walk(hand_set_network())["h"], h)
    assert h[y[:, 0] == 1].tolist() == [[1, 0], [1, 0]] and SLIDE_H_OF_01 == (0, 1)
    slide_output = np.array(SLIDE_H_OF_01) @ np.array(HAND_SET["w"]) + HAND_SET["b"]
    assert slide_output.item() == -2  # where the slide puts them, the answer would be -2 and not 1


@pytest.mark.rows("S032")
def test_the_readout_is_not_constant_in_h2():  # falls by 2 everywhere; only the points give 0, 1, 0
    readout = hand_set_network().layers[-1]
    for h1, h2 in itertools.product((0.0, 1.0, 2.0), (0.0, 0.5)):
        low, high = readout(np.array([[h1, h2], [h1, h2 + 1]])).array[:, 0]
        assert high - low == -2
    np.testing.assert_array_equal(readout(np.array([[0.0, 0], [1, 0], [2, 1]])).array.ravel(), [0, 1, 0])
    w, b = least_squares(batch_walk(hand_set_network())["h"], xor()[1])
    np.testing.assert_allclose([*w.ravel(), *b], [1, -2, 0], atol=2e-15)


@pytest.mark.rows("S038")
@pytest.mark.parametrize("d", [1, 2, 5])
def test_the_gaussian_cost_is_plus_half_the_squared_distance(d):  # printed minus; no power d/2
    from scipy.stats import multivariate_normal

    f, y = rng.standard_normal((4, d)), rng.standard_normal((4, d))
    J = float(gaussian_nll(f, y))
    expected = -np.mean([multivariate_normal.logpdf(t, m) for t, m in zip(y, f, strict=True)])
    half = ((y - f) ** 2).sum(axis=1).mean() / 2
    assert J == pytest.approx(expected, rel=1e-12)
    assert J == pytest.approx(half + d / 2 * np.log(2 * np.pi), rel=1e-12)
    assert J != pytest.approx(-half, rel=0.1)


@pytest.mark.rows("S043")
def test_absolute_error_asks_for_the_median_and_does_not_minimize_it():
    y = np.array([0.0, 0.0, 0.0, 1.0, 9.0])
    found = best_constant(mean_absolute_error, lr=lambda t: 0.3 / (1 + t), n_steps=2000)
    costs = {c: abs(y - c).mean() for c in (found, *np.linspace(-1, 9, 101))}
    assert abs(found - np.median(y)) < 1e-2 and min(costs.values()) == pytest.approx(costs[found], abs=1e-2)


@pytest.mark.rows("S049")
def test_a_sigmoid_output_has_a_strong_gradient_only_while_it_is_wrong():  # printed "always"
    z = Tensor(np.array([[-20.0], [-5.0], [0.0], [5.0], [20.0]]))
    slope = grad(sigmoid_cross_entropy(z, np.ones((5, 1))), z)[:, 0] * 5
    np.testing.assert_allclose(slope, -special.expit(-z.array[:, 0]), rtol=1e-12)
    assert abs(slope[:2]).min() > 0.99 and abs(slope[3:]).max() < 0.01


@pytest.mark.rows("S055")
def test_cross_entropy_and_softplus_are_one_function():  # compared as if they were two
    z = np.linspace(-30, 30, 61)[:, None]
    for y in (0.0, 1.0):
        targets = np.full_like(z, y)
        variable = Tensor(z)
        J = sigmoid_cross_entropy(variable, targets)
        peer = Tensor(z)
        other = ops.softplus((1 - 2 * y) * peer).sum() * (1 / 61)
        assert J.item() == pytest.approx(other.item(), rel=1e-13)
        np.testing.assert_allclose(grad(J, variable), grad(other, peer), rtol=1e-10, atol=1e-16)


@pytest.mark.rows("S096", "S121")
def test_the_second_layer_is_fed_the_first_and_not_x():  # indices of h
    model = MLP((3, 4, 2), rng=rng)
    x = rng.standard_normal((5, 3))
    first, second = model.layers
    h1 = np.tanh(x @ first.W.array)
    np.testing.assert_allclose(model(x).array, h1 @ second.W.array, rtol=1e-12)
    with pytest.raises(ValueError, match=r"Linear: expected x of shape \(m, 4\), got \(5, 3\)"):
        second(x)
    same_width = MLP((3, 3, 2), rng=rng)  # where nothing complains the answer is wrong
    assert not np.allclose(same_width.layers[1](x).array, same_width(x).array)


@pytest.mark.rows("S101")
@pytest.mark.parametrize("n", [5, 10, 20, 40])
def test_n_counts_hidden_units_and_there_is_one_output(n):  # N is called "no. of outputs"
    def f(x):
        return np.sin(2 * np.pi * x)

    network, larger = bump_network(f, n), bump_network(f, 2 * n)
    assert network.widths == [2 * n, 1] and larger.widths == [4 * n, 1]
    assert sup_error(larger, f) < 0.6 * sup_error(network, f)  # it is N that buys accuracy


@pytest.mark.rows("S123")
def test_the_gradient_of_the_squared_norm_by_a_matrix_is_a_matrix():  # printed as a vector
    theta, x, y = rng.standard_normal((3, 3)), rng.standard_normal(3), rng.standard_normal(3)
    right, printed = squared_norm_gradient(theta, x, y)
    by_theta = numerical_gradient(lambda t: ((t.T @ x - y) ** 2).sum(), theta, scheme="complex")
    np.testing.assert_allclose(right, by_theta, rtol=1e-11)
    np.testing.assert_allclose(right, 2 * np.outer(x, theta.T @ x - y), rtol=1e-12)
    by_x = numerical_gradient(lambda v: ((theta @ v - y) ** 2).sum(), x, scheme="complex")
    assert printed.shape == (3,) and right.shape == (3, 3)
    np.testing.assert_allclose(2 * printed, by_x, rtol=1e-11)
