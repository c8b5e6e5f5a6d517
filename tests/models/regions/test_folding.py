"""Folds: the iterated tent map, mirror images, and regions counted."""

import itertools

import numpy as np
import pytest

from dlcourse.models.regions import (
    count_regions,
    fold,
    folding_network,
    hidden_layers,
    mirror_points,
    tent_network,
    zaslavsky,
)


@pytest.mark.parametrize("depth", [1, 2, 5, 10])
def test_the_tent_network_is_the_iterated_tent_map(depth):
    x = np.arange(2**12 + 1)[:, None] / 2**12
    y = x
    for _ in range(depth):
        y = 1 - abs(2 * y - 1)
    network = tent_network(depth)
    np.testing.assert_array_equal(network(x).array, y)
    assert network.widths == [2] * depth + [1]


@pytest.mark.rows("S108", "F029")
def test_depth_doubles_the_pieces_that_width_only_adds_to():
    counts = [count_regions(hidden_layers(tent_network(depth)), [(0, 1)]) for depth in range(1, 11)]
    assert counts == [2**depth for depth in range(1, 11)]
    assert [zaslavsky(n, 1) for n in (1, 3, 7, 1023)] == [2, 4, 8, 1024]  # 2^depth - 1 units in one layer


@pytest.mark.rows("S109")
def test_absolute_value_units_fold_the_square_into_4_to_the_depth_regions():
    counts = [
        count_regions(hidden_layers(folding_network(depth)), [(-1, 1)] * 2, negative_slope=-1)
        for depth in range(1, 6)
    ]
    assert counts == [4, 16, 64, 256, 1024]


def test_the_folding_network_takes_mirror_images_to_one_value():
    x = np.random.default_rng(0).uniform(-1, 1, (50, 2))
    network = folding_network(3)
    for s in itertools.product((-1, 1), repeat=2):
        np.testing.assert_allclose(network(x * s).array, network(x).array, atol=1e-14)
    y = abs(2 * abs(2 * abs(x) - 1) - 1)
    np.testing.assert_allclose(network(x).array, y, atol=1e-14)


@pytest.mark.rows("S109")
def test_mirror_points_fold_back_to_their_image():
    folds = [((1.0, 0.0), 0.0), ((0.0, 1.0), 0.0), ((1.0, 0.0), -0.5), ((0.3, 0.4), -0.4)]
    x = np.array([[0.83, 0.44]])
    for w, b in folds:
        x = fold(x, w, b)
    points = mirror_points(x[0], folds)
    assert len({tuple(p) for p in points.round(9)}) == len(points) == 2 ** len(folds)
    for w, b in folds:
        points = fold(points, w, b)
    np.testing.assert_allclose(points, np.broadcast_to(x, points.shape), atol=1e-12)
    assert len(mirror_points([0.0, 1.0], folds[:2])) == 2  # on a crease: its own mirror image
    assert len(mirror_points([-1.0, 1.0], folds[:1])) == 0  # the side that a fold has emptied


def test_fold_keeps_the_distance_to_the_crease():
    rng = np.random.default_rng(1)
    x, w, b = rng.standard_normal((30, 3)), rng.standard_normal(3), 0.4
    np.testing.assert_allclose(fold(x, w, b) @ w + b, abs(x @ w + b), atol=1e-12)
