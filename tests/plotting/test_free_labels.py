"""Names of points stand where no line runs; a legend stands above the axes, and no curve reaches it."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from dlcourse.experiments.ch02_xor import hand_set_network
from dlcourse.plotting import plot_batch_walk, plot_loss, plot_paths, plot_spaces, use_style
from dlcourse.plotting.free_labels import free_labels, legend_above


@pytest.fixture(autouse=True)
def closed():
    with plt.rc_context():
        use_style()
        yield
    plt.close("all")


def named(ax, line, direction="offset points"):
    """Axes with a line and a name at the middle of them, after `free_labels`."""
    ax.plot(*np.transpose(line))
    text = ax.annotate("name", (0.5, 0.5), (8, 7), textcoords=direction)
    ax.set(xlim=(0, 1), ylim=(0, 1))
    free_labels(ax.figure)
    return text


def pixels_along(ax, line):
    """Points along a line as drawn."""
    (a, b), t = ax.transData.transform(line), np.linspace(0, 1, 2000)[:, None]
    return (1 - t) * a + t * b


@pytest.mark.parametrize(
    "line", [[(0, 0), (1, 1)], [(0, 1), (1, 0)], [(0, 0.55), (1, 0.55)], [(0.4, 0), (0.9, 1)]]
)
def test_a_name_stands_beside_a_line(line):
    ax = plt.subplots()[1]
    box = named(ax, line).get_window_extent()
    assert not any(box.contains(*point) for point in pixels_along(ax, line))


def test_a_name_with_room_on_all_sides_stands_above_right():
    ax = plt.subplots()[1]
    x, y = named(ax, [(0, 0), (1, 0)]).xyann
    assert x > 0 and y > 0


def test_a_name_at_the_rim_stays_inside():
    ax = plt.subplots()[1]
    ax.set(xlim=(0, 1), ylim=(0, 1))
    text = ax.annotate("a long name", (0.99, 0.99), (8, 7), textcoords="offset points")
    free_labels(ax.figure)
    box = text.get_window_extent()
    assert ax.bbox.x1 >= box.x1 and ax.bbox.y1 >= box.y1


def test_names_close_together_part():
    ax = plt.subplots()[1]
    ax.set(xlim=(0, 1), ylim=(0, 1))
    texts = [ax.annotate("name", (x, 0.5), (8, 7), textcoords="offset points") for x in (0.5, 0.52)]
    free_labels(ax.figure)
    one, two = (text.get_window_extent() for text in texts)
    assert not one.overlaps(two)


@pytest.mark.parametrize("plot", [plot_batch_walk, plot_spaces])
def test_no_name_in_the_figures_of_chapter_2_lies_on_a_straight_line(plot):
    figure = plot(hand_set_network())
    figure.draw_without_rendering()
    for ax in figure.axes:
        boxes = [text.get_window_extent() for text in ax.texts if text.get_text()]
        for line in ax.lines:
            if line.get_linestyle() != "None":
                ends, t = ax.transData.transform(line.get_xydata()), np.linspace(0, 1, 100)[:, None, None]
                along = (1 - t) * ends[:-1] + t * ends[1:]
                assert not any(((box.min <= along) & (along <= box.max)).all(axis=-1).any() for box in boxes)


@pytest.mark.parametrize("n_runs", [2, 5, 9])
def test_a_legend_lies_above_the_axes_and_inside_the_figure(n_runs):
    ax = plot_loss({f"a run, the one of number {i}": [1.0, 0.5] for i in range(n_runs)})
    ax.figure.draw_without_rendering()
    legend = ax.get_legend().get_window_extent()
    assert (
        legend.y0 >= ax.bbox.y1
        and ax.figure.bbox.containsx(legend.x1)
        and ax.figure.bbox.containsy(legend.y1)
    )
    assert ax.bbox.height > 0.45 * 3.2 * ax.figure.dpi


def test_short_names_share_a_row():
    ax = plot_paths(lambda p: p[:, 0] ** 2 + p[:, 1], {"a": [[0, 0], [1, 1]], "b": [[0, 1], [1, 0]]})
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.get_legend().get_texts()]
    assert boxes[0].y0 == pytest.approx(boxes[1].y0)


def test_the_order_of_a_legend_can_be_turned():
    ax = plt.subplots()[1]
    for label in "ab":
        ax.plot([0, 1], label=label)
    assert [text.get_text() for text in legend_above(ax, reverse=True).get_texts()] == ["b", "a"]
