"""Algorithm 2: the table of scalars, against the sweep of the engine and against paths."""

import math

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.counting import count
from dlcourse.experiments import ch05_paths as paths
from dlcourse.graphs import Symbol, graph_of, local_derivatives, scalar_back_propagation
from dlcourse.tensor import Tensor


@pytest.mark.rows("L026", "S141")
def test_the_table_of_e():
    a, b = Symbol("a"), Symbol("b")
    c, d = a + b, b + 1
    e = c * d
    table = scalar_back_propagation(graph_of(e), {a: 2.0, b: 1.0})
    assert [table[V] for V in (a, b, c, d, e)] == [2.0, 5.0, 2.0, 3.0, 1.0]


@pytest.mark.rows("S140", "F025", "S142")
def test_the_backward_sweep_of_the_graph_of_five_nodes():
    x, *w = Symbol("x"), *(Symbol(f"w{i}") for i in range(1, 7))
    u1, u2 = w[0] * x, w[1] * x
    u3, u4 = w[2] * u1 + w[3] * u2, w[5] * u1 + w[4] * u2
    graph = graph_of(u3 + u4)
    values = {x: 2.0} | {V: i + 1.0 for i, V in enumerate(w)}
    with count() as counts:
        table = scalar_back_propagation(graph, values)
    assert (table[u1], table[u2], table[x]) == (9.0, 9.0, 27.0)
    assert [table[V] for V in w] == [18.0, 18.0, 2.0, 4.0, 4.0, 2.0]
    assert (counts.sweeps, counts.edges) == (1, graph.n_edges)  # cost as the number of edges


def test_a_recorded_graph_needs_no_values_and_agrees_with_grad():
    x, w = Tensor(0.7), Tensor(-0.4)
    h = ops.tanh(x * w)
    J = ops.exp(h) * h + w * w
    table = scalar_back_propagation(graph_of(J))
    for V, g in zip((x, w, h), grad(J, [x, w, h]), strict=True):
        assert table[V] == pytest.approx(float(g), rel=1e-15)


@pytest.mark.rows("S154")
def test_a_variable_used_twice_by_one_op_counts_twice():
    x = Symbol("x")
    assert scalar_back_propagation(graph_of(x * x), {x: 3.0})[x] == 6.0


def test_side_branches_get_no_derivative():
    x = Symbol("x")
    beside = x * 5
    graph = graph_of(beside, x * 2)
    assert scalar_back_propagation(graph, {x: 1.0})[beside] == 0.0


@pytest.mark.rows("L027", "F022")
def test_local_derivatives_feed_the_enumeration_of_paths():
    a, b = Symbol("a"), Symbol("b")
    graph = graph_of(e := (a + b) * (b + 1))
    edges = local_derivatives(graph, {a: 2.0, b: 1.0})
    assert len(edges) == graph.n_edges == 5
    assert sorted(math.prod(path) for path in paths.all_paths(edges, b, e)) == [2.0, 3.0]
    assert paths.sum_over_paths(edges, b, e).wrt[b] == paths.sweep_back(edges, e).wrt[b] == 5.0


def test_an_array_of_one_number_is_a_scalar_whatever_its_axes():
    w = Tensor([[3.0]])
    y_hat = np.array([[2.0]]) @ w
    edges = local_derivatives(graph_of(y_hat * y_hat))
    assert [factor for *_, factor in edges] == [2.0, 6.0, 6.0]


def test_parallel_edges_are_two_edges():
    x = Symbol("x")
    assert [f for _, _, f in local_derivatives(graph_of(x * x), {x: 3.0})] == [3.0, 3.0]


def test_arrays_are_refused():
    x = Symbol("x", (2,))
    with pytest.raises(ValueError, match=r"scalar_back_propagation: expected scalars, got x of shape \(2,\)"):
        scalar_back_propagation(graph_of(x.sum()), {x: [1.0, 2.0]})
