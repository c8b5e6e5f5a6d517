"""Linear regression in the decks' notations: features, the constant input, the half, the closed form."""

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.data import xor
from dlcourse.gradcheck import numerical_gradient
from dlcourse.layers import MLP, Linear, Sequential
from dlcourse.losses import half_squared_error, mean_squared_error, softmax_cross_entropy, squared_error
from dlcourse.models import least_squares, rbf_features
from dlcourse.optimizers import Adam
from dlcourse.tensor import Tensor
from dlcourse.training import fit

rng = np.random.default_rng(26)
X, Y = rng.standard_normal((12, 3)), rng.standard_normal((12, 2))


@pytest.mark.rows("F005")
def test_the_gradient_is_minus_the_error_times_the_input_and_1_for_the_bias():
    unit = Linear(3, 2, rng=rng)
    g_W, g_b = grad(half_squared_error(unit(X), Y), [unit.W, unit.b])
    error = Y - (X @ unit.W.array + unit.b.array)
    extended = np.column_stack([X, np.ones(12)])  # the bias is the weight of a constant input
    by_hand = sum(-np.outer(extended[i], error[i]) for i in range(12))
    np.testing.assert_allclose(np.vstack([g_W, g_b]), by_hand, rtol=1e-12, atol=1e-13)

    def cost(theta):
        return ((extended @ theta - Y) ** 2).sum() / 2

    theta = np.vstack([unit.W.array, unit.b.array])
    np.testing.assert_allclose(by_hand, numerical_gradient(cost, theta), rtol=1e-7, atol=1e-8)


@pytest.mark.rows("M013", "F005")
def test_the_closed_form_is_where_that_gradient_is_zero():
    unit = Linear(3, 2, rng=rng)
    unit.W.array[...], unit.b.array[...] = least_squares(X, Y)
    for g in grad(half_squared_error(unit(X), Y), [unit.W, unit.b]):
        np.testing.assert_allclose(g, 0, atol=1e-12)
    extended = np.column_stack([X, np.ones(12)])
    expected = np.linalg.solve(extended.T @ extended, extended.T @ Y)
    np.testing.assert_allclose(np.vstack([unit.W.array, unit.b.array]), expected, rtol=1e-11)


@pytest.mark.rows("L006", "F018", "L019")
def test_the_sum_of_squares_has_twice_the_gradient_of_half_of_it():
    torch = pytest.importorskip("torch")
    y_hat = Tensor(rng.standard_normal(Y.shape))
    whole, half = (grad(loss(y_hat, Y), y_hat) for loss in (squared_error, half_squared_error))
    peer = torch.tensor(y_hat.array, requires_grad=True)
    loss = torch.nn.functional.mse_loss(peer, torch.tensor(Y), reduction="sum")
    loss.backward()
    assert float(squared_error(y_hat, Y)) == pytest.approx(loss.item(), rel=1e-13)
    np.testing.assert_allclose(whole, peer.grad.numpy(), rtol=1e-13)
    np.testing.assert_allclose(whole, 2 * (y_hat.array - Y), rtol=1e-13)
    np.testing.assert_array_equal(whole, 2 * half)
    np.testing.assert_allclose(half, -(Y - y_hat.array), rtol=1e-15)  # dE/dy = -(t - y)


@pytest.mark.rows("K019", "F018")
def test_identity_for_regression_and_softmax_for_classes_have_one_gradient():
    """y_hat - y by the pre-activation, for the pairs identity and half squares, softmax and cross-entropy."""
    z = Tensor(rng.standard_normal((12, 2)))
    np.testing.assert_allclose(grad(half_squared_error(z, Y), z), z.array - Y, rtol=1e-12)
    classes = rng.integers(0, 2, 12)
    e = np.exp(z.array)
    expected = (e / e.sum(axis=1, keepdims=True) - np.eye(2)[classes]) / 12
    np.testing.assert_allclose(grad(softmax_cross_entropy(z, classes), z), expected, rtol=1e-11)


@pytest.mark.rows("L003")
def test_no_features_of_single_coordinates_fit_xor_and_a_feature_of_both_does():
    """phi(x_i), as printed, is a sum over coordinates in the end: f(00) + f(11) = f(01) + f(10), but XOR has
    0 and 2. So the best fit is 1/2 everywhere, whatever phi. phi_i(x) sees the whole of x."""
    x, y = xor()
    for _ in range(20):
        table = rng.standard_normal((2, 5))  # any phi: five numbers for 0 and five for 1
        per_coordinate = np.hstack([table[x[:, i].astype(int)] for i in range(2)])
        w, b = least_squares(per_coordinate, y)
        np.testing.assert_allclose(per_coordinate @ w + b, 0.5, atol=1e-12)
    features = rbf_features(x, np.array([[0.0, 0.0], [1.0, 1.0]]), 0.5**0.5)
    w, b = least_squares(features, y)
    np.testing.assert_allclose(features @ w + b, y, atol=1e-12)


@pytest.mark.rows("L003")
def test_fixed_features_stay_while_the_weights_learn():
    own = np.random.default_rng(3)
    phi = rbf_features(X, own.standard_normal((4, 3)), 1.0)
    unit = Linear(4, 2, rng=own)
    before = phi.copy()
    fit(unit, mean_squared_error, phi, Y, Adam(unit.parameters(), lr=0.05), n_epochs=600, progress=False)
    np.testing.assert_array_equal(phi, before)
    w, b = least_squares(phi, Y)
    best = ((phi @ w + b - Y) ** 2).sum() / 12
    assert best <= float(mean_squared_error(unit(phi), Y)) < 1.1 * best


@pytest.mark.rows("L037")
def test_a_tanh_output_cannot_leave_the_open_interval_from_minus_1_to_1():
    """A caution: with targets outside, regression needs a linear output or scaled targets."""
    x = np.linspace(-1, 1, 21)[:, None]
    y = 3 * x
    least = (np.maximum(np.abs(y) - 1, 0) ** 2).mean()  # what no output within (-1, 1) can go below
    bounded = Sequential(*MLP((1, 8, 1), rng=np.random.default_rng(0)).steps, ops.tanh)
    linear = MLP((1, 8, 1), rng=np.random.default_rng(0))
    losses = {}
    for name, model, target in (("tanh", bounded, y), ("linear", linear, y), ("scaled", bounded, y / 4)):
        optimizer = Adam(model.parameters(), lr=0.02)
        fit(model, mean_squared_error, x, target, optimizer, n_epochs=600, progress=False)
        losses[name] = float(mean_squared_error(model(x), target))
        if name == "tanh":
            assert np.abs(model(x).array).max() < 1
    assert losses["tanh"] > least > 0.5
    assert losses["linear"] < 0.01 and losses["scaled"] < 0.01


@pytest.mark.rows("L037")
def test_the_piecewise_linear_tanh_is_another_function():  # "implemented as" is not general practice
    x = np.linspace(-4, 4, 8001)
    gap = np.abs(ops.hard_tanh(x) - ops.tanh(x))
    assert gap.max() == pytest.approx(1 - np.tanh(1), abs=1e-9) and abs(x[gap.argmax()]) == 1
