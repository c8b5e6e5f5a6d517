"""Linear regions against the formula of Euler, activation patterns of sampled points, and iterated maps."""

import itertools
import math

import numpy as np
import pytest

from dlcourse.models.regions import (
    count_regions,
    fold,
    folding_network,
    guaranteed_regions,
    hidden_layers,
    linear_regions,
    maxout_regions,
    mirror_points,
    tent_network,
    upper_regions,
    zaslavsky,
)

SQUARE = [(-3, 3), (-3, 3)]


def random_layers(widths, seed, n_inputs=2):
    rng, layers = np.random.default_rng(seed), []
    for n_in, n_out in itertools.pairwise((n_inputs, *widths)):
        layers.append((rng.standard_normal((n_in, n_out)), rng.standard_normal(n_out)))
    return layers


def patterns(layers, x, slope=0.0):
    """Which side of its kink each unit keeps to, a row per sample."""
    signs = []
    for W, b in layers:
        z = x @ W + b
        signs.append(z > 0)
        x = np.where(z > 0, z, slope * z)
    return np.hstack(signs)


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


@pytest.mark.rows("S111")
def test_random_nets_have_fewer_regions_than_their_bounds():
    assert [zaslavsky(n, 2) for n in (3, 4, 8, 10)] == [7, 11, 37, 56]
    for widths, low, high in [((4,), 5, 11), ((8,), 18, 37), ((8, 8), 40, 142)]:
        counts = [count_regions(random_layers(widths, seed), SQUARE) for seed in range(4)]
        assert low <= min(counts) <= max(counts) <= min(high, upper_regions(widths, 2))
    assert np.median(counts) > zaslavsky(8, 2)  # the second layer adds


@pytest.mark.rows("S110")
def test_the_guaranteed_count_is_a_fraction_to_a_power_and_not_a_binomial():
    assert (guaranteed_regions(4, 2, depth=2), zaslavsky(8, 2)) == (44, 37)
    assert (guaranteed_regions(8, 2, depth=3), zaslavsky(24, 2)) == (9472, 301)
    binomial_reading = math.comb(4, 2) ** (2 * (2 - 1)) * 4**2
    assert (binomial_reading, upper_regions((4, 4), 2)) == (576, 121)  # more than there can be
    for n, d, depth in itertools.product(range(1, 9), range(1, 4), range(1, 4)):
        if n >= d:
            assert guaranteed_regions(n, d, depth) <= upper_regions([n] * depth, d)


@pytest.mark.rows("S112")
def test_the_counts_of_maxout_and_of_many_inputs():
    assert maxout_regions(2, 1, depth=3) == 8
    assert maxout_regions(3, 2, depth=1) == 9
    assert zaslavsky(3, 5) == 8 and zaslavsky(0, 2) == 1  # more inputs than units: all 2^n patterns
    assert upper_regions((1, 5), 2) == 2 * 6  # behind one unit everything lies on a line


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


@pytest.mark.parametrize("bad", [(0, 1, 1), (1, 0, 1), (1, 1, 0), (2.5, 1, 1)])
def test_a_guarantee_needs_counts(bad):
    with pytest.raises(ValueError, match="guaranteed_regions: expected"):
        guaranteed_regions(*bad)
