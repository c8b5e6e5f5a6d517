"""GELU and SiLU: against torch and the error function, their gradients, and their minima."""

import math

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.gradcheck import gradcheck
from dlcourse.tensor import Tensor

X = np.linspace(-6, 6, 241)


@pytest.mark.parametrize("name", ["gelu", "silu"])
def test_values_and_gradients_are_those_of_torch(name):
    torch = pytest.importorskip("torch")
    options = {"approximate": "tanh"} if name == "gelu" else {}
    x, t = Tensor(X), torch.tensor(X, requires_grad=True)
    peer = getattr(torch.nn.functional, name)(t, **options)
    peer.sum().backward()
    y = getattr(ops, name)(x)
    np.testing.assert_allclose(y.array, peer.detach().numpy(), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(grad(y.sum(), x), t.grad.numpy(), rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("f", [ops.gelu, ops.silu])
@pytest.mark.parametrize("order", [1, 2])
def test_derivatives_agree_with_central_differences(f, order):
    gradcheck(f, [X[61:180:12]], order=order)  # in [-3, 3]: tanh hides a tail


def test_the_formula_of_gelu_is_near_to_the_one_with_the_error_function():
    exact = [x * (1 + math.erf(x / math.sqrt(2))) / 2 for x in X]
    assert 0.0004 < abs(ops.gelu(X) - exact).max() < 0.0005


@pytest.mark.parametrize(("f", "at", "least"), [(ops.gelu, -0.7518, -0.17), (ops.silu, -1.2785, -0.2785)])
def test_they_fall_before_they_rise(f, at, least):
    y = f(X)
    assert X[y.argmin()] == pytest.approx(at, abs=0.05) and y.min() == pytest.approx(least, abs=1e-3)
    assert f(np.float64(-1000.0)) == 0 and f(np.float64(1000.0)) == 1000


def test_gelu_s_slope_far_out_is_that_of_the_formula():
    mpmath = pytest.importorskip("mpmath")

    def formula(x):
        return x * (1 + mpmath.tanh(mpmath.sqrt(2 / mpmath.pi) * (x + 0.044715 * x**3))) / 2

    with mpmath.workdps(400):  # 1 + tanh cancels hundreds of digits
        x = Tensor([-15.0, -8.0, -5.0, 5.0, 8.0, 15.0])
        y = ops.gelu(x)
        slopes = [float(mpmath.diff(formula, mpmath.mpf(float(number)))) for number in x.array]
        np.testing.assert_allclose(y.array, [float(formula(float(number))) for number in x.array], rtol=1e-12)
    np.testing.assert_allclose(grad(y.sum(), x), slopes, rtol=1e-10)


@pytest.mark.parametrize(("dtype", "far"), [("f8", 1e308), ("f8", 1e104), ("f4", 1e30), ("f4", 1e13)])
def test_gelu_is_0_or_x_where_the_cube_of_x_overflows(dtype, far):
    x = Tensor(np.array([-far, far], dtype))
    y = ops.gelu(x)
    assert y.array.tolist() == [0, x.array[1]] and grad(y.sum(), x).tolist() == [0, 1]


def test_single_precision_stays_single():
    assert ops.gelu(X.astype(np.float32)).dtype == ops.silu(X.astype(np.float32)).dtype == np.float32
