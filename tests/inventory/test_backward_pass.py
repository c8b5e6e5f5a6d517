"""The core steps of backpropagation, sum by sum as decks Leibe and Sohn print them, and their limits."""

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad, jacobian
from dlcourse.counting import count
from dlcourse.gradcheck import numerical_gradient
from dlcourse.graphs.mlp_in_arrays import Forward, derivative, mlp_backward, mlp_forward
from dlcourse.layers import MLP, Linear, Residual, RNNCell
from dlcourse.losses import half_squared_error
from dlcourse.tensor import Tensor

rng = np.random.default_rng(31)


def one_layer():
    """A layer with sigmoids: h, z and y as tensors, and E = half the squared error."""
    layer, h = Linear(4, 3, rng=rng), Tensor(rng.standard_normal((1, 4)))
    z = layer.fprop(h)
    y = ops.sigmoid(z)
    return layer, h, z, y, half_squared_error(y, rng.uniform(size=(1, 3)))


@pytest.mark.rows("L020")
def test_through_a_sigmoid_the_gradient_is_multiplied_by_y_times_1_minus_y():
    _, _, z, y, E = one_layer()
    by_z, by_y = grad(E, [z, y])
    np.testing.assert_allclose(by_z, y.array * (1 - y.array) * by_y, rtol=1e-13)
    e = np.exp(-z.array)
    np.testing.assert_allclose(by_z / by_y, e / (1 + e) ** 2, rtol=1e-12)  # the slope by z, not from y


@pytest.mark.rows("L021", "L018")
def test_an_input_gets_the_sum_over_the_units_it_feeds():
    layer, h, z, _, E = one_layer()
    by_z = grad(E, z)
    by_h, _ = layer.bprop(h, by_z, z)
    W = layer.W.array
    by_sums = [[sum(W[i, j] * by_z[0, j] for j in range(3)) for i in range(4)]]
    np.testing.assert_allclose(by_h, by_sums, rtol=1e-13)
    np.testing.assert_allclose(grad(E, h), by_sums, rtol=1e-13)


@pytest.mark.rows("L022", "K030")
def test_a_weight_gets_its_input_from_the_forward_pass_times_the_gradient_of_its_unit():
    layer, h, z, _, E = one_layer()
    by_z = grad(E, z)
    _, (by_W, by_b) = layer.bprop(h, by_z, z)
    by_sums = [[h.array[0, i] * by_z[0, j] for j in range(3)] for i in range(4)]
    np.testing.assert_allclose(by_W, by_sums, rtol=1e-13)
    np.testing.assert_allclose(by_W, np.outer(h.array[0], by_z[0]), rtol=1e-13)
    np.testing.assert_array_equal(by_b, by_z[0])
    assert z.inputs[0] is h  # y_i was stored: in the graph that z ends


@pytest.mark.rows("K030")
def test_the_derivative_of_xw_by_w_has_an_axis_more_than_its_gradient():  # printed as x^T
    x = rng.standard_normal(4)
    full = jacobian(lambda W: x.reshape(1, 4) @ W, rng.standard_normal((4, 3))).reshape(3, 4, 3)
    expected = np.einsum("jk,i->jik", np.eye(3), x)  # d(xW)_j / dW_ik is x_i where j = k, else 0
    np.testing.assert_allclose(full, expected, atol=1e-15)
    delta = rng.standard_normal(3)
    np.testing.assert_allclose(np.einsum("j,jik->ik", delta, full), np.outer(x, delta), rtol=1e-12)


@pytest.mark.rows("L024", "L041")
def test_the_whole_batch_at_once_is_the_sum_over_its_samples():
    model = MLP((4, 6, 2), activation=ops.tanh, rng=rng)
    x, y = rng.standard_normal((9, 4)), rng.standard_normal((9, 2))
    at_once = model(x).array
    np.testing.assert_allclose(np.vstack([model(row[None]).array for row in x]), at_once, rtol=1e-12)
    parameters = model.parameters()
    together = grad(half_squared_error(model(x), y), parameters)
    singly = [grad(half_squared_error(model(x[i : i + 1]), y[i : i + 1]), parameters) for i in range(len(x))]
    for k, g in enumerate(together):
        np.testing.assert_allclose(g, sum(gradients[k] for gradients in singly), rtol=1e-10, atol=1e-13)
    layer, X = model.layers[0], Tensor(x)
    G = rng.standard_normal((9, 6))
    np.testing.assert_allclose(layer.bprop(X, G, layer(X))[1][0], x.T @ G, rtol=1e-12)  # dW = X^T dZ


@pytest.mark.rows("K029")
def test_the_product_of_three_factors_is_the_gradient_of_the_last_weights():
    layer, h, z, y, E = one_layer()
    by_y = grad(E, y)[0]
    y_by_z = jacobian(ops.sigmoid, z.array[0])
    z_by_W = np.einsum("jk,i->jik", np.eye(3), h.array[0])
    product = np.einsum("y,yj,jik->ik", by_y, y_by_z, z_by_W)
    np.testing.assert_allclose(grad(E, layer.W), product, rtol=1e-12)


@pytest.mark.rows("K031")
def test_one_more_layer_needs_the_gradient_of_the_layer_above_and_nothing_else_of_it():
    model = MLP((3, 5, 4, 2), activation=ops.tanh, rng=rng)
    first, second, third = model.layers
    x, y = rng.standard_normal((6, 3)), rng.standard_normal((6, 2))
    s, h = [], Tensor(x)
    for step in model.steps:
        h = step(h)
        if isinstance(step, Linear):
            s.append(h)
    E = half_squared_error(h, y)
    above = grad(E, s[2])
    for layer, below in ((third, second), (second, first)):
        h_below = np.tanh(s[model.layers.index(below)].array)
        np.testing.assert_allclose(grad(E, layer.W), h_below.T @ above, rtol=1e-11)
        above = (above @ layer.W.array.T) * (1 - h_below**2)  # reused, from layer to layer
    np.testing.assert_allclose(grad(E, first.W), x.T @ above, rtol=1e-11)


@pytest.mark.rows("K031", "K032")
@pytest.mark.parametrize("depth", [2, 4, 8])
def test_all_layers_together_cost_one_sweep_and_a_few_edges_each(depth):
    model = MLP([3] * (depth + 1), activation=ops.tanh, rng=rng)
    J = (model(rng.standard_normal((4, 3))) ** 2).sum()
    with count() as all_at_once:
        grad(J, model.parameters())
    with count() as one_by_one:
        for parameter in model.parameters():
            grad(J, parameter)
    assert all_at_once.sweeps == 1 and one_by_one.sweeps == 2 * depth
    assert all_at_once.edges < 6 * depth
    assert one_by_one.edges > all_at_once.edges * depth / 2  # nothing is shared


@pytest.mark.rows("L023")
def test_the_slope_belongs_to_the_pre_activation_not_to_the_activation():  # g'(y) printed for g'(z)
    z = np.array([4.0])
    right, printed = (derivative(ops.sigmoid, v, ops.sigmoid(v))[0] for v in (z, ops.sigmoid(z)))
    assert right == pytest.approx(0.0177, abs=5e-5) and printed == pytest.approx(0.1982, abs=5e-5)
    measured = numerical_gradient(lambda v: float(ops.sigmoid(v)[0]), z)
    assert right == pytest.approx(measured[0], rel=1e-8)


def two_layers():
    weights = [rng.standard_normal((3, 3)), rng.standard_normal((3, 3))]
    biases = [rng.standard_normal(3), rng.standard_normal(3)]
    return rng.standard_normal((5, 3)), rng.standard_normal((5, 3)), weights, biases


@pytest.mark.rows("L023")
def test_a_penalty_on_weights_changes_no_gradient_by_an_activation():  # printed within dE/dy
    x, y, weights, biases = two_layers()
    activations, decay = [ops.tanh, None], 0.7
    plain = mlp_backward(mlp_forward(x, y, weights, biases, activations), y, weights, activations)
    full = mlp_backward(
        mlp_forward(x, y, weights, biases, activations, penalty=decay), y, weights, activations, penalty=decay
    )
    for W, without, penalized in zip(weights, plain[0], full[0], strict=True):
        np.testing.assert_allclose(penalized - without, decay * W, rtol=1e-9, atol=1e-12)
    for without, penalized in zip(plain[1], full[1], strict=True):
        np.testing.assert_array_equal(without, penalized)  # biases see dE/dy, and no Omega

    def J(h, alpha):
        squares = sum((W**2).sum() for W in weights)
        return ((np.tanh(h) @ weights[1] + biases[1] - y) ** 2).sum() + alpha / 2 * squares

    slopes = [numerical_gradient(lambda h, a=a: J(h, a), x) for a in (0.0, decay)]
    np.testing.assert_allclose(slopes[0], slopes[1], rtol=1e-5, atol=1e-7)


@pytest.mark.rows("L025")
def test_the_hand_written_backward_pass_does_not_know_of_a_skip_connection():
    x, y, weights, biases = two_layers()
    activations, inner, first = [ops.tanh, None], Linear(3, 3, rng=rng), Tensor(weights[0])
    inner.W.array[...], inner.b.array[...] = weights[1], biases[1]
    y_hat = Residual(inner)(ops.tanh(ops.affine(x, first, biases[0])))
    by_engine = grad(((y_hat - y) ** 2).sum() * 0.2, first)

    def J(W):
        h = np.tanh(x @ W + biases[0])
        return ((h + h @ weights[1] + biases[1] - y) ** 2).sum() / 5

    np.testing.assert_allclose(by_engine, numerical_gradient(J, weights[0]), rtol=1e-6, atol=1e-8)
    chain = mlp_forward(x, y, weights, biases, activations)
    with_skip = Forward(chain.z, [*chain.h[:2], y_hat.array], chain.L, chain.J)
    by_hand = mlp_backward(with_skip, y, weights, activations)[0][0]
    forgotten = x.T @ (2 / 5 * (y_hat.array - y) * (1 - chain.h[1] ** 2))  # along the shortcut
    np.testing.assert_allclose(by_hand + forgotten, by_engine, rtol=1e-10, atol=1e-13)
    assert np.linalg.norm(forgotten) > 1e-2


@pytest.mark.rows("L025")
def test_in_a_recurrence_the_shared_weights_collect_a_gradient_from_every_step():
    cell, steps = RNNCell(2, 3, rng=rng), 4
    sequence, target = rng.standard_normal((steps, 5, 2)), rng.standard_normal((5, 3))

    def J(U):
        h = np.zeros((5, 3))
        for x in sequence:
            h = np.tanh(x @ cell.W.array + h @ U + cell.b.array)
        return ((h - target) ** 2).sum() / 2

    h, states = np.zeros((5, 3)), []
    for x in sequence:
        states.append(h)
        h = cell(x, h)
    E = half_squared_error(h, target)
    by_engine = grad(E, cell.U)
    np.testing.assert_allclose(by_engine, numerical_gradient(J, cell.U.array), rtol=1e-6, atol=1e-8)
    above, by_step = h.array - target, []
    for state, after in zip(reversed(states), [h, *reversed(states[1:])], strict=True):
        above = above * (1 - after.array**2)
        before = state if isinstance(state, np.ndarray) else state.array
        by_step.append(before.T @ above)
        above = above @ cell.U.array.T
    np.testing.assert_allclose(sum(by_step), by_engine, rtol=1e-10, atol=1e-13)
    assert np.linalg.norm(by_step[0] - by_engine) > 1e-2 * np.linalg.norm(by_engine)  # one step alone
