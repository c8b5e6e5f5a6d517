"""Chapter 7: the milestone's functions by the library, and three wrong backward passes."""

import numpy as np
import pytest

from dlcourse.experiments import ch07_milestone as chapter
from dlcourse.gradcheck import numerical_gradient


def cost_and_gradients(theta, backward_pass=chapter.backward_pass):
    """J of a small network with tanh, and its gradients."""
    rng = np.random.default_rng(1)
    x, y, units = rng.standard_normal((7, 5)), np.eye(3)[rng.integers(3, size=7)], ["tanh", "none"]
    W, b = theta[:2], theta[2:]
    z, h, penalty = chapter.forward_pass(x, W, b, units, 0.1)
    L, G = chapter.class_loss(h[-1], y, 0.0)
    dW, db = backward_pass(z, h, G, W, units, 0.1)
    return L + penalty, [*dW, *db]


def small():
    rng = np.random.default_rng(0)
    return [rng.standard_normal(shape) for shape in ((5, 4), (4, 3), 4, 3)]


@pytest.mark.rows("S120", "S144", "S145")
def test_the_gradients_are_those_of_the_cost_and_wrong_ones_are_not():
    theta = small()
    for k, found in enumerate(cost_and_gradients(theta)[1]):

        def J(array, k=k):
            return cost_and_gradients([*theta[:k], array, *theta[k + 1 :]])[0]

        np.testing.assert_allclose(found, numerical_gradient(J, theta[k]), rtol=1e-7, atol=1e-9)
    right = cost_and_gradients(theta)[1]
    for wrong in chapter.WRONG.values():
        gradients = cost_and_gradients(theta, wrong)[1]
        assert not all(np.allclose(a, b) for a, b in zip(gradients, right, strict=True))


def test_no_digit_is_learned_from_and_read():
    (x, _), (other, _) = chapter.parts(0)
    assert len(x) + len(other) == len(chapter.digits()[0])
