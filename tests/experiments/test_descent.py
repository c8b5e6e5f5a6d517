"""The path of an optimizer on a function of one array: closed forms on a quadratic, and rates by step."""

import numpy as np
import pytest

from dlcourse.experiments.ch04_descent import descend, values
from dlcourse.optimizers import SGD, Momentum, Nesterov


def quadratic(theta):
    return (theta * theta).sum() * 0.5


def test_each_step_keeps_the_share_1_minus_lr():
    start = np.array([[2.0, -1.0]])
    path = descend(quadratic, start, SGD, 5, lr=0.25)
    np.testing.assert_allclose(path, start * 0.75 ** np.arange(6)[:, None, None], rtol=1e-14)
    np.testing.assert_allclose(values(quadratic, path), 2.5 * 0.75 ** (2 * np.arange(6)), rtol=1e-14)


def test_a_rate_may_be_a_function_of_the_step():
    path = descend(quadratic, 1.0, SGD, 4, lr=lambda t: 1 / (t + 2))
    np.testing.assert_allclose(path, [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5], rtol=1e-14)


@pytest.mark.parametrize("method", [Momentum, Nesterov])
def test_the_gradient_is_taken_where_the_method_looks(method):
    path = descend(quadratic, 1.0, method, 2, lr=0.1, momentum=0.5)
    ahead = 0.9 - (0.05 if method is Nesterov else 0.0)
    np.testing.assert_allclose(path, [1, 0.9, 0.9 - 0.05 - 0.1 * ahead], rtol=1e-14)
