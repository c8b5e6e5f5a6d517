"""Columns, order and heights of a drawn graph."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse.plotting.layered_layout import column_heights, make_layers, n_crossings, order_columns

SKIP = (["x", "u", "v", "y"], [("x", "u"), ("u", "v"), ("v", "y"), ("x", "y")])
TANGLED = ([*"abcdefghijklmnop"], [(a, b) for a, b in zip("abcdefgh", "ponmlkji", strict=True)])
DEAD_END = (  # two sums of products: sorting alone stops at three crossings
    ["x", *(f"w{i}" for i in range(1, 7)), *(f"u{i}" for i in range(1, 10))],
    [tuple(edge.split()) for edge in """w1 u1,x u1,w2 u2,x u2,w3 u6,u1 u6,w4 u7,u2 u7,u6 u3,u7 u3,
        w6 u8,u1 u8,w5 u9,u2 u9,u8 u4,u9 u4,u3 u5,u4 u5""".split(",")],
)  # fmt: skip


@st.composite
def acyclic(draw, n_max=14):
    """Nodes in any order and edges that lead forward in another one, some of them twice."""
    n = draw(st.integers(1, n_max))
    nodes = [f"u{i}" for i in range(n)]
    pair = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda ends: ends[0] != ends[1])
    pairs = draw(st.lists(pair, max_size=2 * n)) if n > 1 else []
    return draw(st.permutations(nodes)), [(nodes[min(ends)], nodes[max(ends)]) for ends in pairs]


def crossings_by_hand(columns, joints):
    """Pairs of pieces that cross, every pair looked at."""
    rank = {place: i for places in columns for i, place in enumerate(places)}
    total = 0
    for left, right in joints:
        ends = [(rank[a], rank[b]) for a, b in zip(left.tolist(), right.tolist(), strict=True)]
        total += sum((a - c) * (b - d) < 0 for i, (a, b) in enumerate(ends) for c, d in ends[:i])
    return total


def test_an_edge_that_skips_columns_holds_a_place_in_each():
    layers = make_layers(*SKIP)
    assert layers.columns == [[0], [1, 4], [2, 5], [3]]
    assert layers.chains[3] == [0, 4, 5, 3]


def test_an_input_stands_right_before_its_first_consumer():
    layers = make_layers(["x", "u", "v", "b"], [("x", "u"), ("u", "v"), ("b", "v")])
    assert layers.columns == [[0], [1, 3], [2]]


def test_what_feeds_more_than_it_takes_moves_to_its_consumers():
    nodes = ["x", "a", "p", "q", "r", "s"]
    edges = [("x", "a"), ("x", "p"), ("p", "q"), ("q", "r"), ("r", "s"), ("a", "s"), ("a", "s")]
    assert [1 in column for column in make_layers(nodes, edges).columns] == [False, False, False, True, False]


def test_a_tangle_that_can_be_undone_is_undone():
    layers = make_layers(*TANGLED)
    assert n_crossings(layers.columns, layers.joints) == 28
    assert n_crossings(order_columns(layers), layers.joints) == 0


def test_a_large_tangle_is_undone_by_sorting_alone():
    names = [(f"x{i}", f"y{99 - i}") for i in range(100)]
    layers = make_layers([a for a, _ in names] + [f"y{i}" for i in range(100)], names)
    assert n_crossings(layers.columns, layers.joints) == 4950
    assert n_crossings(order_columns(layers), layers.joints) == 0


def test_swaps_lead_out_of_a_dead_end():
    layers = make_layers(*DEAD_END)
    assert n_crossings(order_columns(layers), layers.joints) <= 2


@settings(max_examples=60, deadline=None)
@given(acyclic())
def test_the_order_is_a_permutation_with_no_more_crossings_than_as_given(graph):
    layers = make_layers(*graph)
    columns = order_columns(layers)
    assert [sorted(places) for places in columns] == [sorted(places) for places in layers.columns]
    counts = [n_crossings(c, layers.joints) for c in (columns, layers.columns)]
    assert counts == [crossings_by_hand(c, layers.joints) for c in (columns, layers.columns)]
    assert counts[0] <= counts[1]
    assert order_columns(make_layers(*graph)) == columns


@settings(max_examples=60, deadline=None)
@given(acyclic(), st.integers(0, 99))
def test_heights_keep_the_order_and_leave_each_node_its_room(graph, seed):
    layers = make_layers(*graph)
    columns = order_columns(layers)
    sizes = np.random.default_rng(seed).uniform(0.5, 2.0, layers.n_nodes)
    y = column_heights(layers, columns, sizes)
    for places in columns:
        for above, below in zip(places[:-1], places[1:], strict=True):
            room = sum(sizes[p] / 2 if p < layers.n_nodes else 0 for p in (above, below))
            assert y[above] - y[below] > room


def test_a_chain_is_straight():
    layers = make_layers([*"abcd"], [("a", "b"), ("b", "c"), ("c", "d")])
    np.testing.assert_allclose(column_heights(layers, layers.columns, np.ones(4)), 0, atol=1e-12)


def test_heights_are_the_nearest_that_do_not_overlap():
    layers = make_layers([*"abcd"], [("a", "d"), ("b", "d"), ("c", "d")])
    y = column_heights(layers, layers.columns, np.full(4, 0.84))
    np.testing.assert_allclose(y - y[3], [1.0, 0.0, -1.0, 0.0], atol=1e-9)


def test_three_thousand_nodes_in_a_row_need_no_recursion():
    nodes = [f"u{i}" for i in range(3000)]
    layers = make_layers(nodes, list(zip(nodes[:-1], nodes[1:], strict=True)))
    assert len(layers.columns) == 3000 and order_columns(layers) == layers.columns


def test_no_node_is_no_trouble():
    layers = make_layers([], [])
    assert order_columns(layers) == [] and column_heights(layers, [], np.zeros(0)).size == 0


@pytest.mark.parametrize(
    ("edges", "message"),
    [
        ([("x", "z")], "expected edges between nodes, got 'x' -> 'z'; name both in nodes"),
        ([("x", "y"), ("y", "x")], "expected no cycle, got one at or before 'x'; unroll it"),
        ([("y", "y")], "expected no cycle, got one at or before 'y'"),
    ],
)
def test_bad_edges_are_named(edges, message):
    with pytest.raises(ValueError, match=f"draw_graph: {message}"):
        make_layers(["x", "y"], edges)
