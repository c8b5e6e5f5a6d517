"""Far out, where probabilities round to 0 and 1 or logits are infinite: closed forms, PyTorch and SciPy."""

import math

import numpy as np
import pytest
from scipy import special

from dlcourse import losses, ops
from dlcourse.autodiff import grad
from dlcourse.tensor import Tensor

torch = pytest.importorskip("torch")
INF, NAN = math.inf, math.nan
FAR = [-700.0, -80.0, -37.0, -1.0, 0.5, 1.0, 37.0, 80.0]


def slope(op, x, dtype=np.float64):
    t = Tensor(np.array([x], dtype))
    return float(grad(op(t).sum(), t)[0])


def curvature(op, x):
    t = Tensor(np.array([x]))
    return float(grad(grad(op(t).sum(), t, create_graph=True).sum(), t)[0])


@pytest.mark.parametrize("x", FAR)
def test_elu_s_slope_far_to_the_left_is_e_to_the_x(x):
    for op, alpha in ((ops.elu, 1.0), (lambda t: ops.elu(t, 0.3), 0.3)):
        expected = 1.0 if x > 0 else alpha * math.exp(x)
        assert slope(op, x) == pytest.approx(expected, rel=1e-15)
        assert curvature(op, x) == pytest.approx(0.0 if x > 0 else alpha * math.exp(x), rel=1e-15)


def test_elu_s_slope_in_float32_keeps_its_digits():
    for x in (-10.0, -17.0, -80.0):
        assert slope(ops.elu, x, np.float32) == pytest.approx(math.exp(x), rel=1e-6)


@pytest.mark.parametrize("x", FAR)
def test_softplus_has_the_slope_of_the_logistic_function_s_closed_form(x):
    e = math.exp(-abs(x))
    assert slope(ops.softplus, x) == pytest.approx((e if x < 0 else 1.0) / (1 + e), rel=1e-15)
    assert float(ops.softplus(np.array([x]))[0]) == pytest.approx(max(x, 0) + math.log1p(e), rel=1e-15)


ROWS = [[-INF, -INF], [-INF, 0.0], [0.0, 2.0], [NAN, 0.0], [INF, INF], [-INF, -INF, 3.0]]


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("row", [*ROWS, [INF, 0.0], [INF, -INF]], ids=str)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_logsumexp_of_infinite_logits_is_pytorch_s_and_scipy_s(row, dtype):
    z = np.array(row, dtype)
    for op_axis in (-1, 0, None):
        found = ops.logsumexp(z, axis=op_axis)
        assert found.dtype == dtype
        np.testing.assert_allclose(found, special.logsumexp(z), rtol=1e-6)
        np.testing.assert_allclose(found, torch.logsumexp(torch.tensor(z), 0).item(), rtol=1e-6)


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_softmax_and_its_logarithm_of_infinite_logits_are_pytorch_s(row):
    z = torch.tensor(row, dtype=torch.float64, requires_grad=True)
    np.testing.assert_allclose(ops.softmax(np.array(row)), torch.softmax(z, 0).detach(), rtol=1e-14)
    np.testing.assert_allclose(ops.log_softmax(np.array(row)), torch.log_softmax(z, 0).detach(), rtol=1e-14)
    t = Tensor(row)
    expected = torch.autograd.grad(torch.logsumexp(z, 0), z)[0]
    np.testing.assert_allclose(grad(ops.logsumexp(t), t), expected, rtol=1e-14)


def test_one_infinite_logit_is_certain():
    z = np.array([[INF, 0.0, -INF], [0.0, 0.0, -INF]])
    assert ops.softmax(z).tolist() == [[1.0, 0.0, 0.0], [0.5, 0.5, 0.0]]
    assert ops.log_softmax(z)[0].tolist() == [0.0, -INF, -INF]
    assert ops.softmax(z.T, axis=0).T.tolist() == ops.softmax(z).tolist()
    t = Tensor(z)
    assert grad(ops.logsumexp(t)[0], t)[0].tolist() == [1.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("z", "y", "loss", "gradient"),
    [
        ([INF, 0.0], 0, 0.0, [0.0, 0.0]),
        ([INF, 0.0], 1, INF, [1.0, -1.0]),
        ([-INF, 0.0], 1, 0.0, [0.0, 0.0]),
        ([-INF, 0.0], 0, INF, [-1.0, 1.0]),
        ([INF, -INF], 0, 0.0, [0.0, 0.0]),
        ([INF, -INF], 1, INF, [1.0, -1.0]),
    ],
)
@pytest.mark.parametrize("create_graph", [False, True])
def test_a_certain_softmax_costs_nothing_where_it_is_right_else_infinity(z, y, loss, gradient, create_graph):
    t = Tensor([z])
    J = losses.softmax_cross_entropy(t, np.array([y]))
    assert float(J) == loss
    g = grad(J, t, create_graph=create_graph)
    assert np.asarray(getattr(g, "array", g)).tolist() == [gradient]


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("z", [[INF, INF], [NAN, 0.0], [-INF, -INF]], ids=str)
def test_logits_without_an_answer_give_nan(z):
    assert math.isnan(losses.softmax_cross_entropy(np.array([z]), np.array([0])))


@pytest.mark.parametrize("z", [INF, -INF])
@pytest.mark.parametrize("y", [0.0, 0.5, 1.0])
def test_a_certain_sigmoid_costs_nothing_where_it_is_right_else_infinity(z, y):
    right = y == (z > 0)
    t = Tensor([[z], [0.0]])
    J = losses.sigmoid_cross_entropy(t, np.array([[y], [1.0]]))
    assert float(J) == pytest.approx(0.5 * math.log(2) if right else INF)
    assert grad(J, t).tolist() == [[0.5 * ((z > 0) - y)], [-0.25]]
    assert losses.sigmoid_cross_entropy(np.array([[z]]), np.array([[y]])) == (0 if right else INF)


def test_nan_among_logits_is_never_hidden():
    y = np.array([[1.0], [1.0]])
    assert math.isnan(losses.sigmoid_cross_entropy(np.array([[NAN], [0.0]]), y))
    assert math.isnan(losses.sigmoid_cross_entropy(np.array([[NAN], [INF]]), y))


@pytest.mark.parametrize("z", [-1000.0, -40.0, -5.0, 0.0, 5.0, 40.0, 1000.0])
@pytest.mark.parametrize("y", [0.0, 0.25, 1.0])
def test_the_sigmoid_cross_entropy_far_out_is_pytorch_s_up_to_second_order(z, y):
    t, p = Tensor([[z]]), torch.tensor([[z]], dtype=torch.float64, requires_grad=True)
    J = losses.sigmoid_cross_entropy(t, np.array([[y]]))
    Q = torch.nn.functional.binary_cross_entropy_with_logits(p, torch.tensor([[y]], dtype=torch.float64))
    assert float(J) == pytest.approx(Q.item(), rel=1e-14)
    (first,) = torch.autograd.grad(Q, p, create_graph=True)
    found = grad(J, t, create_graph=True)
    assert found.item() == pytest.approx(first.item(), rel=1e-12, abs=2e-16)
    assert found.item() == pytest.approx(special.expit(z) * (1 - y) - special.expit(-z) * y, rel=1e-14)
    assert grad(found, t).item() == pytest.approx(special.expit(z) * special.expit(-z), rel=1e-14)


def test_a_row_of_logits_with_nan_never_counts_as_right():
    z = np.array([[NAN, 0.0], [0.0, NAN], [2.0, 1.0], [NAN, NAN]])
    assert losses.classification_error(z, np.array([0, 1, 0, 0])) == 0.75
    assert losses.classification_error(Tensor(z), np.array([1, 0, 1, 1])) == 1.0


@pytest.mark.parametrize("x", FAR)
def test_the_sigmoid_s_slope_and_curvature_keep_their_digits_far_out(x):
    e = math.exp(-abs(x))
    slope_there = e / (1 + e) ** 2
    assert slope(ops.sigmoid, x) == pytest.approx(slope_there, rel=1e-14)
    bend = slope_there * (1 - e) / (1 + e) * (-1 if x > 0 else 1)
    assert curvature(ops.sigmoid, x) == pytest.approx(bend, rel=1e-14)
    assert curvature(ops.softplus, x) == pytest.approx(slope_there, rel=1e-14)
    value = (e if x < 0 else 1.0) / (1 + e)
    assert float(ops.sigmoid(np.array([x]))[0]) == pytest.approx(value, rel=1e-15)


def test_the_sigmoid_s_slope_in_float32_keeps_its_digits():
    for x in (-80.0, -17.0, 17.0, 80.0):
        e = math.exp(-abs(x))
        assert slope(ops.sigmoid, x, np.float32) == pytest.approx(e / (1 + e) ** 2, rel=1e-6)
