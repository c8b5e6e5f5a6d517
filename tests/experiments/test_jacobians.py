import numpy as np
import pytest

from dlcourse.experiments import ch15_jacobians as jacobians
from dlcourse.experiments.ch15_vanishing import deep_net
from dlcourse.ops import relu


def test_singular_values_are_those_of_the_product_of_all_layers():
    rng = np.random.default_rng(7)
    first, second = jacobians.gaussian(rng), jacobians.gaussian(rng)
    found = jacobians.singular_values(7, n_layers=2)
    squares = np.linalg.eigvalsh(first @ second @ second.T @ first.T)[::-1]
    np.testing.assert_allclose(found[1, :90], squares[:90] ** 0.5, rtol=1e-6)
    assert (found[0] ** 2).sum() == pytest.approx((first**2).sum(), rel=1e-12)


@pytest.mark.rows("K033")
def test_the_size_is_kept_and_half_of_the_directions_are_lost():
    s = jacobians.singular_values(3)
    assert 0.3 < (s[-1] ** 2).mean() ** 0.5 < 3 and np.median(s[-1]) < 1e-6
    slopes = np.diff(np.log10(np.median(s, axis=1))[[9, 29, 49]])
    assert slopes[0] == pytest.approx(slopes[1], rel=0.2)  # on a straight line


def test_the_gradients_of_weights_are_inputs_times_signals():
    rng = np.random.default_rng(1)
    model = deep_net(relu, 0.5, n_layers=2, width=4, rng=rng)
    x, G = rng.standard_normal((2, 3, 4))
    first, second = (layer.W.array for layer in model.layers)
    h = np.maximum(0, x @ first)
    back = G * (h @ second > 0)
    below = (back @ second.T) * (h > 0)
    expected = [np.linalg.norm(x.T @ below), np.linalg.norm(h.T @ back)]
    np.testing.assert_allclose(jacobians.weight_gradients(model, x, G), expected, rtol=1e-12)


@pytest.mark.rows("F031")
def test_a_narrow_deep_relu_net_is_silent_as_often_as_coins_say():
    assert jacobians.silent_by_hand(1, 1) == 0.5
    for width, n_layers in ((2, 3), (3, 10)):
        expected = jacobians.silent_by_hand(width, n_layers)
        found = jacobians.silent_share(width, n_layers, 2000, seed=5)
        assert found == pytest.approx(expected, abs=4 * (expected * (1 - expected) / 2000) ** 0.5)
