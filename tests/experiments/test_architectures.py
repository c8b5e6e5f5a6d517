"""Architectures as graphs: their depths, their circles, and what each is named for."""

import pytest

from dlcourse.experiments import ch03_architectures as chart
from dlcourse.plotting.architectures import LOOKS

EVERY = {one.name: one for group in chart.GROUPS.values() for one in group}


def test_there_are_27_in_three_groups_of_nine_each_named_once():
    assert [len(group) for group in chart.GROUPS.values()] == [9, 9, 9] and len(EVERY) == 27
    for one in EVERY.values():
        assert set(one.kinds) <= chart.KINDS.keys()
        assert {unit for edge in one.edges for unit in edge} == set(
            range(len(one.kinds))
        )  # none stands apart
    assert chart.KINDS.keys() == LOOKS.keys()


def longest(edges, node):
    return max((1 + longest(edges, tail) for tail, head in edges if head == node), default=0)


@pytest.mark.rows("S002", "S003", "K011")
def test_depths_are_those_of_the_longest_paths_and_a_cycle_has_none():
    for one in EVERY.values():
        if one.depth is not None:
            assert one.depth == max(longest(one.edges, node) for node in range(len(one.kinds))), one.name
    assert all(one.depth is not None for one in chart.FORWARD) and all(
        one.depth is None for one in chart.LOOPS
    )
    assert chart.depths_of(4, [(2, 1), (1, 0), (2, 0)]) == [2, 1, 0, 0]
    assert chart.depths_of(3, [(0, 1), (1, 2), (2, 1)]) is None and chart.depths_of(1, [(0, 0)]) is None


def test_each_has_what_its_name_says():
    chain = chart.forward(chart.SKIPS)
    assert EVERY["Residual"].edges - chain == {(i, i + 4) for i in range(6)}  # past one column
    for name in ("Restricted Boltzmann", "Hopfield", "Boltzmann"):
        assert {(b, a) for a, b in EVERY[name].edges} == EVERY[name].edges  # both ways
    restricted = EVERY["Restricted Boltzmann"]
    assert not {(a, b) for a, b in restricted.edges if restricted.kinds[a] == restricted.kinds[b]}
    assert all(
        (unit, unit) in EVERY["LSTM"].edges for unit, kind in enumerate(EVERY["LSTM"].kinds) if kind == "m"
    )
    inputs, outputs = (EVERY["Autoencoder"].kinds.count(kind) for kind in "io")
    assert inputs == outputs
    local = EVERY["Convolutional"].edges
    assert len([edge for edge in local if edge[0] < 5]) < 5 * 4  # not from all to all
