"""Algorithms 3 and 4 by hand-written loops, against the engine, torch and small steps."""

import numpy as np
import pytest
from in_turn import in_turn

from dlcourse import losses, ops
from dlcourse.autodiff import grad
from dlcourse.gradcheck import gradcheck, numerical_gradient
from dlcourse.graphs.mlp_in_arrays import derivative, mean_squared_norm, mlp_backward, mlp_forward
from dlcourse.tensor import Tensor

WIDTHS = {1: (3, 2), 2: (3, 4, 2), 3: (3, 5, 4, 2), 6: (3, 4, 4, 4, 4, 4, 2)}
y_real, y_class = np.random.default_rng(5).standard_normal((7, 2)), np.array([0, 1, 1, 0, 1, 0, 1])


def network(depth, seed=0):
    rng = np.random.default_rng(seed)
    widths = WIDTHS[depth]
    weights = [rng.standard_normal(shape) for shape in zip(widths, widths[1:], strict=False)]
    return rng.standard_normal((7, 3)), weights, [rng.standard_normal(W.shape[1]) for W in weights]


def by_engine(x, y, weights, biases, activations, loss, penalty):
    weights, biases = [Tensor(W) for W in weights], [Tensor(b) for b in biases]
    h = x
    for W, b, activation in zip(weights, biases, activations, strict=True):
        h = ops.affine(h, W, b)
        h = h if activation is None else activation(h)
    J = loss(h, y)
    for W in weights:
        J = J + (W * W).sum() * (0.5 * penalty)
    gradients = grad(J, weights + biases)
    return float(J), gradients[: len(weights)], gradients[len(weights) :]


CASES = [
    ("mean_squared_norm", losses.mean_squared_error, y_real),
    (ops.softmax_cross_entropy, losses.softmax_cross_entropy, y_class),
]


@pytest.mark.rows("S144", "S145")
@in_turn("penalty", [0.0, 0.3])
@in_turn("activation", [ops.tanh, ops.sigmoid, ops.relu, ops.softplus])
@pytest.mark.parametrize("depth", sorted(WIDTHS))
@pytest.mark.parametrize(("loss", "peer", "y"), CASES, ids=["squares", "cross-entropy"])
def test_cost_and_gradients_are_those_of_the_engine(depth, activation, loss, peer, y, penalty):
    x, weights, biases = network(depth)
    activations = [activation] * (depth - 1) + [None]
    options = {"penalty": penalty} | ({} if isinstance(loss, str) else {"loss": loss})
    forward = mlp_forward(x, y, weights, biases, activations, **options)
    by_W, by_b = mlp_backward(forward, y, weights, activations, **options)
    J, expected_W, expected_b = by_engine(x, y, weights, biases, activations, peer, penalty)
    assert float(forward.J) == pytest.approx(J, rel=1e-12)
    for g, expected in zip(by_W + by_b, expected_W + expected_b, strict=True):
        np.testing.assert_allclose(g, expected, rtol=1e-12, atol=1e-13)


@pytest.mark.rows("S145")
def test_small_steps_measure_the_same_gradients():  # relative error below 1e-9
    x, weights, biases = network(3)
    activations = [ops.tanh, ops.tanh, ops.sigmoid]
    forward = mlp_forward(x, y_real, weights, biases, activations, penalty=0.2)
    by_W, by_b = mlp_backward(forward, y_real, weights, activations, penalty=0.2)
    for k in range(3):
        for values, g in ((weights, by_W[k]), (biases, by_b[k])):

            def cost(theta, values=values, k=k):
                kept, values[k] = values[k], theta
                J = mlp_forward(x, y_real, weights, biases, activations, penalty=0.2).J
                values[k] = kept
                return J

            measured = numerical_gradient(cost, values[k])
            assert np.linalg.norm(g - measured) / np.linalg.norm(measured) < 1e-9


def test_the_loss_in_squares_has_the_right_slope_by_both_of_its_inputs():
    gradcheck(mean_squared_norm, [y_real, y_real[::-1].copy()])
    gradcheck(mean_squared_norm, [y_real, y_real[::-1].copy()], order=2)
    by_both = [mean_squared_norm.bprop((y_real, 0 * y_real), X, 1.0, None) for X in (0, 1)]
    np.testing.assert_allclose(by_both[0], 2 * y_real / 7, rtol=1e-15)
    np.testing.assert_allclose(by_both[1], -2 * y_real / 7, rtol=1e-15)


def test_the_gradients_are_those_of_torch():
    torch = pytest.importorskip("torch")
    x, weights, biases = network(3)
    activations = [ops.tanh, ops.tanh, None]
    forward = mlp_forward(x, y_class, weights, biases, activations, ops.softmax_cross_entropy)
    by_W, by_b = mlp_backward(forward, y_class, weights, activations, ops.softmax_cross_entropy)
    peers = [torch.tensor(a, requires_grad=True) for a in weights + biases]
    h = torch.tensor(x)
    for k in range(3):
        h = h @ peers[k] + peers[3 + k]
        h = h if k == 2 else torch.tanh(h)
    torch.nn.functional.cross_entropy(h, torch.tensor(y_class)).backward()
    for g, peer in zip(by_W + by_b, peers, strict=True):
        np.testing.assert_allclose(g, peer.grad.numpy(), rtol=1e-11, atol=1e-14)


def test_the_forward_pass_keeps_what_the_backward_pass_needs():
    x, weights, biases = network(2)
    forward = mlp_forward(x, y_real, weights, biases, [ops.relu, None], penalty=0.5)
    np.testing.assert_array_equal(forward.h[0], x)
    np.testing.assert_allclose(forward.z[0], x @ weights[0] + biases[0], rtol=1e-15)
    np.testing.assert_array_equal(forward.h[1], np.maximum(forward.z[0], 0))
    assert forward.h[2] is forward.z[1]
    L = np.mean(((forward.h[2] - y_real) ** 2).sum(axis=1))
    omega = 0.5 * sum((W**2).sum() for W in weights)
    assert float(forward.L) == pytest.approx(L, rel=1e-14)
    assert float(forward.J) == pytest.approx(L + 0.5 * omega, rel=1e-14)


@pytest.mark.rows("S121")
def test_a_penalty_without_the_half_has_twice_the_gradient():  # lambda sum W^2 gives 2 lambda W
    x, weights, biases = network(2)
    activations, decay = [ops.tanh, None], 0.1
    plain, full = (
        mlp_backward(
            mlp_forward(x, y_real, weights, biases, activations, penalty=p),
            y_real,
            weights,
            activations,
            penalty=p,
        )
        for p in (0.0, 2 * decay)
    )
    for W, without, with_penalty in zip(weights, plain[0], full[0], strict=True):
        np.testing.assert_allclose(with_penalty - without, 2 * decay * W, rtol=1e-10)
    for without, with_penalty in zip(plain[1], full[1], strict=True):
        np.testing.assert_array_equal(without, with_penalty)  # biases are left out


@pytest.mark.parametrize("op", [ops.tanh, ops.sigmoid, ops.relu, ops.softplus, ops.absolute], ids=repr)
def test_the_derivative_of_an_activation_is_what_small_steps_measure(op):
    z = np.array([-1.5, -0.2, 0.4, 2.0])
    measured = [float(numerical_gradient(lambda v: float(op(v)), v)) for v in z]
    np.testing.assert_allclose(derivative(op, z, op(z)), measured, rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"biases": []}, ValueError, r"mlp_forward: expected a weight matrix, .* got \(2, 0, 2\) of them"),
        ({"penalty": -1.0}, ValueError, "mlp_forward: expected penalty of at least 0, got -1.0"),
        ({"activations": [np.tanh, None]}, TypeError, "mlp_forward: expected ops or None as activations"),
    ],
)
def test_misuse_says_what_to_do(change, error, message):
    x, weights, biases = network(2)
    arguments = {"weights": weights, "biases": biases, "activations": [ops.tanh, None]} | change
    with pytest.raises(error, match=message):
        mlp_forward(x, y_real, **arguments)


def test_a_layer_that_does_not_fit_is_told_with_the_shape_that_reaches_it():
    weights, biases = [np.ones((3, 4)), np.ones((5, 1))], [np.ones(4), np.ones(1)]
    with pytest.raises(ValueError, match=r"in layer 1, got \(2, 4\), \(5, 1\) and \(1,\)"):
        mlp_forward(np.ones((2, 3)), np.ones((2, 1)), weights, biases, [ops.relu, None])
