"""Chapter 7: the arrays of a two-layer network, their shapes, and the gradient by autodiff."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments import ch07_there_and_back as chapter
from dlcourse.losses import softmax_cross_entropy
from dlcourse.ops import relu
from dlcourse.tensor import Tensor


@pytest.mark.rows("S158", "S161")
def test_every_array_has_the_shape_of_its_gradient_and_all_sizes_differ():
    t = chapter.trace()
    assert sorted({*t.X.shape, *t.W1.shape, *t.W2.shape}) == [2, 3, 4, 5]
    for array, gradient in ((t.U2, t.G), (t.W2, t.dW2), (t.H, t.dH), (t.U1, t.dU1), (t.W1, t.dW1)):
        assert array.shape == gradient.shape
    assert (t.U1 != 0).all()  # away from kinks


@pytest.mark.rows("S159", "S160", "L012")
@pytest.mark.parametrize("lam", [0.0, 0.3])
def test_the_gradient_by_hand_is_that_of_the_recorded_graph(lam):
    X, y, W1, W2 = chapter.example()
    t, V1, V2 = chapter.trace(lam), Tensor(W1), Tensor(W2)
    J = softmax_cross_entropy(relu(X @ V1) @ V2, y) + lam * ((V1 * V1).sum() + (V2 * V2).sum())
    assert float(J) == pytest.approx(t.J, rel=1e-14)
    for found, right in zip((t.dW1, t.dW2), grad(J, [V1, V2]), strict=True):
        np.testing.assert_allclose(found, right, rtol=1e-12, atol=1e-15)


@pytest.mark.rows("S160")
def test_what_no_data_reaches_gets_the_penalty_alone():
    t = chapter.trace()
    assert (t.X[:, 2] == 0).all()
    np.testing.assert_array_equal(t.dW1[2], 2 * chapter.LAM * t.W1[2])
    assert abs(t.dU1[:, 0]).max() < 1e-15  # its unit raises both logits alike
