"""Convex polygons of the frame: parts make up the whole; what lies within does not widen the hull."""

import numpy as np
import pytest
from scipy.spatial import ConvexHull

from dlcourse.widgets.frame.polygons import height, is_inside, part_inside, sides, split

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
