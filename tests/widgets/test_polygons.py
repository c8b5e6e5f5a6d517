"""Polygons of the frame: parts make up the whole, the hull holds what lies within; regions of layers."""

import numpy as np
import pytest
from scipy.spatial import ConvexHull

from dlcourse.models.regions import linear_regions
from dlcourse.widgets.frame.polygons import height, is_inside, nearest_on, part_inside, sides, split
from dlcourse.widgets.frame.regions import cut_by_layer, whole

SQUARE = [[-1, -1], [1, -1], [1, 1], [-1, 1]]


def polygon(rng):
    """The hull of some points, counterclockwise or clockwise."""
    points = rng.uniform(-1, 1, (9, 2))
    corners = points[ConvexHull(points).vertices].tolist()
    return corners if rng.random() < 0.5 else corners[::-1]


def area(corners):
    x, y = np.array(corners).T
    return abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


@pytest.mark.parametrize("seed", range(20))
def test_a_line_cuts_a_polygon_into_parts_that_make_it_up(seed):
    rng = np.random.default_rng(seed)
    corners, (a, b, c) = polygon(rng), rng.uniform(-1, 1, 3)
    parts = split(corners, (a, b, c / 2))
    assert sum(area(part) for part in parts if part) == pytest.approx(area(corners))
    for side, part in zip((1, -1), parts, strict=True):
        assert all(side * height(p, (a, b, c / 2)) > -1e-9 for p in part)


def test_a_line_beside_or_along_a_side_cuts_off_nothing():
    assert split(SQUARE, (1, 0, 1)) == [SQUARE, []] and split(SQUARE, (0, -1, -2)) == [[], SQUARE]
    through, rest = split(SQUARE, (1, -1, 0))  # through two corners
    assert [len(through), len(rest)] == [3, 3]


@pytest.mark.parametrize("seed", range(20))
def test_what_lies_within_is_a_sum_of_corners_with_shares(seed):
    rng = np.random.default_rng(seed)
    corners = polygon(rng)
    for share in rng.dirichlet(np.ones(len(corners)), 20):
        assert is_inside(share @ np.array(corners), corners)
    outside = [p for p in rng.uniform(-1.2, 1.2, (60, 2)) if area_with(corners, p) > area(corners) + 1e-6]
    assert outside and not any(is_inside(p, corners) for p in outside)
    assert [len(sides(corners)), is_inside(corners[0], corners)] == [len(corners), True]


def area_with(corners, point):
    """The area of the hull with one more point."""
    return ConvexHull([*corners, point]).volume


@pytest.mark.parametrize("seed", range(20))
def test_the_part_of_a_way_within_is_where_its_points_lie_within(seed):
    rng = np.random.default_rng(seed)
    corners, p, q = polygon(rng), *rng.uniform(-1.2, 1.2, (2, 2))
    at = np.linspace(0, 1, 4001)
    within = [t for t in at if is_inside(p + t * (q - p), corners)]
    found = part_inside(p, q, corners)
    if len(within) < 2:
        assert found is None or np.linalg.norm(np.subtract(*found)) < 2e-3
        return
    ends = np.array([p + t * (q - p) for t in (within[0], within[-1])])
    np.testing.assert_allclose(found, ends, atol=2e-3)


def test_a_way_beside_a_polygon_has_no_part_within():
    assert part_inside((-2, 2), (2, 2), SQUARE) is None
    assert part_inside((2, 0), (0, 2.1), SQUARE) is None
    np.testing.assert_allclose(part_inside((-2, 1), (2, 1), SQUARE), [(-1, 1), (1, 1)])  # along a side


@pytest.mark.parametrize("widths", [(4,), (3, 4), (4, 3, 3), (5, 4, 4, 4)])
def test_regions_of_layers_are_those_that_fractions_count_and_make_up_the_square(widths):
    rng, n, layers = np.random.default_rng(len(widths)), 2, []
    for width in widths:
        layers.append((rng.standard_normal((n, width)), rng.standard_normal(width) / 2))
        n = width
    parts = whole(SQUARE)
    for W, b in layers:
        parts, counts, _ = cut_by_layer(parts, W.tolist(), b.tolist())
        assert counts[-1] == len(parts) and counts == sorted(counts)
    exact = linear_regions(layers, [(-1, 1), (-1, 1)])
    areas = sorted(area(part["corners"]) for part in parts)
    np.testing.assert_allclose(areas, sorted(map(area, exact)), atol=1e-9)
    assert sum(areas) == pytest.approx(4)


def test_in_a_region_units_pass_on_what_a_forward_pass_finds():
    W, b = [[1.0, -2.0], [0.5, 1.0]], [0.1, -0.2]
    parts, _, lines = cut_by_layer(whole(SQUARE), W, b)
    for part in parts:
        x = np.mean(part["corners"], axis=0)
        found = [height(x, line) for line in part["h"]]
        np.testing.assert_allclose(found, np.maximum(0, x @ np.array(W) + b), atol=1e-12)
    assert len(parts) == 4 and [len(pieces) for pieces in lines] == [1, 1]


def test_the_nearest_point_of_segments_is_no_farther_than_any_other():
    rng = np.random.default_rng(3)
    pieces, spot = rng.uniform(-1, 1, (5, 2, 2)), rng.uniform(-1, 1, 2)
    found = nearest_on(pieces.tolist(), spot.tolist())
    fine = np.concatenate([p + np.linspace(0, 1, 2001)[:, None] * (q - p) for p, q in pieces])
    assert np.linalg.norm(found - spot) == pytest.approx(np.linalg.norm(fine - spot, axis=1).min(), abs=1e-5)
    assert nearest_on([], [0, 0]) is None
