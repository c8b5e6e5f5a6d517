"""Light SVG: fewer numbers, the same picture."""

import re

import numpy as np
import pytest

from dlcourse.plotting.lighter import TOLERANCE, lighter, straightened


def way(svg):
    """The pieces of the only path of a picture."""
    return re.search(r' d="([^"]*)"', svg)[1].split("\n")


def path(data):
    return f'<svg><!-- a comment -->\n   <g id="axes_1"><path d="{data}"/></g></svg>'


def test_points_on_a_straight_way_go_and_corners_stay():
    assert way(lighter(path("M 0 0 \nL 1 0.01 \nL 2 0 \nL 2 5 \nL 2 9 \nz"))) == [
        "M 0 0",
        "L 2 0",
        "L 2 9",
        "z",
    ]


def test_curves_stay_and_lines_after_them_begin_where_they_end():
    data = "M 0 0 \nQ 1 1 2 0 \nL 3 0 \nL 4 0 \nC 5 0 6 1 7 1 \nL 7 2 \nz \nM 9 9 \nL 8 8"
    assert way(lighter(path(data))) == [
        "M 0 0", "Q 1 1 2 0", "L 4 0", "C 5 0 6 1 7 1", "L 7 2", "z", "M 9 9", "L 8 8"
    ]  # fmt: skip


def test_a_title_is_taken_as_it_is():
    assert r"<title>\sigma &amp; \1</title>" in lighter("<svg><metadata>x</metadata></svg>", r"\sigma & \1")


def test_numbers_are_tenths():
    assert way(lighter(path("M 1.23456 -7.0001 \nL 1.5e1 0.04"))) == ["M 1.2 -7", "L 15 0"]


def test_comments_names_of_groups_and_indentation_go_and_the_title_is_there():
    svg = path("M 0 0 \nL 1 1").replace("<svg>", "<svg><metadata>by a\nprogram</metadata>")
    assert (
        lighter(svg, title="a < b") == '<svg><title>a &lt; b</title>\n<g><path d="M 0 0\nL 1 1"/></g></svg>'
    )


@pytest.mark.parametrize("seed", range(5))
def test_what_goes_lies_on_the_way_that_is_left(seed):
    points = np.cumsum(np.random.default_rng(seed).normal(size=(200, 2)) * (0.02, 0.02), axis=0)
    left = straightened(points)
    assert 2 <= len(left) < len(points)
    np.testing.assert_array_equal(left[[0, -1]], points[[0, -1]])
    for point in points:
        assert (
            min(distance(point, a, b) for a, b in zip(left[:-1], left[1:], strict=True)) <= TOLERANCE + 1e-12
        )


def distance(point, a, b):
    """From a point to the line between two others."""
    t = np.clip((point - a) @ (b - a) / max((b - a) @ (b - a), 1e-300), 0, 1)
    return np.hypot(*(a + t * (b - a) - point))


def test_a_closed_way_keeps_its_corners():
    square = [(0, 0), (0, 1), (1, 1), (1, 0), (0, 0)]
    assert straightened(square).tolist() == [list(map(float, corner)) for corner in square]
    assert straightened([]).shape == (0, 2)
