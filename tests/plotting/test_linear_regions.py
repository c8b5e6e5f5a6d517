"""The picture of the linear regions."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from dlcourse.experiments.ch02_xor import hand_set_network
from dlcourse.layers import MLP
from dlcourse.models.regions import activation_patterns, folding_network, hidden_layers
from dlcourse.ops import relu
from dlcourse.plotting import plot_linear_regions, plot_regions


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_patterns_of_the_network_set_by_hand_are_known():
    points = [[0.0, -0.5], [0.4, 0.4], [1.0, 1.0]]
    assert activation_patterns(hand_set_network(), points).tolist() == [
        [False, False],
        [True, False],
        [True, True],
    ]


def test_two_parallel_edges_make_three_regions():
    ax = plot_linear_regions(hand_set_network(), low=-2, high=2)
    assert ax.get_title() == "3 regions seen"
    shades = ax.collections[0].get_array()
    assert len(np.unique(shades.compressed())) == 3
    rows = shades.mask[1:, 1:]  # each row crosses two borders, one or two points wide
    assert set(rows.sum(axis=1).tolist()) <= {0, 1, 2, 3, 4} and rows.any()


def test_a_model_without_relu_is_refused():
    model = MLP((2, 3, 1), rng=np.random.default_rng(0))
    assert relu not in model.steps
    with pytest.raises(ValueError, match="expected a model with relu among its steps, got none"):
        plot_linear_regions(model)


def test_exact_regions_are_shaded_like_a_chessboard():
    ax = plot_regions(hidden_layers(folding_network(2)), [(-1, 1)] * 2, -1)
    assert ax.get_title() == "16 regions"
    (shown,) = ax.collections
    dark = {
        tuple(path.vertices[:-1].mean(axis=0).round(2)): rgba[3] > 0
        for path, rgba in zip(shown.get_paths(), shown.get_facecolors(), strict=True)
    }
    assert len(dark) == 16
    for (x, y), is_dark in dark.items():
        for beside in ((x + 0.5, y), (x, y + 0.5)):
            assert beside not in dark or dark[beside] != is_dark
