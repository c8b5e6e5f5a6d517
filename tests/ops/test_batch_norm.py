"""The op of ops/batch_norm.py beyond the register, and the layer of layers/batch_norm.py."""

import numpy as np
import pytest
import torch

from dlcourse import ops
from dlcourse.autodiff import grad, no_grad
from dlcourse.gradcheck import gradcheck
from dlcourse.layers import BatchNorm, Linear, Sequential
from dlcourse.ops.batch_norm import BatchNorm as BatchNormOp
from dlcourse.ops.batch_norm import batch_norm
from dlcourse.strict_array import StrictArray
from dlcourse.tensor import Tensor


def normal(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def layer_and_peer(n, **options):
    """Our layer, and torch's with the same parameters: its momentum is the share of the new batch."""
    layer = BatchNorm(n, **options)
    layer.gamma.array[...], layer.beta.array[...] = normal(n, seed=1), normal(n, seed=2)
    peer = torch.nn.BatchNorm1d(n, momentum=1 - layer.momentum, eps=layer.eps, dtype=torch.float64)
    with torch.no_grad():
        peer.weight.copy_(torch.tensor(layer.gamma.array))
        peer.bias.copy_(torch.tensor(layer.beta.array))
    return layer, peer


@pytest.mark.parametrize("m", [2, 5, 32])
def test_output_gradients_and_running_statistics_are_those_of_torch(m):
    layer, peer = layer_and_peer(4, momentum=0.8)
    for seed in range(3):
        x, U = 3 * normal(m, 4, seed=seed) + 1, normal(m, 4, seed=10 + seed)
        tensor, theirs = Tensor(x), torch.tensor(x, requires_grad=True)
        Y, expected = layer(tensor), peer(theirs)
        np.testing.assert_allclose(Y.array, expected.detach().numpy(), rtol=1e-12, atol=1e-14)
        found = grad((Y * U).sum(), [tensor, layer.gamma, layer.beta])
        wanted = torch.autograd.grad(expected, [theirs, peer.weight, peer.bias], torch.tensor(U))
        for g, h in zip(found, wanted, strict=True):
            np.testing.assert_allclose(g, h.numpy(), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(layer.running_mean, peer.running_mean.numpy(), rtol=1e-12)
    np.testing.assert_allclose(layer.running_variance, peer.running_var.numpy(), rtol=1e-12)
    x = normal(1, 4, seed=20)
    np.testing.assert_allclose(
        layer.eval()(x).array, peer.eval()(torch.tensor(x)).detach().numpy(), rtol=1e-12
    )


def test_the_second_derivative_is_that_of_torch():
    x, U, V = normal(5, 3), normal(5, 3, seed=1), normal(5, 3, seed=2)
    tensor = Tensor(x)
    g = grad((batch_norm(tensor) * U).sum(), tensor, create_graph=True)
    theirs = torch.tensor(x, requires_grad=True)
    expected = torch.nn.functional.batch_norm(theirs, None, None, training=True)
    first = torch.autograd.grad(expected, theirs, torch.tensor(U), create_graph=True)[0]
    second = torch.autograd.grad(first, theirs, torch.tensor(V))[0]
    np.testing.assert_allclose(grad((g * V).sum(), tensor), second.numpy(), rtol=1e-8, atol=1e-11)


@pytest.mark.parametrize("shape", [(2, 3), (7, 3), (64, 3)])
def test_the_kernel_for_all_inputs_is_the_rule_for_each(shape):
    op, x, G = BatchNormOp(0, 1e-5), normal(*shape), normal(*shape, seed=1)
    inputs = (x, normal(3, seed=2), normal(3, seed=3))
    Y, saved = op.f_saving(*inputs)
    np.testing.assert_array_equal(Y, op.f(*inputs))
    kernel = op.bprop_all(inputs, G, Y, saved)
    np.testing.assert_allclose(kernel[0], op.bprop(inputs, 0, G, Y), rtol=1e-11, atol=1e-13)
    for X in (1, 2):
        np.testing.assert_allclose(kernel[X][0], op.bprop(inputs, X, G, Y).sum(axis=0), rtol=1e-12)


@pytest.mark.rows("F085")
def test_the_gradient_knows_that_a_shift_and_a_scale_of_the_batch_change_nothing():
    x = Tensor(normal(20, 4))
    g = grad((batch_norm(x, eps=1e-12) * normal(20, 4, seed=1)).sum(), x)
    assert np.abs(g.sum(axis=0)).max() < 1e-14
    assert np.abs((g * x.array).sum(axis=0)).max() < 1e-10
    assert np.abs(g).max() > 0.1


def test_a_batch_comes_out_with_mean_0_and_variance_v_over_v_plus_eps():
    x = 5 * normal(50, 3) + 2
    Y = batch_norm(x, eps=0.5)
    np.testing.assert_allclose(Y.mean(axis=0), 0, atol=1e-15)
    np.testing.assert_allclose(Y.var(axis=0), x.var(axis=0) / (x.var(axis=0) + 0.5), rtol=1e-12)


@pytest.mark.rows("F085")
def test_gradcheck_of_the_whole_layer_in_a_network_passes():
    def net(x, W, gamma, beta):
        return ops.tanh(batch_norm(ops.matmul(x, W), gamma, beta))

    gradcheck(net, (normal(6, 3), normal(3, 4), normal(4), normal(4)))


def test_channels_of_images_are_normalized_over_samples_and_pixels():
    layer, x, U = BatchNorm(3), normal(4, 3, 5, 2), normal(4, 3, 5, 2, seed=1)
    peer = torch.nn.BatchNorm2d(3, dtype=torch.float64)
    tensor, theirs = Tensor(x), torch.tensor(x, requires_grad=True)
    Y, expected = layer(tensor), peer(theirs)
    np.testing.assert_allclose(Y.array, expected.detach().numpy(), rtol=1e-11, atol=1e-13)
    found = grad((Y * U).sum(), [tensor, layer.gamma])
    wanted = torch.autograd.grad(expected, [theirs, peer.weight], torch.tensor(U))
    for g, h in zip(found, wanted, strict=True):
        np.testing.assert_allclose(g, h.numpy(), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(layer.running_variance, peer.running_var.numpy(), rtol=1e-12)
    np.testing.assert_allclose(
        layer.eval()(x).array, peer.eval()(torch.tensor(x)).detach().numpy(), rtol=1e-12, atol=1e-14
    )


@pytest.mark.rows("F086", "K045")
def test_each_of_the_three_modes_uses_its_own_statistics():
    layer = BatchNorm(2, eps=1e-9)
    layer.running_mean, layer.running_variance = np.array([10.0, 0.0]), np.array([4.0, 1.0])
    x = np.array([[10.0, 1.0], [14.0, 5.0]])
    np.testing.assert_allclose(layer.eval()(x).array, [[0, 1], [2, 5]], rtol=1e-8)
    layer.test_on = "batch"
    np.testing.assert_allclose(layer(x).array, [[-1, -1], [1, 1]], rtol=1e-8)
    np.testing.assert_array_equal(layer.running_mean, [10, 0])  # neither of the two moves them
    layer.train()
    np.testing.assert_allclose(layer(x).array, [[-1, -1], [1, 1]], rtol=1e-8)
    np.testing.assert_allclose(layer.running_mean, [10.2, 0.3], rtol=1e-14)
    np.testing.assert_allclose(layer.running_variance, [0.9 * 4 + 0.1 * 8, 0.9 + 0.1 * 8], rtol=1e-14)


def test_in_use_a_sample_does_not_depend_on_its_neighbors_in_training_it_does():
    layer, x = BatchNorm(3), normal(6, 3)
    assert not np.allclose(layer(x).array[:2], layer(x[:2]).array)
    layer.eval()
    np.testing.assert_array_equal(layer(x).array[:2], layer(x[:2]).array)


def test_the_gradient_in_use_takes_the_running_statistics_as_constants():
    layer, x = BatchNorm(3).eval(), Tensor(normal(4, 3))
    layer.running_variance = np.array([3.0, 0.5, 1.0])
    expected = np.broadcast_to((layer.running_variance + 1e-5) ** -0.5, (4, 3))
    np.testing.assert_allclose(grad(layer(x).sum(), x), expected, rtol=1e-12)


def test_the_running_statistics_move_without_a_recorded_graph_too():
    layer = BatchNorm(2)
    with no_grad():
        layer(np.ones((3, 2)))
    np.testing.assert_allclose(layer.running_mean, 0.1)


def test_a_batch_that_is_not_finite_leaves_the_running_statistics_as_they_were():
    layer, x = BatchNorm(2), np.ones((3, 2))
    x[0, 0] = np.nan
    layer(x)
    np.testing.assert_allclose(layer.running_mean, [0.0, 0.1])
    np.testing.assert_allclose(layer.running_variance, [1.0, 0.9])


def test_float32_stays_float32():
    layer = BatchNorm(2)
    for parameter in layer.parameters():
        parameter.array = parameter.array.astype(np.float32)
    layer.running_mean = layer.running_mean.astype(np.float32)
    layer.running_variance = layer.running_variance.astype(np.float32)
    assert layer(normal(4, 2).astype(np.float32)).dtype == np.float32
    assert layer.eval()(normal(4, 2).astype(np.float32)).dtype == np.float32
    layer.train()(normal(4, 2))  # a batch in float64 does not widen them
    assert layer.running_mean.dtype == layer.running_variance.dtype == np.float32


def test_the_layer_runs_where_numpy_may_not_reach():
    layer, x = BatchNorm(3), normal(5, 3)
    expected = layer(x).array
    moved = BatchNorm(3)
    moved.running_mean, moved.running_variance = StrictArray(np.zeros(3)), StrictArray(np.ones(3))
    for parameter in moved.parameters():
        parameter.array = StrictArray(parameter.array)
    np.testing.assert_allclose(moved(StrictArray(x)).array.get(), expected, rtol=1e-14)
    np.testing.assert_allclose(moved.running_mean.get(), layer.running_mean, rtol=1e-14)
    np.testing.assert_allclose(moved.eval()(StrictArray(x)).array.get(), layer.eval()(x).array, rtol=1e-14)


def test_the_statistics_are_part_of_a_network_s_state():
    net = Sequential(Linear(2, 3, rng=np.random.default_rng(0)), BatchNorm(3))
    net(normal(5, 2))
    state = net.state_dict()
    assert list(state) == [
        "steps.0.W", "steps.0.b", "steps.1.gamma", "steps.1.beta",
        "steps.1.running_mean", "steps.1.running_variance",
    ]  # fmt: skip
    expected = net.eval()(normal(5, 2, seed=3)).array
    other = Sequential(Linear(2, 3, rng=np.random.default_rng(9)), BatchNorm(3)).eval()
    other.load_state_dict(state)
    np.testing.assert_array_equal(other(normal(5, 2, seed=3)).array, expected)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: BatchNorm(2, test_on="train"), 'test_on "population" or "batch", got \'train\''),
        (lambda: BatchNorm(2)(np.ones((4, 3))), r"expected x of shape \(m, 2\) .*, got \(4, 3\)"),
        (lambda: BatchNorm(2)(np.ones(2)), r"got \(2,\); samples are rows"),
        (lambda: BatchNorm(2)(np.ones((1, 2))), r"at least 2 samples per feature, got .*\(1, 2\); .*eval"),
        (lambda: BatchNorm(2, test_on="batch").eval()(np.ones((1, 2))), "at least 2 samples per feature"),
        (lambda: batch_norm(np.ones((0, 2))), r"batch_norm: expected samples along axis 0, got .*\(0, 2\)"),
        (lambda: batch_norm(np.ones((3, 2)), axis=2), r"expected samples along axis 2, got .*\(3, 2\)"),
        (lambda: batch_norm(np.ones((3, 2)), eps=0), "batch_norm: expected eps > 0, got 0"),
        (lambda: batch_norm(np.ones((3, 2)), eps=-1), "batch_norm: expected eps > 0, got -1"),
        (lambda: batch_norm(np.ones((3, 2)), np.ones((3, 2))), r"gamma with one number per feature"),
        (lambda: batch_norm(np.ones((3, 2)), beta=np.ones(3)), r"beta with one number per feature"),
        (lambda: batch_norm(np.ones((3, 2)), np.ones((1, 1, 2))), r"gamma .*, got \(1, 1, 2\)"),
    ],
)
def test_a_misuse_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
