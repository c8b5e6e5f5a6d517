"""Linear regions against the formula of Euler and activation patterns of sampled points."""

import itertools

import numpy as np
import pytest
from random_nets import SQUARE, random_layers

from dlcourse.models.regions import (
    count_regions,
    guaranteed_regions,
    linear_regions,
    upper_regions,
    zaslavsky,
)


def patterns(layers, x, slope=0.0):
    """Which side of its kink each unit keeps to, a row per sample."""
    signs = []
    for W, b in layers:
        z = x @ W + b
        signs.append(z > 0)
        x = np.where(z > 0, z, slope * z)
    return np.hstack(signs)


@pytest.mark.parametrize("seed", range(6))
def test_one_layer_has_the_regions_of_an_arrangement_of_lines(seed):
    """Euler: 1, and 1 per line that meets the box, and 1 per crossing in the box."""
    ((W, b),) = random_layers((7,), seed)
    corner_z = np.array(list(itertools.product((-3, 3), repeat=2))) @ W + b
    expected = 1 + int(((corner_z > 0).any(axis=0) & (corner_z < 0).any(axis=0)).sum())
    for i, j in itertools.combinations(range(7), 2):
        expected += bool((abs(np.linalg.solve(W[:, [i, j]].T, -b[[i, j]])) < 3).all())
    assert count_regions([(W, b)], SQUARE) == expected
    big = [(-1e6, 1e6)] * 2  # holds all crossings
    assert count_regions([(W, b)], big) == zaslavsky(7, 2)


@pytest.mark.parametrize("slope", [0.0, -1.0, 0.25])
def test_regions_of_a_deep_net_tile_the_box_with_one_activation_pattern_each(slope):
    layers = random_layers((4, 4, 3), seed=2)
    regions = linear_regions(layers, SQUARE, slope)
    area = 0.0
    for corners in regions:
        (x, y), (x2, y2) = corners.T, np.roll(corners, -1, axis=0).T
        area += (x * y2 - x2 * y).sum() / 2
    assert area == pytest.approx(36, rel=1e-12)
    centers = patterns(layers, np.array([corners.mean(axis=0) for corners in regions]), slope)
    known = {tuple(row) for row in centers}
    assert len(known) == len(regions) <= upper_regions((4, 4, 3), 2)
    sampled = patterns(layers, np.random.default_rng(3).uniform(-3, 3, (20_000, 2)), slope)
    assert {tuple(row) for row in sampled} <= known


@pytest.mark.parametrize("seed", range(4))
def test_breakpoints_of_a_deep_net_of_one_input_are_where_sampled_patterns_change(seed):
    layers = random_layers((6, 6, 6), seed, n_inputs=1)
    ends = np.sort(np.unique([x for region in linear_regions(layers, [(-3, 3)]) for x in region.ravel()]))
    x = np.linspace(-3, 3, 200_001)[:, None]
    rows = patterns(layers, x)
    changes = x[:-1][(rows[1:] != rows[:-1]).any(axis=1), 0]
    assert len(changes) == len(ends) - 2 == count_regions(layers, [(-3, 3)]) - 1
    np.testing.assert_allclose(ends[1:-1], changes, atol=3.1e-5)


def test_a_cut_through_corners_gives_them_to_both_sides():
    triangles = linear_regions([(np.array([[1.0], [-1.0]]), np.zeros(1))], [(-1, 1)] * 2)
    found = {frozenset(map(tuple, corners.tolist())) for corners in triangles}
    diagonal = {(-1.0, -1.0), (1.0, 1.0)}
    assert found == {frozenset(diagonal | {(1.0, -1.0)}), frozenset(diagonal | {(-1.0, 1.0)})}


def test_a_unit_that_only_touches_a_region_or_is_dead_cuts_nothing():
    touching = (np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 0.0]]), np.array([-3.0, 6.0, 0.0]))
    assert count_regions([touching], SQUARE) == 1
    dead = [(np.eye(2), np.full(2, -9.0)), (np.ones((2, 2)), np.zeros(2))]
    assert count_regions(dead, SQUARE) == 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: guaranteed_regions(2, 3, 2), "expected n_units >= n_inputs, got 2 and 3"),
        (lambda: count_regions([], [(0, 1)] * 3), r"expected box \[\(low, high\)\].*1 or 2 inputs"),
        (lambda: count_regions([], [(1, 1)]), "with low < high"),
        (
            lambda: count_regions(random_layers((4,), 0), [(0, 1)]),
            r"expected W \(1, n\) and b \(n,\) in layer 0, got \(2, 4\)",
        ),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_cut_through_corners_counts_each_corner_once():
    diagonal = [(np.array([[1.0], [-1.0]]), np.zeros(1))]
    for region in linear_regions(diagonal, SQUARE):
        assert len(region) == 3 == len(np.unique(region, axis=0))
    cross = [(np.array([[1.0, 1.0], [-1.0, 1.0]]), np.zeros(2))]
    for region in linear_regions(cross, SQUARE):
        assert len(region) == 3 == len(np.unique(region, axis=0))
    point = [(np.ones((1, 1)), np.zeros(1)), (np.ones((1, 1)), np.zeros(1))]
    for region in linear_regions(point, [(-1, 1)], negative_slope=-1):
        assert len(region) == 2 == len(np.unique(region))
