"""Chapter 6: the drawing of a recorded or symbolic graph: every node, number and word is there."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from dlcourse import ops
from dlcourse.experiments.ch06_cost_of_derivatives import five_nodes, nested_derivatives, two_inputs
from dlcourse.graphs import Symbol, graph_of
from dlcourse.plotting import use_style
from dlcourse.plotting.recorded_graph import describe_graph, draw_recorded_graph, node_names
from dlcourse.tensor import Tensor


@pytest.fixture(autouse=True)
def _no_window():
    matplotlib.use("Agg")
    use_style()
    yield
    plt.close("all")


def shown(figure):
    return [text.get_text() for text in figure.axes[0].texts if text.get_text()]


def n_circles(figure):
    return sum(patch.get_gid() == "node" for patch in figure.axes[0].patches)


@pytest.mark.rows("S128")
def test_a_product_with_its_values_gradients_and_factors():
    x, y = Tensor(2.0), Tensor(3.0)
    figure = draw_recorded_graph(x * y, {x: "x", y: "y"})
    assert sorted(shown(figure)) == sorted(
        ["$x$", "$y$", "$u_{1}$", "2", "3", "6", "3", "2", "1", "× 3", "× 2", "×"]
    )


@pytest.mark.rows("L026")
def test_a_graph_of_symbols_with_values_is_drawn_as_the_recorded_one():
    example = two_inputs()
    symbolic = draw_recorded_graph(example.nodes["e"], example.names, example.values)
    a, b = Tensor(2.0), Tensor(1.0)
    c, d = a + b, b + 1.0
    e = c * d
    recorded = draw_recorded_graph(e, dict(zip((a, b, c, d, e), "abcde", strict=True)))
    assert shown(symbolic) == shown(recorded)
    assert symbolic.get_label() == recorded.get_label()


@pytest.mark.rows("F020")
def test_a_graph_of_symbols_without_values_shows_no_number():
    example = two_inputs()
    assert shown(draw_recorded_graph(example.nodes["e"], example.names)) == [
        "$a$", "$b$", "$c$", "+", "$d$", "+", "$e$", "×"
    ]  # fmt: skip


@pytest.mark.rows("F025")
def test_the_backward_numbers_of_the_five_nodes_are_drawn():
    example = five_nodes()
    figure = draw_recorded_graph(example.nodes["u5"], example.names, example.values)
    assert n_circles(figure) == len(example.graph) == 16
    assert {"27", "18", "54", "32"} <= set(shown(figure))


@pytest.mark.rows("S148")
def test_a_derivative_is_a_graph_that_can_be_drawn():
    w, (_, derivative) = nested_derivatives(3, order=1)
    figure = draw_recorded_graph(derivative, values={w: 0.4}, gradients=False)
    assert n_circles(figure) == len(graph_of(derivative))
    # three times the function and, in its slope sigmoid(x) sigmoid(-x), the same of -x
    assert shown(figure).count("sigmoid") == 6 and shown(figure).count("×") == 6


@pytest.mark.rows("S130")
def test_arrays_show_their_shape_and_the_op():
    X, W, b = (Tensor(np.ones(shape)) for shape in ((5, 3), (3, 2), (2,)))
    figure = draw_recorded_graph(ops.relu(X @ W + b), {X: "X", W: "W", b: "b"})
    texts = shown(figure)
    assert {"5×3", "3×2", "5×2", "relu", "+", "@"} <= set(texts)
    assert not any("× " in text for text in texts)


def test_long_names_of_ops_become_initials():
    z = Tensor(np.zeros((2, 3)))
    figure = draw_recorded_graph(ops.softmax_cross_entropy(z, np.array([0, 2])), {z: "z"})
    assert "SCE" in shown(figure) and "1.1" in shown(figure)
    assert "u1 = softmaxCrossEntropy(z, array of shape (2,)) = 1.1, gradient 1." in figure.get_label()


def test_the_alt_text_says_every_node_in_order():
    example = two_inputs()
    assert describe_graph(example.nodes["e"], example.names, example.values) == (
        "Computational graph. a = 2, gradient 2. b = 1, gradient 5. c = add(a, b) = 3, gradient 2. "
        "d = add(b, 1) = 2, gradient 3. e = multiply(c, d) = 6, gradient 1."
    )
    assert describe_graph(example.nodes["c"], example.names) == "Computational graph. a. b. c = add(a, b)."


def test_a_leaf_alone_is_a_graph_of_one_node():
    figure = draw_recorded_graph(Tensor(2.0))
    assert n_circles(figure) == 1 and figure.get_label() == "Computational graph. c1 = 2, gradient 1."


def test_names_are_given_kept_or_made_and_never_twice():
    x, u1 = Symbol("x"), Symbol("u1")
    y = x * u1 + Symbol("x2")
    assert list(node_names(graph_of(y), {}).values()) == ["x", "u1", "u2", "x2", "u3"]
    with pytest.raises(ValueError, match="draw_recorded_graph: expected one name per node, got 'x' twice"):
        draw_recorded_graph(x * Symbol("x"))


def test_drawing_leaves_the_graph_as_it_was():
    x = Tensor(2.0)
    y = x * x
    draw_recorded_graph(y, {x: "x"})
    assert y.inputs == (x, x) and len(graph_of(y)) == 2
