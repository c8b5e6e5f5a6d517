"""Cross-entropy of given probabilities: against scipy, with zeros, and beside the loss of logits."""

import numpy as np
import pytest
from scipy import special

from dlcourse.autodiff import grad
from dlcourse.gradcheck import gradcheck
from dlcourse.losses import cross_entropy, sigmoid_cross_entropy, softmax_cross_entropy
from dlcourse.ops import softmax, softplus
from dlcourse.strict_array import StrictArray
from dlcourse.tensor import Tensor

rng = np.random.default_rng(21)
P, Y = special.softmax(rng.standard_normal((5, 4)), 1), special.softmax(rng.standard_normal((5, 4)), 1)


@pytest.mark.rows("K021")
def test_it_is_the_mean_over_samples_of_minus_y_ln_p():
    """Natural logarithms."""
    assert float(cross_entropy(P, Y)) == pytest.approx(-special.xlogy(Y, P).sum(1).mean(), rel=1e-14)
    assert float(cross_entropy(P, P)) == pytest.approx(special.entr(P).sum(1).mean(), rel=1e-14)


@pytest.mark.rows("K021")
def test_zero_times_ln_zero_is_zero_in_value_and_gradient():
    p, y = np.array([[0.25, 0.75, 0.0], [0.0, 1.0, 0.0]]), np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    tensor = Tensor(p)
    J = cross_entropy(tensor, y)
    assert float(J) == pytest.approx(np.log(4) / 2, rel=1e-15)
    assert grad(J, tensor).tolist() == [[-2.0, 0.0, 0.0], [0.0, -0.5, 0.0]]


@pytest.mark.parametrize("order", [1, 2])
def test_derivatives_agree_with_central_differences(order):
    gradcheck(cross_entropy, [P, Y], order=order)


@pytest.mark.rows("L010")
def test_on_a_softmax_it_is_the_loss_of_the_logits():
    """The indicator is a one-hot row."""
    z, classes = rng.standard_normal((6, 3)), rng.integers(0, 3, 6)
    t = Tensor(z)
    J = cross_entropy(softmax(t), np.eye(3)[classes])
    assert float(J) == pytest.approx(float(softmax_cross_entropy(z, classes)), rel=1e-13)
    np.testing.assert_allclose(grad(J, t), (special.softmax(z, 1) - np.eye(3)[classes]) / 6, rtol=1e-11)


@pytest.mark.rows("S051", "S054", "L008")
@pytest.mark.parametrize("z", [1e4, -1e4, 1e3, 3.0, 0.0])
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_the_bernoulli_loss_is_softplus_of_the_wrong_signed_logit(z, y):
    """And its gradient is sigmoid(z) - y, at 1e4 too."""
    t = Tensor(np.array([z]))
    J = sigmoid_cross_entropy(t, np.array([y]))
    assert float(J) == pytest.approx(float(softplus(np.float64((1 - 2 * y) * z))), rel=1e-15)
    assert grad(J, t)[0] == pytest.approx(special.expit(z) - y, rel=1e-14)


def test_whole_numbers_float32_and_the_strict_array_pass_through():
    onehot = np.eye(4, dtype=int)[[0, 1, 2, 3, 0]]
    assert float(cross_entropy(P, onehot)) == float(cross_entropy(P, onehot.astype(float)))
    p = Tensor(P.astype(np.float32))
    assert grad(cross_entropy(p, Y.astype(np.float32)), p).dtype == np.float32
    p = Tensor(StrictArray(P))
    J = cross_entropy(p, StrictArray(Y))
    assert float(J) == pytest.approx(float(cross_entropy(P, Y)), rel=1e-14)
    np.testing.assert_allclose(grad(J, p).get(), -Y / P / 5, rtol=1e-13)


@pytest.mark.parametrize(
    ("p", "y", "words"),
    [
        ([[0.0, 1.0]], [[1.0, 0.0]], "got p = 0: the loss is infinite"),
        ([[-1.0, 3.0]], [[1.0, 0.0]], "expected p from 0 to 1, got -1.0 to 3.0; for logits"),
        ([[0.5, 0.5]], [[-1.0, 1.0]], "expected y from 0 to 1"),
        ([[np.nan, 0.5]], [[0.0, 1.0]], "expected p from 0 to 1, got nan"),
        ([0.5, 0.5], [0.0, 1.0], r"expected p and y \(m, k\), got \(2,\); a single sample is a row"),
        ([[0.5, 0.5]], [0.0, 1.0], "of one shape"),
        (np.ones((0, 2)), np.ones((0, 2)), "at least one sample"),
    ],
)
def test_what_is_no_table_of_probabilities_is_refused(p, y, words):
    with pytest.raises(ValueError, match=words):
        cross_entropy(np.asarray(p), np.asarray(y))
