"""Batch normalization of huge and of tiny numbers, against float64 in units of their own."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.layers import BatchNorm
from dlcourse.ops import batch_norm
from dlcourse.tensor import Tensor

torch = pytest.importorskip("torch")
ROWS = np.array([[1.0, 4.0], [2.0, 1.0], [4.0, 2.0]])
W = np.array([[1.0, 2.0], [-3.0, 0.5], [0.25, 1.0]])


def peer(x, eps):
    """Value, gradient of sum W Y, and gradient of the sum of its squares, in float64."""
    t = torch.tensor(np.asarray(x, float), requires_grad=True)
    Y = torch.nn.functional.batch_norm(t, None, None, training=True, eps=eps)
    (g,) = torch.autograd.grad((Y * torch.tensor(W)).sum(), t, create_graph=True)
    (h,) = torch.autograd.grad((g * g).sum(), t)
    return Y.detach().numpy(), g.detach().numpy(), h.numpy()


@pytest.mark.parametrize("scale", [2.0**64, 2.0**126, 2.0**-60, 2.0**-100])
@pytest.mark.parametrize("create_graph", [False, True])
def test_numbers_whose_squares_do_not_fit_in_float32_are_normalized(scale, create_graph):
    eps = 1e-5 if scale > 1 else 1e-5 * scale * scale
    x = (ROWS * scale / 4).astype(np.float32)
    t = Tensor(x)
    Y = batch_norm(t, eps=eps)
    Y0, g0, _ = peer(ROWS, 1.6e-4 if scale < 1 else 1e-300)
    np.testing.assert_allclose(Y.array, Y0, rtol=2e-5)
    g = grad((Y * W.astype(np.float32)).sum(), t, create_graph=create_graph)
    g = np.asarray(getattr(g, "array", g), float)
    if scale < 2.0**100:  # else the gradient is below the least float32
        np.testing.assert_allclose(g * (scale / 4), g0, rtol=5e-4, atol=1e-5)


def test_plus_and_minus_1e20_become_1_and_minus_1_in_float32():
    x = np.array([[1e20], [-1e20]], np.float32)
    assert batch_norm(x).tolist() == [[1.0], [-1.0]]
    x = np.array([[3e38, 1.0], [-3e38, 3.0]], np.float32)  # beside it a column of common size
    np.testing.assert_allclose(batch_norm(x), [[1, -1], [-1, 1]], rtol=1e-5)


def test_a_constant_column_of_huge_numbers_becomes_0_with_the_slope_of_eps():
    x = Tensor(np.full((3, 1), 1e20, np.float32))
    Y = batch_norm(x)
    assert not Y.array.any()
    for create_graph in (False, True):
        g = grad((Y * np.array([[1.0], [2.0], [3.0]], np.float32)).sum(), x, create_graph=create_graph)
        g = np.asarray(getattr(g, "array", g))
        np.testing.assert_allclose(g.ravel(), np.array([-1, 0, 1]) * 1e-5**-0.5, rtol=1e-5, atol=1e-4)


def test_common_numbers_have_pytorch_s_second_derivatives():
    Y0, g0, h0 = peer(ROWS, 1e-5)
    t = Tensor(ROWS)
    Y = batch_norm(t)
    g = grad((Y * W).sum(), t, create_graph=True)
    np.testing.assert_allclose(Y.array, Y0, rtol=1e-12)
    np.testing.assert_allclose(g.array, g0, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(grad((g * g).sum(), t), h0, rtol=1e-7, atol=1e-10)


def test_many_samples_in_float32_have_mean_0_and_the_running_mean_of_float64():
    x = np.full((10**5, 2), 100.3, np.float32)
    x[::2] += 1
    layer = BatchNorm(2, momentum=0.0)
    Y = layer(x)
    np.testing.assert_allclose(np.asarray(layer.running_mean, float), x.astype(float).mean(axis=0), rtol=3e-6)
    assert abs(Y.array.astype(float).mean(axis=0)).max() < 1e-3


def test_running_statistics_that_do_not_fit_leave_the_old_ones():
    layer = BatchNorm(1)
    layer(np.array([[1e200], [-1e200]]))
    assert layer.running_variance.tolist() == [1.0]


def test_the_running_variance_beside_a_tiny_eps_is_that_of_the_batch():
    for scale in (1.0, 1e-100, 1e100):
        layer = BatchNorm(2, eps=1e-30, momentum=0.0)
        layer(ROWS * scale)
        np.testing.assert_allclose(
            layer.running_variance, ROWS.var(axis=0, ddof=1) * scale * scale, rtol=1e-12
        )
