"""The two absolute losses by hand and against torch."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.losses import absolute_error, mean_absolute_error
from dlcourse.tensor import Tensor

Y_HAT = np.array([[1.0, 3.0], [0.0, 2.0]])
Y = np.array([[0.0, 5.0], [0.0, 2.5]])  # residuals 1 -2 0 -0.5


def of(loss):
    y_hat = Tensor(Y_HAT)
    J = loss(y_hat, Y)
    return float(J), grad(J, y_hat).tolist()


@pytest.mark.rows("L007")
def test_the_sum_and_the_mean_over_samples_by_hand():
    """Where prediction and target agree the derivative is 0."""
    assert of(absolute_error) == (3.5, [[1, -1], [0, -1]])
    assert of(mean_absolute_error) == (1.75, [[0.5, -0.5], [0, -0.5]])


def test_the_mean_is_over_samples_and_not_over_outputs():
    y_hat, zeros = np.arange(6.0).reshape(3, 2), np.zeros((3, 2))
    assert float(mean_absolute_error(y_hat, zeros)) == 5.0  # 15 / 3
    assert float(mean_absolute_error(y_hat[:, 1], zeros[:, 1])) == 3.0  # 9 / 3


def test_values_and_gradients_are_those_of_torch():
    torch = pytest.importorskip("torch")
    for loss, reduction, factor in ((absolute_error, "sum", 1), (mean_absolute_error, "mean", 2)):
        t = torch.tensor(Y_HAT, requires_grad=True)
        J = torch.nn.functional.l1_loss(t, torch.tensor(Y), reduction=reduction) * factor
        J.backward()
        assert of(loss) == (J.item(), t.grad.tolist())


def test_different_shapes_and_empty_batches_are_refused():
    for loss in (absolute_error, mean_absolute_error):
        with pytest.raises(ValueError, match=rf"{loss.__name__}: expected prediction and y of one shape"):
            loss(np.ones((3, 1)), np.ones(3))
    with pytest.raises(ValueError, match="mean_absolute_error: expected at least one sample"):
        mean_absolute_error(np.ones((0, 2)), np.ones((0, 2)))
    assert float(absolute_error(np.ones((0, 2)), np.ones((0, 2)))) == 0.0
