"""Drawings of architectures: a mark per unit, a line per edge, dashed where it goes both ways."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from dlcourse.experiments.ch03_architectures import GROUPS, layered, ring
from dlcourse.plotting import plot_architectures
from dlcourse.plotting.architectures import places

EVERY = [one for group in GROUPS.values() for one in group]


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize("group", GROUPS)
def test_every_unit_and_every_edge_is_drawn_once(group):
    for ax, one in zip(plot_architectures(GROUPS[group]).axes, GROUPS[group], strict=True):
        assert ax.get_title() == one.name
        assert sum(len(line.get_xdata()) for line in ax.lines) == len(one.kinds)
        plain, dashed = (len(lines.get_segments()) for lines in ax.collections)
        assert plain + 2 * dashed == len(one.edges)


def test_no_two_units_stand_on_one_spot_and_no_straight_edge_runs_through_another_unit():
    for one in EVERY:
        at = places(one)
        gaps = np.hypot(*(at[:, None] - at[None]).T) + 9 * np.eye(len(at))
        assert gaps.min() > 0.5, one.name


def test_an_edge_past_a_column_bends_and_on_a_circle_heads_say_which_way():
    figure = plot_architectures(
        [layered("past", "i", "h", "o", more={(0, 2)}), ring("round", "hhh", {(0, 1), (1, 2)})]
    )
    past, around = figure.axes[:2]
    routes = past.collections[0].get_segments()
    assert sorted(len(route) for route in routes) == [2, 2, 9]
    assert len(around.texts) == 2
