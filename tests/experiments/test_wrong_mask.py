"""Chapter 7: the mask of the logits in place of the hidden layer's."""

import numpy as np
import pytest

from dlcourse.experiments import ch07_wrong_mask as chapter
from dlcourse.experiments.ch07_there_and_back import forward
from dlcourse.gradcheck import numerical_gradient


@pytest.mark.rows("L024")
def test_the_wrong_mask_fits_and_changes_the_first_layer_alone():
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((5, 4)), np.array([0, 1, 2, 0, 1])
    W1, W2 = rng.standard_normal((4, 3)), rng.standard_normal((3, 3))
    by_steps = numerical_gradient(lambda W1: forward(X, y, W1, W2, 0.0).J, W1)
    (right, last), (wrong, same) = (chapter.gradients(X, y, W1, W2, is_wrong) for is_wrong in (False, True))
    np.testing.assert_allclose(right, by_steps, atol=1e-8)
    assert wrong.shape == right.shape and abs(wrong - right).max() > 0.01
    np.testing.assert_array_equal(last, same)
