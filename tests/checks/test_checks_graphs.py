"""Checks: graphs that exercises draw, and the judgement of an order, of which many are right."""

import itertools

import numpy as np
import pytest

from dlcourse.checks import drawn_graphs as graphs
from dlcourse.checks.arrays import arrays_of
from dlcourse.checks.free.ch06_backward_order import problem

GRAPHS = [graphs.mixed(np.random.default_rng(seed), 7) for seed in range(5)]
PATHS = [[], [0], [0, 0], [1, 2], [3]]


def test_the_nodes_of_a_drawn_graph_are_told_in_an_order_of_making():
    for inputs, made in (
        *GRAPHS,
        *(draw(np.random.default_rng(0), 9) for draw in (graphs.ladder, graphs.chain)),
    ):
        place = {node: k for k, node in enumerate(made)}
        assert sorted(made) == [*range(len(inputs))] != made
        assert all(place[j] < place[i] for i, needs in enumerate(inputs) for j in needs)


def test_what_is_reached_and_pruned_is_what_paths_lead_to():
    reached = [[0], [0, 1], [0, 2], [0, 1, 2, 3], [0, 1, 2, 3, 4]]
    assert [np.flatnonzero(row).tolist() for row in graphs.reached(PATHS)] == reached
    assert np.flatnonzero(graphs.pruned(PATHS, 3, [1])).tolist() == [1, 3]
    slopes = graphs.asked(PATHS, [[], [0.5], [0.2, 0.3], [2.0, 3.0], [7.0]], 3, [1])["slopes"]
    assert np.isnan([*slopes[1], *slopes[2], *slopes[4]]).all() and slopes[3] == [2.0, 3.0]
    kept = graphs.edges(PATHS, slopes, graphs.pruned(PATHS, 3, [1]))
    assert kept[3, 1] == 2.0 and np.count_nonzero(kept) == 1


def test_of_all_orders_those_are_right_in_which_each_node_comes_before_its_inputs():
    for inputs, made in GRAPHS:
        z, below = made[-1], [i for i in made if graphs.reached(inputs)[made[-1], i]]
        for order in itertools.permutations(below):
            right = all(order.index(i) < order.index(j) for i in below for j in inputs[i])
            assert (problem(inputs, z, np.array(order, float)) is None) == right
        assert "is missing" in problem(inputs, z, np.array(below[1:][::-1], float))
        assert "which is no node" in problem(inputs, z, np.array([z, 0.5]))


@pytest.mark.parametrize("result", ([2, 0], (2, 0), np.array([2, 0])))
def test_one_result_alone_is_no_list_of_results(result):
    (order,), problem = arrays_of(result, {"order": None}, "f")
    assert order.tolist() == [2, 0] and not problem
    assert "expected is a list of numbers" in arrays_of([result], {"order": None}, "f")[1]
    assert "expected is ()" in arrays_of(result, {"b": ()}, "f")[1]
