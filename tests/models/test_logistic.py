"""Logistic and softmax regression against scipy's minimizers, autodiff and numbers of the decks."""

import math

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import log_softmax

from dlcourse.autodiff import grad, hessian
from dlcourse.losses import sigmoid_cross_entropy, softmax_cross_entropy
from dlcourse.models.logistic import (
    fit_logistic,
    fit_softmax,
    logistic_gradient,
    logistic_hessian,
    logistic_loss,
    softmax_gradient,
    softmax_hessian,
    softmax_loss,
    with_constant,
)
from dlcourse.ops import sigmoid
from dlcourse.tensor import Tensor

rng = np.random.default_rng(16)
X = rng.standard_normal((40, 3))
THETA = rng.standard_normal(4)
Y = (X @ THETA[:3] + 0.3 + rng.logistic(size=40) > 0).astype(int)
CLASSES = rng.integers(0, 3, 40)
TABLE = rng.standard_normal((4, 3))
XOR = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)


@pytest.mark.rows("S015", "S016", "F006", "F007")
def test_loss_gradient_and_hessian_are_those_of_autodiff():
    theta = Tensor(THETA)
    J = sigmoid_cross_entropy(Tensor(with_constant(X)) @ theta, Y.astype(float))
    w, b = THETA[:3], THETA[3]
    np.testing.assert_allclose(logistic_loss(X, Y, w, b), float(J), rtol=1e-12)
    np.testing.assert_allclose(logistic_gradient(X, Y, w, b), grad(J, theta), rtol=1e-10)
    np.testing.assert_allclose(logistic_hessian(X, w, b), hessian(J, theta), rtol=1e-10)


@pytest.mark.rows("K002")
def test_the_loss_is_minus_the_log_of_the_probability_of_the_targets():
    p = 1 / (1 + np.exp(-(X @ THETA[:3] + THETA[3])))
    expected = -np.log(np.where(Y == 1, p, 1 - p)).mean()
    assert logistic_loss(X, Y, THETA[:3], THETA[3]) == pytest.approx(expected, rel=1e-12)
    np.testing.assert_allclose(np.log(p / (1 - p)), X @ THETA[:3] + THETA[3], atol=1e-12)  # log-odds


@pytest.mark.rows("S016", "F007")
def test_the_hessian_has_no_negative_eigenvalue_and_a_factor_of_at_most_a_quarter():
    for scale in (0.0, 1.0, 30.0):
        H = logistic_hessian(X, scale * THETA[:3], 0.2)
        assert np.linalg.eigvalsh(H).min() > -1e-15
    np.testing.assert_allclose(logistic_hessian(np.zeros((1, 1)), np.zeros(1), 0.0)[1, 1], 0.25)


def test_logits_of_a_thousand_stay_finite():
    x, y = np.array([[1000.0], [-1000.0]]), np.array([0, 1])
    assert logistic_loss(x, y, np.ones(1), 0.0) == 1000.0
    np.testing.assert_allclose(logistic_gradient(x, y, np.ones(1), 0.0), [1000.0, 0.0])
    assert not logistic_hessian(x, np.ones(1), 0.0).any()


@pytest.mark.parametrize("alpha", [0.0, 0.05])
def test_newton_finds_the_minimum_that_bfgs_finds(alpha):
    def cost(theta):
        return logistic_loss(X, Y, theta[:3], theta[3]) + alpha / 2 * (theta[:3] ** 2).sum()

    w, b = fit_logistic(X, Y, alpha=alpha)
    found = minimize(cost, np.zeros(4), method="BFGS", options={"gtol": 1e-8})
    np.testing.assert_allclose([*w, b], found.x, atol=1e-5)
    gradient = logistic_gradient(X, Y, w, b) + alpha * np.append(w, 0)
    assert np.abs(gradient).max() < 1e-12


def test_a_strong_penalty_takes_few_steps_because_the_hessian_knows_it():
    w, b = fit_logistic(X, Y, alpha=5.0, max_steps=6)
    assert np.abs(logistic_gradient(X, Y, w, b) + 5.0 * np.append(w, 0)).max() < 1e-12
    W, c = fit_softmax(X, CLASSES, alpha=5.0, max_steps=6)
    gradient = softmax_gradient(X, CLASSES, W, c) + 5.0 * np.vstack([W, np.zeros(3)])
    assert np.abs(gradient).max() < 1e-12


def test_at_the_minimum_predicted_and_true_shares_agree():
    w, b = fit_logistic(X, Y, alpha=0.3)
    assert sigmoid(X @ w + b).mean() == pytest.approx(Y.mean(), rel=1e-10)  # the bias carries no penalty


@pytest.mark.rows("S022")
def test_the_best_for_xor_is_to_know_nothing():
    y = np.array([0, 1, 1, 0])
    w, b = fit_logistic(XOR, y)
    assert np.abs([*w, b]).max() < 1e-12
    assert logistic_loss(XOR, y, w, b) == pytest.approx(0.6931471805599453, rel=1e-12)


@pytest.mark.parametrize("y", [[0, 0, 0, 1], [0, 1, 1, 1]])
def test_separable_classes_have_no_minimum_without_a_penalty(y):
    with pytest.raises(ArithmeticError, match="fit_logistic: .*can be separated, so set alpha > 0"):
        fit_logistic(XOR, y)
    w, b = fit_logistic(XOR, y, alpha=1e-3)
    assert ((XOR @ w + b > 0) == y).all()


def test_classes_that_touch_in_one_point_have_no_minimum_either():
    x, y = np.array([[-1.0], [0.0], [0.0], [1.0]]), np.array([0, 0, 1, 1])
    for fit in (fit_logistic, fit_softmax):
        with pytest.raises(ArithmeticError, match="set alpha > 0"):
            fit(x, y)


@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_the_fit_follows_the_unit_of_a_feature(scale):
    w, b = fit_logistic(X, Y)
    scaled, same = fit_logistic(X * [scale, 1, 1], Y)
    np.testing.assert_allclose([*(scaled * [scale, 1, 1]), same], [*w, b], rtol=1e-6)


@pytest.mark.rows("F009")
def test_softmax_loss_gradient_and_hessian_are_those_of_autodiff():
    theta = Tensor(TABLE)
    J = softmax_cross_entropy(Tensor(with_constant(X)) @ theta, CLASSES)
    W, b = TABLE[:3], TABLE[3]
    expected = -log_softmax(X @ W + b, axis=1)[np.arange(40), CLASSES].mean()
    assert softmax_loss(X, CLASSES, W, b) == pytest.approx(expected, rel=1e-12)
    np.testing.assert_allclose(softmax_gradient(X, CLASSES, W, b), grad(J, theta), rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(softmax_hessian(X, W, b), hessian(J, theta), rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("alpha", [0.0, 0.1])
def test_softmax_regression_finds_the_minimum_that_bfgs_finds(alpha):
    def cost(theta):
        W = theta.reshape(4, 3)
        return softmax_loss(X, CLASSES, W[:3], W[3]) + alpha / 2 * (W[:3] ** 2).sum()

    W, b = fit_softmax(X, CLASSES, alpha=alpha)
    found = minimize(cost, np.zeros(12), method="BFGS", options={"gtol": 1e-8}).x.reshape(4, 3)
    np.testing.assert_allclose(np.vstack([W, b]), found, atol=1e-5)
    np.testing.assert_allclose(np.vstack([W, b]).sum(axis=1), 0, atol=1e-9)


def test_with_two_classes_softmax_regression_is_logistic_regression():
    w, b = fit_logistic(X, Y)
    W, c = fit_softmax(X, Y)
    np.testing.assert_allclose(W[:, 1] - W[:, 0], w, atol=1e-9)
    assert c[1] - c[0] == pytest.approx(b, abs=1e-9)
    assert softmax_loss(X, Y, W, c) == pytest.approx(logistic_loss(X, Y, w, b), rel=1e-12)
    assert logistic_loss(X, Y, w, b) < math.log(2)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: fit_logistic(X, 2 * Y - 1), ValueError, r"expected targets 0 and 1.*\(y \+ 1\) / 2"),
        (lambda: fit_logistic(X, np.ones(40)), ValueError, "some of each"),
        (lambda: fit_logistic(X, Y[:, None]), ValueError, r"expected x \(m, n\) and y \(m,\).*ravel"),
        (lambda: fit_logistic(X * np.nan, Y), ValueError, "expected finite numbers in x"),
        (lambda: fit_logistic(X, Y, alpha=-1), ValueError, "expected alpha of at least 0, got -1"),
        (lambda: fit_softmax(X, Y * 1.0), TypeError, "expected y to hold integers, got float64"),
        (lambda: fit_softmax(X, Y, n_classes=3), ValueError, r"samples of each, got \[0, 1\]"),
        (lambda: fit_softmax(X, CLASSES, n_classes=2), ValueError, "expected classes 0 to 1"),
        (lambda: fit_softmax(XOR, np.arange(4)), ArithmeticError, "fit_softmax: .*set alpha > 0"),
    ],
)
def test_bad_input_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.rows("S036")
@pytest.mark.parametrize("seed", [0, 1000])
def test_descent_on_the_convex_loss_ends_at_one_place_from_every_start_and_on_squares_it_does_not(seed):
    x, y = (np.arange(1.0, 9)[:, None] - 4.5) / 2, np.array([0, 0, 0, 1, 0, 1, 1, 1])
    Phi, best = with_constant(x), np.append(*fit_logistic(x, y))
    ends = {}
    for loss in ("entropy", "squares"):
        theta = 8 * np.random.default_rng(seed).standard_normal((2, 20))  # a start in each column
        for _ in range(3000):
            p = 1 / (1 + np.exp(-Phi @ theta))
            error = p - y[:, None]
            theta = theta - Phi.T @ (error if loss == "entropy" else error * p * (1 - p)) / 8
        ends[loss] = abs(theta - best[:, None]).max(axis=0)
    assert ends["entropy"].max() < 1e-6
    assert (ends["squares"] > 5).sum() >= 3  # still where they were, or nearly
