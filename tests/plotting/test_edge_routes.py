"""The ways of edges: from border to border, around every node that is not their own."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from test_layered_layout import SKIP, acyclic

from dlcourse.plotting.edge_routes import RADIUS, layered_layout, n_alike


def sized(nodes, width=2 * RADIUS):
    return {name: (width + 0.1 * (i % 3), width + 0.2 * (i % 4), 1.0) for i, name in enumerate(nodes)}


def inside(points, box):
    """Which points lie in a box, edges of the box left out."""
    return ((points > np.array(box[:2]) + 1e-9) & (points < np.array(box[2:]) - 1e-9)).all(axis=1)


def finely(route):
    """Many points along a polyline."""
    t = np.linspace(0, 1, 20)[:, None]
    return np.concatenate([(1 - t) * a + t * b for a, b in zip(route[:-1], route[1:], strict=True)])


def wrong(nodes, edges, sizes=None):
    """All that must not be: boxes that overlap, boxes and ways out of the picture, ways through nodes."""
    layout = layered_layout(sizes or sized(nodes), edges)
    faults = []
    for (a, one), (b, two) in combinations(layout.boxes.items(), 2):
        if all(one[k] < two[k + 2] and two[k] < one[k + 2] for k in (0, 1)):
            faults.append(f"{a} on {b}")
    picture = (0, 0, layout.width, layout.height)
    faults += [
        f"{a} outside"
        for a, box in layout.boxes.items()
        if not inside(np.reshape(box, (2, 2)), picture).all()
    ]
    for edge, route in zip(edges, layout.routes, strict=True):
        faults += [f"{edge} outside"] * (not inside(route, picture).all())
        faults += [
            f"{edge} through {a}"
            for a, box in layout.boxes.items()
            if a not in edge and inside(finely(route), box).any()
        ]
    return faults


def test_an_edge_that_skips_columns_goes_around_the_nodes():
    assert wrong(*SKIP) == []


def test_an_edge_leaves_a_small_node_beside_wide_ones():
    nodes = ["a", "wide", "b", "also wide", "c", "y"]
    sizes = {name: (3.0, 3.0, 1.0) if "wide" in name else (2 * RADIUS, 2 * RADIUS, 1.0) for name in nodes}
    edges = [(name, "y") for name in nodes[:-1]]
    assert wrong(nodes, edges, sizes) == []
    assert wrong(nodes, [(head, tail) for tail, head in edges], sizes) == []


def test_many_edges_into_one_node_go_around_their_neighbors():
    nodes = [f"x{i}" for i in range(25)]
    assert wrong([*nodes, "y"], [(x, "y") for x in nodes]) == []


@settings(max_examples=80, deadline=None)
@given(acyclic())
def test_no_node_lies_on_another_and_no_edge_runs_through_a_node(graph):
    assert wrong(*graph) == []


@settings(max_examples=60, deadline=None)
@given(acyclic())
def test_edges_lead_to_the_right_from_border_to_border(graph):
    nodes, edges = graph
    sizes = sized(nodes)
    layout = layered_layout(sizes, edges)
    for (tail, head), route in zip(edges, layout.routes, strict=True):
        assert (np.diff(route[:, 0]) > 0).all()
        for name, side, end in ((tail, 1, route[0]), (head, -1, route[-1])):
            arm = np.array(layout.place[name]) + [side * (sizes[name][0] / 2 - RADIUS), 0]
            assert np.isclose(np.hypot(*(end - arm)), RADIUS)


@settings(max_examples=20, deadline=None)
@given(acyclic())
def test_the_same_graph_has_the_same_layout(graph):
    one, two = (layered_layout(sized(graph[0]), graph[1]) for _ in range(2))
    assert one.place == two.place
    assert all(np.array_equal(a, b) for a, b in zip(one.routes, two.routes, strict=True))


def test_edges_side_by_side_part():
    layout = layered_layout(sized(["x", "y"]), [("x", "y")] * 3)
    middles = [route[len(route) // 2, 1] for route in layout.routes]
    assert middles[0] > middles[1] + 0.05 > middles[2] + 0.1


def test_twenty_edges_side_by_side_all_lead_to_the_right():
    layout = layered_layout(sized(["x", "y"]), [("x", "y")] * 20)
    assert all((np.diff(route[:, 0]) > 0).all() for route in layout.routes)
    assert all(np.diff([route[6, 1] for route in layout.routes]) < 0)


def test_no_node_and_one_node_are_no_trouble():
    assert layered_layout({}, []).place == {}
    assert wrong(["x"], []) == []


def test_edges_are_counted_among_their_like():
    assert n_alike([("x", "y"), ("y", "x"), ("x", "y")]) == [(0, 2), (0, 1), (1, 2)]


def test_a_steep_edge_widens_its_gap():
    few, many = (
        layered_layout(sized([*(f"x{i}" for i in range(n)), "y"]), [(f"x{i}", "y") for i in range(n)])
        for n in (2, 9)
    )
    assert many.width > few.width + 1


def test_five_hundred_nodes_are_laid_out():
    rng = np.random.default_rng(0)
    nodes = [f"u{i}" for i in range(500)]
    edges = [(nodes[rng.integers(max(0, i - 8), i)], nodes[i]) for i in range(1, 500) for _ in range(2)]
    layout = layered_layout(sized(nodes), edges)
    assert len(layout.place) == 500 and len(layout.routes) == len(edges)
