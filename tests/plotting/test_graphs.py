"""Chapter 5: backpropagation. The drawing of a graph: all numbers there, none on another or on an edge."""

from itertools import combinations

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from dlcourse.experiments import ch05_backpropagation as backpropagation
from dlcourse.experiments import ch05_paths as paths
from dlcourse.plotting import draw_graph, use_style
from dlcourse.plotting.graphs import symbol

NEURON = backpropagation.neuron_graph(backpropagation.training_step())
GRAPHS = [NEURON, paths.squared_residual(), paths.exponential(0.5, 2, 1), paths.two_paths(1, 2, 3)]


@pytest.fixture(autouse=True)
def _no_window():
    matplotlib.use("Agg")
    use_style()
    yield
    plt.close("all")


def shown(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_values_gradients_and_factors_are_written():
    gradients = paths.sweep_back(NEURON.edges, "J").wrt
    texts = shown(
        draw_graph(NEURON.values, NEURON.edges, values=NEURON.values, gradients=gradients, digits=3)
    )
    assert {"0.379", "0.594", "0.122", "0.0595", "0.0607", "× 0.241", "$\\hat{y}$", "$w_{1}$"} <= set(texts)


def test_numbers_can_be_left_out():
    edges = paths.four_paths()
    texts = shown(draw_graph(["x", "u1", "u2", "u3", "u4", "u5"], edges, factors=False))
    assert [text for text in texts if text] == ["$x$", *(f"$u_{{{i}}}$" for i in range(1, 6))]


SAMPLES = [(graph.values, graph.edges, graph.values) for graph in GRAPHS]
WORDS = [f"a long name {i}" for i in range(4)]
SAMPLES += [
    (WORDS, [(a, b, -0.123) for a, b in combinations(WORDS, 2)], dict.fromkeys(WORDS, -1.23e-7)),
    (
        [*"abcde"],
        [(a, b, 0.5) for a, b in ["ab", "ab", "bc", "bc", "ae", "ce", "bd", "de"]],
        dict.fromkeys("abcde", 1),
    ),
]


def corners(text, renderer):
    """Center, half size and angle of a text as drawn, in pixels."""
    box = text.get_window_extent(renderer)
    angle = np.radians(text.get_rotation())
    text.set_rotation(0)
    upright = text.get_window_extent(renderer)
    text.set_rotation(np.degrees(angle))
    half = np.array([upright.width, upright.height]) / 2
    return np.array([box.x0 + box.x1, box.y0 + box.y1]) / 2, half, angle


def lies_in(points, text):
    """Which points lie in a text, in the height of its letters."""
    center, half, angle = text
    across = (points - center) @ turn(-angle).T
    return (abs(across) < half * (1, 0.8)).all(axis=1)


def turn(angle):
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def points_of(text):
    """A grid of points over a text."""
    center, half, angle = text
    grid = np.array([(s, t) for s in np.linspace(-0.95, 0.95, 15) for t in (-0.8, 0, 0.8)])
    return center + grid * half @ turn(angle).T


@pytest.mark.parametrize(("nodes", "edges", "values"), SAMPLES)
def test_no_text_is_cut_off_or_lies_on_another_or_on_an_edge(nodes, edges, values):
    figure = draw_graph(nodes, edges, values=values, gradients=dict.fromkeys(nodes, -0.0123))
    renderer = FigureCanvasAgg(figure).get_renderer()
    places = [corners(text, renderer) for text in figure.axes[0].texts if text.get_text()]
    for center, half, angle in places:
        turned = abs(np.cos(angle)) * half + abs(np.sin(angle)) * half[::-1]
        assert (center - turned > 0).all() and (center + turned < figure.bbox.size).all()
    for a, b in combinations(places, 2):
        assert not lies_in(points_of(a), b).any() and not lies_in(points_of(b), a).any()
    for patch in figure.axes[0].patches:
        if patch.get_gid() != "node":
            way = figure.axes[0].transData.transform(patch.get_path().interpolated(4).vertices)
            assert not any(lies_in(way, place).any() for place in places)


def test_edges_side_by_side_bend_apart():
    figure = draw_graph(["x", "y"], [("x", "y", 1), ("x", "y", 2), ("x", "y", 3)])
    heights = {t.get_text(): t.get_position()[1] for t in figure.axes[0].texts}
    assert heights["× 1"] > heights["× 2"] + 0.1 > heights["× 3"] + 0.2


def test_a_node_is_as_wide_as_its_name():
    figure = draw_graph(["x", "a long name"], [("x", "a long name", 1)])
    circle, pill = (p.get_path().get_extents() for p in figure.axes[0].patches if p.get_gid() == "node")
    assert circle.width == pytest.approx(circle.height) == pytest.approx(pill.height)
    assert pill.width > 2 * pill.height


def test_the_alt_text_says_nodes_and_edges():
    alt = draw_graph(
        ["x", "y"], [("x", "y", 2)], values={"x": 1, "y": 2}, gradients={"x": 2}, ops={"y": "double"}
    ).get_label()
    assert alt == "Graph. x = 1, gradient 2. y = 2 by double. From x to y times 2."
    assert draw_graph(["x", "y"], [("x", "y", 2)], factors=False).get_label() == "Graph. x. y. From x to y."


def test_a_name_that_is_no_formula_stays_as_it_is():
    assert [symbol(name) for name in ("dJ/dw", "cost_in_$", "h_1", "theta", "loss")] == [
        "dJ/dw", r"cost_in_\$", "$h_{1}$", r"$\theta$", r"$\mathrm{loss}$"
    ]  # fmt: skip


def test_a_drawing_can_be_saved_twice(tmp_path):
    figure = draw_graph(["x", "y"], [("x", "y", 2)])
    for name in ("one.svg", "two.svg"):
        figure.savefig(tmp_path / name, metadata={"Date": None})
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_an_edge_to_nowhere_is_refused():
    with pytest.raises(ValueError, match="draw_graph: expected edges between nodes, got 'x' -> 'z'"):
        draw_graph(["x", "y"], [("x", "z", 1.0)])
