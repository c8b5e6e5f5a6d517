"""The graph as data: order, operations, inputs, consumers, and what lies between."""

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.graphs import Graph, Symbol, get_consumers, get_inputs, get_operation, graph_of, prune
from dlcourse.tensor import Tensor


def e_of(kind):
    """e = (a + b) * (b + 1): the nodes a, b, c, d, e."""
    a, b = (Symbol("a"), Symbol("b")) if kind is Symbol else (Tensor(2.0), Tensor(1.0))
    c, d = a + b, b + 1.0
    return a, b, c, d, c * d


both_kinds = pytest.mark.parametrize("kind", [Symbol, Tensor])


@pytest.mark.rows("S151")
@both_kinds
def test_the_book_s_three_questions_are_answered(kind):
    a, b, c, d, e = e_of(kind)
    graph = graph_of(e)
    assert (get_operation(a), get_operation(c), get_operation(e)) == (None, ops.add, ops.multiply)
    assert (get_inputs(a), get_inputs(d), get_inputs(e)) == ((), (b, 1.0), (c, d))
    assert [get_consumers(V, graph) for V in (a, b, c, e)] == [[c], [c, d], [e], []]


@pytest.mark.rows("S138")
@both_kinds
def test_every_variable_comes_after_its_inputs_and_once(kind):
    a, b, c, d, e = e_of(kind)
    graph = graph_of(e)
    assert set(graph.variables) == {a, b, c, d, e} and len(graph) == 5
    place = {V: i for i, V in enumerate(graph.variables)}
    assert all(place[x] < place[V] for V in (c, e) for x in get_inputs(V))
    assert graph.n_edges == 5


def test_consumers_are_those_within_the_graph():
    a, b, c, d, e = e_of(Symbol)
    assert get_consumers(b, graph_of(c)) == [c]
    assert get_consumers(Symbol("apart"), graph_of(e)) == []


def test_a_variable_at_two_positions_has_one_consumer_and_two_edges():
    x = Symbol("x")
    graph = graph_of(y := x * x)
    assert get_consumers(x, graph) == [y] and graph.n_edges == 2


@pytest.mark.rows("S156")
def test_pruning_keeps_the_ancestors_of_z_that_descend_from_a_target():
    a, b, c, d, e = e_of(Symbol)
    beside = c * 7.0
    graph = graph_of(e, beside)
    assert set(prune(graph, e, [a]).variables) == {a, c, e}
    assert set(prune(graph, e, [b]).variables) == {b, c, d, e}
    assert set(prune(graph, c, [a, b]).variables) == {a, b, c}
    assert set(prune(graph, e, [c]).variables) == {c, e}
    assert len(prune(graph, e, [Symbol("apart")])) == 0


def test_inserting_a_variable_brings_the_operations_that_create_it():
    a, b, c, d, e = e_of(Symbol)
    graph = graph_of(e)
    more = (e * 2.0) + a
    graph.insert(more)
    assert len(graph) == 7 and more in graph and get_consumers(a, graph) == [c, more]
    graph.insert(more)
    assert len(graph) == 7


def test_no_graph_is_too_deep():
    x = y = Tensor(1.0)
    for _ in range(20_000):
        y = y + 1.0
    graph = graph_of(y)
    assert len(graph) == 20_001 and len(prune(graph, y, [x])) == 20_001


@pytest.mark.rows("S130")
def test_a_graph_has_an_edge_per_input_that_is_a_variable():
    x, W = Symbol("x", (2, 3)), Symbol("W", (3, 4))
    H = ops.relu(x @ W + np.ones(4))
    assert graph_of(H).n_edges == 2 + 1 + 1
    assert [type(V.op).__name__ for V in graph_of(H).variables[2:]] == ["Matmul", "Add", "ReLU"]


def test_what_is_no_variable_is_refused():
    with pytest.raises(TypeError, match="graph_of: expected Symbols or Tensors, got ndarray; an op on plain"):
        graph_of(np.ones(3))
    assert len(Graph()) == 0
