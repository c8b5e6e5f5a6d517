"""Chapter 5: backpropagation. The drawing of a graph: nodes apart, inputs left, all numbers there."""

from itertools import combinations

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from dlcourse.experiments import backpropagation, paths
from dlcourse.plotting import draw_graph, use_style
from dlcourse.plotting.graphs import RADIUS, layout

NEURON = backpropagation.neuron_graph(backpropagation.training_step())
GRAPHS = [NEURON, paths.squared_residual(), paths.exponential(0.5, 2, 1), paths.two_paths(1, 2, 3)]


@pytest.fixture(autouse=True)
def _no_window():
    matplotlib.use("Agg")
    use_style()
    yield
    plt.close("all")


@pytest.mark.parametrize("graph", GRAPHS)
def test_edges_lead_to_the_right_and_nodes_stand_apart(graph):
    place = layout(list(graph.values), graph.edges)
    assert all(place[tail][0] < place[head][0] for tail, head, _ in graph.edges)
    for a, b in combinations(place.values(), 2):
        assert np.hypot(a[0] - b[0], a[1] - b[1]) > 3 * RADIUS


def test_inputs_stand_right_before_their_first_use():
    graph = paths.squared_residual()
    place = layout(list(graph.values), graph.edges)
    assert place["y"][0] == place["u1"][0] > place["w"][0]


def shown(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_values_gradients_and_factors_are_written():
    gradients = paths.sweep_back(NEURON.edges, "J").by
    texts = shown(
        draw_graph(NEURON.values, NEURON.edges, values=NEURON.values, gradients=gradients, digits=3)
    )
    assert {"0.379", "0.594", "0.122", "0.0595", "0.0607", "$\\times$ 0.241", "$\\hat{y}$", "$w_{1}$"} <= set(
        texts
    )


def test_numbers_can_be_left_out():
    edges = paths.four_paths()
    texts = shown(draw_graph(["x", "u1", "u2", "u3", "u4", "u5"], edges, factors=False))
    assert [text for text in texts if text] == ["$x$", *(f"$u_{{{i}}}$" for i in range(1, 6))]


@pytest.mark.parametrize("graph", GRAPHS)
def test_no_text_is_cut_off_or_lies_on_another(graph):
    gradients = paths.sweep_back(graph.edges, graph.edges[-1][1]).by
    figure = draw_graph(graph.values, graph.edges, values=graph.values, gradients=gradients)
    figure.canvas.draw()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts if text.get_text()]
    assert all(figure.bbox.containsx(box.x0) and figure.bbox.containsx(box.x1) for box in boxes)
    assert all(figure.bbox.containsy(box.y0) and figure.bbox.containsy(box.y1) for box in boxes)
    upright = [t.get_window_extent() for t in figure.axes[0].texts if t.get_text() and t.get_rotation() == 0]
    assert not any(a.overlaps(b) for a, b in combinations(upright, 2))


def test_edges_side_by_side_bend_apart():
    figure = draw_graph(["x", "y"], [("x", "y", 1), ("x", "y", 2), ("x", "y", 3)])
    heights = {t.get_text(): t.get_position()[1] for t in figure.axes[0].texts}
    assert heights["$\\times$ 1"] > heights["$\\times$ 2"] + 0.2 > heights["$\\times$ 3"] + 0.4


def test_an_edge_to_nowhere_is_refused():
    with pytest.raises(ValueError, match="draw_graph: expected edges between nodes, got 'x' -> 'z'"):
        draw_graph(["x", "y"], [("x", "z", 1.0)])
