"""A unit in the plane: its line, its arrow to the side of 1, marks by targets, functions not learned."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from dlcourse.plotting import panels, plot_functions, plot_targets, plot_unit

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


@pytest.fixture
def ax():
    yield panels()[1]
    plt.close("all")


def test_the_arrow_points_along_the_weights_from_the_line(ax):
    plot_unit(ax, [1.0, 1.0], -1.5, X, [0, 0, 0, 1])
    arrow = next(text for text in ax.texts if text.arrow_patch)
    np.testing.assert_allclose(arrow.xyann, [0.75, 0.75], atol=1e-12)  # the foot lies on the line
    tip = np.array(arrow.xy) - arrow.xyann
    assert tip[0] == pytest.approx(tip[1]) and tip[0] > 0


def test_a_level_moves_the_line_and_a_unit_without_one_has_no_arrow(ax):
    plot_unit(ax, [1.0, 1.0], -1.0, X, [0, 0, 0, 1], level=0.5)
    np.testing.assert_allclose(next(t for t in ax.texts if t.arrow_patch).xyann, [0.75, 0.75], atol=1e-12)
    before = len(ax.texts)
    plot_unit(ax, [0.0, 0.0], 1.0, X, [0, 0, 0, 1])
    assert len(ax.texts) == before


def test_marks_follow_targets_and_a_ring_the_mistake(ax):
    plot_targets(ax, X, [0, 1, 1, 0])
    assert [line.get_marker() for line in ax.lines] == ["o", "s", "s", "o"]
    plot_unit(ax, [1.0, 0.0], 0.0, X, [0, 1, 1, 0], mistake=2)
    ring = ax.lines[-1]
    assert ring.get_xydata().tolist() == [[1.0, 0.0]] and ring.get_markerfacecolor() == "none"


def test_functions_that_are_not_learned_stand_on_gray():
    figure = plot_functions([[0, 1, 1, 0], [0, 0, 0, 1]], [False, True])
    gray, white = figure.axes[0].patches
    assert gray.get_facecolor()[3] > 0 and white.get_facecolor()[3] == 0
    assert len(figure.axes[0].lines) == 8
    plt.close("all")


def test_a_larger_square_is_shown_up_to_where_it_is_asked_to_end(ax):
    plot_unit(ax, [1.0, -3.0], 0.0, [[0, 0], [2, 1]], [0, 1], high=2.4)
    assert ax.get_xlim()[1] == ax.get_ylim()[1] == 2.4 and ax.get_xticks().tolist() == [0, 1, 2]
    foot = next(text for text in ax.texts if text.arrow_patch).xyann
    np.testing.assert_allclose(foot, [1.2, 0.4], atol=1e-12)  # nearest to the middle, (1, 1)
