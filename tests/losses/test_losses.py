import numpy as np
import pytest
from scipy import special

from dlcourse import losses
from dlcourse.autodiff import grad
from dlcourse.gradcheck import gradcheck
from dlcourse.losses import (
    absolute_error,
    gaussian_nll,
    half_squared_error,
    mean_absolute_error,
    mean_squared_error,
    sigmoid_cross_entropy,
    softmax_cross_entropy,
    squared_error,
)
from dlcourse.ops import log_softmax, logsumexp, sigmoid, softmax, softplus
from dlcourse.strict_array import StrictArray
from dlcourse.tensor import Tensor

rng = np.random.default_rng(3)
Z, Y_SOFT, Y_CLASS = rng.standard_normal((5, 3)), rng.random((5, 3)), np.array([0, 2, 1, 1, 0])
HUGE = [1e4, 1e8, 1e100, 1e300]


def of(loss, z, y):
    """The loss and its gradient by the prediction."""
    z = Tensor(z)
    J = loss(z, y)
    return float(J), grad(J, z)


def test_the_three_squared_losses_by_hand():
    y_hat, y = np.array([[1.0, 3.0], [0.0, 2.0]]), np.array([[0.0, 1.0], [0.0, 5.0]])  # residuals 1 2 0 -3
    for loss, value, factor in (
        (squared_error, 14, 2),
        (half_squared_error, 7, 1),
        (mean_squared_error, 7, 1),
    ):
        J, g = of(loss, y_hat, y)
        assert J == value
        assert g.tolist() == [[factor * 1.0, factor * 2.0], [0.0, factor * -3.0]]


def test_the_mean_is_over_samples_and_not_over_outputs():
    for k in (1, 2, 5):
        J, g = of(mean_squared_error, np.ones((4, k)), np.zeros((4, k)))
        assert J == k
        np.testing.assert_array_equal(g, np.full((4, k), 0.5))
    assert of(mean_squared_error, np.ones(4), np.zeros(4))[0] == 1.0


@pytest.mark.parametrize("shape", [(4,), (4, 1), (4, 3)])
def test_sigmoid_cross_entropy_is_the_mean_over_samples_of_minus_ln_p(shape):
    z, y = rng.standard_normal(shape), rng.random(shape)
    J, g = of(sigmoid_cross_entropy, z, y)
    p = special.expit(z)
    assert J == pytest.approx(-(y * np.log(p) + (1 - y) * np.log(1 - p)).sum() / 4, rel=1e-13)
    np.testing.assert_allclose(g, (p - y) / 4, rtol=1e-12)


def test_softmax_cross_entropy_is_the_mean_of_minus_ln_p_of_the_right_class():
    J, g = of(softmax_cross_entropy, Z, Y_CLASS)
    p = special.softmax(Z, axis=1)
    assert J == pytest.approx(-np.log(p[np.arange(5), Y_CLASS]).mean(), rel=1e-13)
    np.testing.assert_allclose(g, (p - np.eye(3)[Y_CLASS]) / 5, rtol=1e-12)


@pytest.mark.parametrize("scale", [1.0, 30.0, 1e4])
def test_values_and_gradients_are_those_of_torch(scale):
    torch = pytest.importorskip("torch")
    F = torch.nn.functional
    soft, classes = torch.tensor(Y_SOFT), torch.tensor(Y_CLASS)
    peers = {
        squared_error: (lambda z: F.mse_loss(z, soft, reduction="sum"), Y_SOFT),
        half_squared_error: (lambda z: F.mse_loss(z, soft, reduction="sum") / 2, Y_SOFT),
        mean_squared_error: (lambda z: F.mse_loss(z, soft) * 3, Y_SOFT),
        sigmoid_cross_entropy: (lambda z: F.binary_cross_entropy_with_logits(z, soft) * 3, Y_SOFT),
        softmax_cross_entropy: (lambda z: F.cross_entropy(z, classes), Y_CLASS),
    }
    for loss, (peer, y) in peers.items():
        z = torch.tensor(Z * scale, requires_grad=True)
        peer(z).backward()
        J, g = of(loss, Z * scale, y)
        assert J == pytest.approx(peer(z).item(), rel=1e-12)
        np.testing.assert_allclose(g, z.grad.numpy(), rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("huge", HUGE)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sigmoid_cross_entropy_is_exact_for_logits_of_any_size(huge, dtype):
    huge = min(huge, 1e30) if dtype == np.float32 else huge
    z = np.array([[huge], [huge], [-huge], [-huge]], dtype)
    y = np.array([[1.0], [0.0], [1.0], [0.0]], dtype)
    J, g = of(sigmoid_cross_entropy, z, y)
    assert J == pytest.approx(huge / 2, rel=1e-6)
    assert g.tolist() == [[0.0], [0.25], [-0.25], [0.0]]


@pytest.mark.parametrize("huge", HUGE)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_softmax_cross_entropy_is_exact_for_logits_of_any_size(huge, dtype):
    huge = min(huge, 1e30) if dtype == np.float32 else huge
    z = np.array([[huge, 0, -huge], [huge, huge, -huge]], dtype)
    J, g = of(softmax_cross_entropy, z, np.array([2, 0]))
    assert J == pytest.approx(huge + np.log(2) / 2, rel=1e-6)
    assert g.tolist() == [[0.5, 0.0, -0.5], [-0.25, 0.25, 0.0]]


@pytest.mark.parametrize("huge", [*HUGE, 1.7e308])
def test_the_functions_under_the_losses_neither_overflow_nor_warn(huge):
    assert sigmoid(np.array([huge, -huge])).tolist() == [1.0, 0.0]
    assert softplus(np.array([huge, -huge])).tolist() == [huge, 0.0]
    assert logsumexp(np.array([huge, huge / 2])) == huge
    assert logsumexp(np.array([huge, huge])) == pytest.approx(huge + np.log(2), rel=1e-14)
    assert softmax(np.array([huge, 0.0, huge])).tolist() == [0.5, 0.0, 0.5]
    np.testing.assert_allclose(log_softmax(np.array([huge, 0.0])), [0.0, -huge])


def test_a_masked_logit_of_minus_infinity_has_probability_and_gradient_zero():
    z = np.array([0.0, -np.inf, 0.0])
    assert softmax(z).tolist() == [0.5, 0.0, 0.5]
    assert logsumexp(z) == pytest.approx(np.log(2))
    J, g = of(softmax_cross_entropy, z[None], np.array([0]))
    assert J == pytest.approx(np.log(2)) and g.tolist() == [[-0.5, 0.0, 0.5]]


def test_a_confident_right_answer_keeps_its_tiny_loss():
    z = np.array([[40.0]])
    assert float(sigmoid_cross_entropy(z, np.ones((1, 1)))) == pytest.approx(np.exp(-40), rel=1e-12)
    assert float(sigmoid_cross_entropy(-z, np.zeros((1, 1)))) == pytest.approx(np.exp(-40), rel=1e-12)


ALL = [
    (squared_error, Y_SOFT), (half_squared_error, Y_SOFT), (mean_squared_error, Y_SOFT),
    (absolute_error, Y_SOFT), (mean_absolute_error, Y_SOFT), (gaussian_nll, Y_SOFT),
    (sigmoid_cross_entropy, Y_SOFT), (softmax_cross_entropy, Y_CLASS),
]  # fmt: skip
IN_TESTS_OF_THEIR_OWN = {"classification_error", "cross_entropy", "hinge", "mixture_nll", "split_mixture"}
every_loss = pytest.mark.parametrize(("loss", "y"), ALL, ids=lambda x: getattr(x, "__name__", ""))


def test_every_public_loss_is_in_the_table():
    assert set(losses.__all__) - IN_TESTS_OF_THEIR_OWN == {loss.__name__ for loss, _ in ALL}


@every_loss
@pytest.mark.parametrize("order", [1, 2])
def test_derivatives_agree_with_central_differences_by_targets_too(loss, y, order):
    gradcheck(loss, [Z, y], order=order)


@every_loss
def test_arrays_give_the_number_that_tensors_give(loss, y):
    assert float(loss(Z, y)) == float(loss(Tensor(Z), y))
    assert not isinstance(loss(Z, y), Tensor) and np.shape(loss(Z, y)) == ()


@every_loss
def test_float32_stays_float32(loss, y):
    z, y = Tensor(Z.astype(np.float32)), y.astype(np.float32) if y.dtype.kind == "f" else y
    J = loss(z, y)
    assert J.dtype == grad(J, z, create_graph=True).dtype == np.float32


@every_loss
def test_the_loss_runs_where_numpy_may_not_reach(loss, y):
    z = Tensor(StrictArray(Z))
    J = loss(z, StrictArray(y))
    value, g = of(loss, Z, y)
    assert type(J.array) is StrictArray and float(J) == pytest.approx(value, rel=1e-14)
    np.testing.assert_allclose(grad(J, z).get(), g, rtol=1e-13)


@every_loss
def test_predictions_and_targets_are_not_written_to(loss, y):
    z, y = Z.copy(), y.copy()
    before = z.copy(), y.copy()
    z.flags.writeable = y.flags.writeable = False  # a write raises
    of(loss, z, y)
    assert np.array_equal(z, before[0]) and np.array_equal(y, before[1])


def test_targets_may_be_whole_numbers_or_booleans():
    y = np.array([[1, 0, 1]] * 5)
    for whole in (y, y.astype(bool), y.astype(np.uint8)):
        assert of(sigmoid_cross_entropy, Z, whole)[0] == of(sigmoid_cross_entropy, Z, y.astype(float))[0]


@pytest.mark.parametrize("loss", [squared_error, half_squared_error, mean_squared_error])
def test_small_unsigned_targets_do_not_wrap_around(loss):
    y = np.array([[20], [1]], np.uint8)
    assert float(loss(np.zeros((2, 1), np.uint8), y)) == float(loss(np.zeros((2, 1)), y.astype(float)))
