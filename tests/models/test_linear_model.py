"""dlcourse/models/linear.py; the layer of the same name is in test_linear.py."""

import numpy as np
import pytest

from dlcourse.data import xor
from dlcourse.models.linear import least_squares


def test_on_xor_the_best_line_is_flat_at_one_half():
    w, b = least_squares(*xor())
    np.testing.assert_allclose(w, [[0.0], [0.0]], atol=1e-15)
    np.testing.assert_allclose(b, [0.5], rtol=1e-15)


def test_points_on_a_plane_give_the_plane():
    rng = np.random.default_rng(0)
    x, w, b = rng.standard_normal((20, 3)), rng.standard_normal((3, 2)), rng.standard_normal(2)
    found_w, found_b = least_squares(x, x @ w + b)
    assert found_w.shape == (3, 2) and found_b.shape == (2,)
    np.testing.assert_allclose(found_w, w, rtol=1e-12)
    np.testing.assert_allclose(found_b, b, rtol=1e-12)


def test_the_residual_is_orthogonal_to_the_inputs_and_to_one():
    rng = np.random.default_rng(1)
    x, y = rng.standard_normal((20, 3)), rng.standard_normal((20, 2))
    w, b = least_squares(x, y)
    residual = x @ w + b - y
    np.testing.assert_allclose(x.T @ residual, 0, atol=1e-12)
    np.testing.assert_allclose(residual.sum(axis=0), 0, atol=1e-12)


def test_a_line_through_points_is_that_of_scipy():
    stats = pytest.importorskip("scipy.stats")
    x = np.arange(10.0)
    y = 3 * x + 2 + np.sin(x)
    w, b = least_squares(x.reshape(-1, 1), y.reshape(-1, 1))
    peer = stats.linregress(x, y)
    assert w.item() == pytest.approx(peer.slope, rel=1e-12) and b.item() == pytest.approx(
        peer.intercept, rel=1e-12
    )


def test_of_several_solutions_the_one_of_least_norm_is_given():
    w, b = least_squares(np.array([[1.0, 1.0]]), np.array([[3.0]]))  # w1 + w2 + b = 3
    np.testing.assert_allclose(w, [[1.0], [1.0]])
    np.testing.assert_allclose(b, [1.0])


def test_the_data_are_left_alone_and_may_be_integers_in_lists():
    x, y = xor()
    least_squares(x, y)
    assert x.tolist() == xor()[0].tolist()
    w, b = least_squares([[0], [1]], [[1], [3]])
    np.testing.assert_allclose([w.item(), b.item()], [2, 1])


@pytest.mark.parametrize("scales", [(1e-300, 1e300), (1e-17, 1.0), (1e17, 1e17), (1e-160, 1e-160)])
def test_features_of_very_small_and_very_large_numbers_are_not_lost(scales):
    x = np.random.default_rng(0).standard_normal((30, 2))
    w, b = least_squares(x * scales, x @ [[1.0], [2.0]] + 0.5)
    np.testing.assert_allclose(w.ravel() * scales, [1.0, 2.0], rtol=1e-12)
    np.testing.assert_allclose(b, 0.5, rtol=1e-12)
