import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments import ch15_shortcuts as shortcuts
from dlcourse.layers import Linear, Residual, Sequential
from dlcourse.ops import tanh
from dlcourse.tensor import Tensor


@pytest.mark.rows("F033", "S117")
def test_back_through_blocks_is_what_the_engine_finds_for_residual_blocks():
    rng = np.random.default_rng(0)
    layers = [Linear(4, 4, rng=rng) for _ in range(3)]
    x, G = rng.standard_normal((2, 5, 4))
    weights = [layer.W.array for layer in layers]
    _, slopes = shortcuts.forward(x, weights, 1, 1.0)
    start = Tensor(x)
    y = Sequential(*(Residual(layer, tanh) for layer in layers))(start)
    found = shortcuts.back(G, weights, slopes, 1, 1.0)
    np.testing.assert_allclose(found, grad((y * G).sum(), start), rtol=1e-12)


def test_without_the_sum_it_is_a_plain_chain():
    rng = np.random.default_rng(1)
    x, G, W = rng.standard_normal((3, 4, 4))
    states, slopes = shortcuts.forward(x, [W], 0, 1.0)
    np.testing.assert_array_equal(states[-1], np.tanh(x @ W))
    np.testing.assert_allclose(shortcuts.back(G, [W], slopes, 0, 1.0), (G * slopes[0]) @ W.T, rtol=1e-15)


@pytest.mark.rows("S117")
def test_a_way_around_keeps_directions_and_a_scaled_one_the_size_too():
    plain, summed, scaled = (shortcuts.measured(arm, 7) for arm in shortcuts.ARMS)
    assert plain[2] < 1e-6 and summed[2] > 0.9 and scaled[3] > 0.2
    assert summed[1] > 10 and 0.8 < scaled[1] < 1.65  # e^(1/2) at most, on average


def test_sizes_on_the_way_back_end_with_the_size_of_the_whole_way():
    sizes = shortcuts.sizes_back("root", 7)
    assert sizes[-1] == 1 and len(sizes) == shortcuts.N_BLOCKS + 1
    assert sizes[0] == pytest.approx(shortcuts.measured("root", 7)[1], rel=1e-9)
