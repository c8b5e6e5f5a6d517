"""The drawing of a network: its weights from the model, on their edges, nothing on anything else."""

from itertools import combinations

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from gallery import FIGURES, mlp, network_with_gradients, worked_network
from matplotlib.backends.backend_agg import FigureCanvasAgg
from test_graphs import corners, lies_in, points_of

from dlcourse import ops
from dlcourse.experiments.ch02_xor import hand_set_network
from dlcourse.layers import Conv2d, Linear, Sequential
from dlcourse.plotting import COLORS, draw_network, use_style

NETWORKS = [name for name in FIGURES if name.startswith("network: ")]


@pytest.fixture(autouse=True)
def _no_window():
    matplotlib.use("Agg")
    use_style()
    yield
    plt.close("all")


def texts(figure, gid=None):
    return [t.get_text() for t in figure.axes[0].texts if gid is None or t.get_gid() == gid]


def units(figure):
    """The extent of each unit, in pixels."""
    patches = [patch for patch in figure.axes[0].patches if patch.get_gid() == "unit"]
    return [patch.get_window_extent() for patch in patches]


def edges(figure):
    return figure.axes[0].lines


def test_units_stand_in_columns_from_the_inputs_to_the_outputs():
    figure = draw_network(mlp(2, 3, 1))
    middles = np.array([[(u.x0 + u.x1) / 2, (u.y0 + u.y1) / 2] for u in units(figure)])
    columns = [middles[:2], middles[2:5], middles[5:]]
    assert all(np.ptp(column[:, 0]) < 1e-6 for column in columns)
    assert columns[0][0, 0] < columns[1][0, 0] < columns[2][0, 0]
    assert all((np.diff(column[:, 1]) < 0).all() for column in columns)  # the first unit on top
    assert np.ptp([column[:, 1].mean() for column in columns]) < 1e-6


def test_each_edge_carries_its_weight_and_each_unit_its_bias():
    figure = draw_network(hand_set_network())
    assert sorted(texts(figure, "weight")) == ["1", "1", "1", "1", "1", "−2"]
    assert [text for text in texts(figure) if text.startswith("bias")] == ["bias 0", "bias −1", "bias 0"]
    assert {"$x_{1}$", "$h_{2}$", "$\\hat{y}$", "relu", "linear"} <= set(texts(figure))


def test_a_weight_stands_beside_its_own_edge():
    figure = draw_network(worked_network()[0])
    labels = [text for text in figure.axes[0].texts if text.get_gid() == "weight"]
    net = worked_network()[1]
    weights = [W[i, j] for W in (net.W1, net.W2) for i in range(2) for j in range(2)]
    assert [float(label.get_text()) for label in labels] == weights
    for label, line in zip(labels, edges(figure), strict=True):
        distances = [off(label.get_position(), other.get_xydata()) for other in edges(figure)]
        assert off(label.get_position(), line.get_xydata()) == min(distances) < 0.15


def off(point, ends):
    """The distance of a point from the line between two ends."""
    a, b = ends
    t = np.clip((point - a) @ (b - a) / ((b - a) @ (b - a)), 0, 1)
    return np.hypot(*(a + t * (b - a) - point))


def test_lines_say_how_large_a_weight_is_and_its_sign():
    by_weight = dict(zip((1, -2), edges(draw_network(hand_set_network()))[4:], strict=True))
    assert by_weight[-2].get_linewidth() == 3.0 > by_weight[1].get_linewidth() > 0.7
    assert by_weight[1].get_linestyle() == "-" and by_weight[-2].get_linestyle() == "--"


@pytest.mark.parametrize("name", NETWORKS)
def test_no_text_lies_on_another_on_a_unit_or_on_an_edge(name):
    figure = FIGURES[name]()
    renderer = FigureCanvasAgg(figure).get_renderer()
    shown = figure.axes[0].texts
    places = [corners(text, renderer) for text in shown]
    for a, b in combinations(places, 2):
        assert not lies_in(points_of(a), b).any() and not lies_in(points_of(b), a).any()
    written = [place for text, place in zip(shown, places, strict=True) if text.get_gid() == "weight"]
    low, high = (
        np.array([[getattr(u, f"x{k}"), getattr(u, f"y{k}")] for u in units(figure)]) for k in (0, 1)
    )
    ends = [figure.axes[0].transData.transform(line.get_xydata()) for line in edges(figure)]
    ways = np.concatenate([a + np.linspace(0, 1, 200)[:, None] * (b - a) for a, b in ends])
    for place in written:
        points = points_of(place)[:, None]
        assert not ((low < points) & (points < high)).all(axis=2).any()
        assert not lies_in(ways, place).any()


def test_a_number_that_an_edge_crosses_has_a_ground():
    figure = FIGURES["network: wide"]()
    crossed = [text for text in figure.axes[0].texts if text.get_bbox_patch() is not None]
    assert crossed and all(text.get_text().startswith("bias") for text in crossed)


def test_weights_that_do_not_fit_are_left_out_all_together():
    assert len(texts(draw_network(mlp(2, 4, 1), digits=2), "weight")) == 12
    figure = draw_network(mlp(5, 6, 5))
    assert not texts(figure, "weight") and len(edges(figure)) == 60


def test_a_wide_layer_shows_a_few_units_and_says_how_many_there_are():
    figure = draw_network(mlp(64, 100, 10))
    assert len(units(figure)) == 12 and texts(figure).count("⋮") == 3
    assert {"64 inputs", "relu\n100 units".split("\n")[1], "$h_{100}$", "10 units"} <= set(texts(figure))
    assert figure.get_label() == "A network 64-100-10."


def test_values_stand_above_and_gradients_below():
    figure = network_with_gradients()
    heights = {text.get_text(): text.get_position()[1] for text in figure.axes[0].texts}
    assert heights["0.593"] > heights["$h_{1}$"] > heights["0.0364"] > heights["bias 0.35"] - 1
    gradient = next(text for text in figure.axes[0].texts if text.get_text() == "0.0364")
    assert gradient.get_color() == COLORS["blue"]


def test_what_is_highlighted_stands_out():
    figure = FIGURES["network: a path"]()
    colors = [line.get_color() for line in edges(figure)]
    assert [k for k, color in enumerate(colors) if color == COLORS["blue"]] == [4, 5]
    rings = [patch.get_linewidth() for patch in figure.axes[0].patches]
    assert rings.index(max(rings)) == 2 and rings.count(max(rings)) == 1


def test_a_long_name_gets_a_wider_unit_and_no_edge_enters_it():
    figure = FIGURES["network: named inputs"]()
    age, _, y_hat = units(figure)
    assert age.width > 1.1 * y_hat.width
    wide = draw_network(mlp(2, 100, 1))
    last = [patch for patch in wide.axes[0].patches if patch.get_gid() == "unit"][
        5
    ]  # x1, x2, h1, h2, h3, h100
    for line in edges(wide):
        way = line.get_xydata()[0] + np.linspace(0, 1, 200)[:, None] * np.diff(line.get_xydata(), axis=0)
        assert not last.get_path().contains_points(way, radius=-0.01).any()


def test_the_label_says_the_network_in_words():
    words = draw_network(hand_set_network()).get_label()
    assert words == (
        "A network 2-2-1. Inputs x1, x2. Output y_hat. h1: 1 from x1, 1 from x2, bias 0. "
        "h2: 1 from x1, 1 from x2, bias −1. y_hat: 1 from h1, −2 from h2, bias 0."
    )


def test_what_cannot_be_drawn_is_refused():
    rng = np.random.default_rng(0)
    for model in (Sequential(Conv2d(1, 2, 3, rng=rng), Linear(2, 1, rng=rng)), Sequential(ops.relu), None):
        with pytest.raises(ValueError, match="draw_network: expected a Sequential of Linear layers"):
            draw_network(model)
    with pytest.raises(ValueError, match="expected 2 names of inputs, got 1; name each of them"):
        draw_network(mlp(2, 1), inputs=["a"])
    with pytest.raises(ValueError, match="expected above with 2 arrays, the one of column 1 with 1 numbers"):
        draw_network(mlp(2, 1), above=[[1, 2], [3, 4]])
