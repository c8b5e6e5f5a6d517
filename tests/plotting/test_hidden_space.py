"""Pictures of the input and the hidden space: what is drawn lies where the network says."""

import matplotlib
import numpy as np
import pytest

matplotlib.use("agg")

import matplotlib.pyplot as plt  # noqa: E402

from dlcourse.experiments.ch02_xor import hand_set_network, network  # noqa: E402
from dlcourse.plotting import plot_batch_walk, plot_solutions, plot_spaces  # noqa: E402
from dlcourse.plotting.hidden_space import plot_hidden_space, plot_points, point_labels  # noqa: E402


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def markers(ax, marker):
    return np.vstack([line.get_xydata() for line in ax.lines if line.get_marker() == marker])


def test_hidden_panel_shows_zeros_as_circles_and_ones_as_squares_where_they_land():
    _, hidden = plot_spaces(hand_set_network()).axes
    np.testing.assert_allclose(markers(hidden, "o"), [[0, 0], [2, 1]])
    np.testing.assert_allclose(markers(hidden, "s"), [[1, 0], [1, 0]])


def test_input_panel_shows_the_points_as_given():
    left, _ = plot_spaces(hand_set_network()).axes
    np.testing.assert_allclose(markers(left, "s"), [[0, 1], [1, 0]])


def test_middle_panel_of_the_walk_shows_the_points_before_relu():
    middle = plot_batch_walk(hand_set_network()).axes[1]
    np.testing.assert_allclose(markers(middle, "o"), [[0, -1], [2, 1]])


def test_each_panel_of_the_walk_shows_the_edge_of_the_square_folded_so_far():
    for ax, end in zip(plot_batch_walk(hand_set_network()).axes, ([1, 1], [2, 1], [2, 1]), strict=True):
        edge = max((line.get_xydata() for line in ax.lines), key=len)
        np.testing.assert_allclose(edge[[0, -1]], [edge[0]] * 2)  # closed
        np.testing.assert_allclose(edge.max(axis=0), end)


@pytest.mark.parametrize("w", [([1], [-2]), ([3], [0]), ([0], [2])])
def test_readout_line_is_where_the_output_is_one_half(w):
    _, ax = plt.subplots()
    model = network([[1, 1], [1, 1]], [0, -1], w, [0.25])
    plot_hidden_space(model, ax)
    line = next(line for line in ax.lines if line.get_color() == "black")
    np.testing.assert_allclose(line.get_xydata() @ np.array(w) + 0.25, 0.5)


def test_network_with_dead_units_and_no_readout_is_drawn_too():
    assert len(plot_spaces(network(np.zeros((2, 2)), [0, 0], [[0], [0]], [0.5])).axes) == 2


def test_arrows_point_to_the_side_where_the_unit_is_on():
    model = hand_set_network()
    left = plot_spaces(model).axes[0]
    arrows = [text for text in left.texts if not text.get_text()]
    assert len(arrows) == 2
    for j, arrow in enumerate(arrows):
        tip, foot = (np.array([p]) for p in (arrow.xy, arrow.xyann))
        assert model.trace(foot)[1][0, j] == pytest.approx(0, abs=1e-12)
        assert model.trace(tip)[1][0, j] > 0


def test_solutions_have_a_titled_panel_each_and_no_empty_frame():
    models = {name: hand_set_network() for name in ("one", "two", "three")}
    axes = plot_solutions(models).axes
    assert [ax.get_title() for ax in axes[:3]] == ["one", "two", "three"]
    assert not axes[3].axison


def test_marks_that_land_together_are_nested_so_that_each_is_seen():
    _, ax = plt.subplots()
    plot_points(ax, np.array([[0, 0], [0, 0], [1, 0], [0, 0.0]]))
    marks = [line for line in ax.lines if line.get_xydata()[0].tolist() == [0, 0]]
    assert [mark.get_marker() for mark in marks] == ["o", "s", "o"]
    for below, above in zip(marks, marks[1:], strict=False):  # a square's corner sticks out of a circle
        assert below.get_markersize() > above.get_markersize() + 2
        assert below.get_zorder() < above.get_zorder()


def test_where_the_output_is_high_the_plane_is_hatched():
    left = plot_spaces(hand_set_network()).axes[0]
    (shades,) = (found for found in left.collections if getattr(found, "filled", False))
    high = shades.get_paths()[2]
    assert shades.hatches[2] and not any(shades.hatches[:2])
    assert high.contains_point((0, 1)) and not high.contains_point((0, 0))


def test_points_that_land_together_share_a_label():
    assert point_labels(np.zeros((4, 2))) == {0: "00, 01, 10, 11"}
    assert point_labels(np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]])) == {0: "00", 1: "01", 2: "10", 3: "11"}
    _, ax = plt.subplots()
    plot_points(ax, np.array([[0, 0], [1, 0], [1, 0], [2, 1.0]]))
    assert sorted(text.get_text() for text in ax.texts) == ["00", "01, 10", "11"]
