"""Figures of measured times."""

import pytest
from matplotlib import pyplot as plt

from dlcourse.experiments.ch20_speed import Ratio, Shares
from dlcourse.plotting import plot_goals, plot_ratios, plot_shares


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_the_parts_of_a_bar_follow_one_another_up_to_100_percent():
    shares = {"small": Shares(0.25, 0.5, 0.25), "large": Shares(0.5, 0.125, 0.375)}
    ax = plot_shares(shares, {"bookkeeping": "calls", "rest": "rest", "products": "products"})
    bars = [[(bar.get_x(), bar.get_width()) for bar in container] for container in ax.containers]
    assert bars == [[(0, 50), (0, 12.5)], [(50, 25), (12.5, 37.5)], [(75, 25), (50, 50)]]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["calls", "rest", "products"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["small", "large"]
    assert ax.yaxis_inverted()  # the first one on top


def test_ratios_are_medians_over_sizes_with_bars_from_quartile_to_quartile():
    found = [Ratio(0.5, 0.25, 0.75), Ratio(1.0, 0.875, 1.5)]
    ax = plot_ratios([4, 16], {"replayed": found}, xlabel="units", ylabel="ratio")
    line, _, (bars,) = ax.containers[0].lines
    assert line.get_xydata().tolist() == [[4, 0.5], [16, 1.0]]
    assert [bar.tolist() for bar in bars.get_segments()] == [[[4, 0.25], [4, 0.75]], [[16, 0.875], [16, 1.5]]]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["4", "16"]
    assert ax.get_ylim()[0] == 0


def test_a_dot_is_full_where_the_goal_is_met():
    ax = plot_goals([("a", 0.4, 0.5), ("b", 1.2, 1.0), ("c", 0.9, 1.0)], xlabel="ours / theirs")
    _, goals, met, missed = ax.lines
    assert goals.get_xydata().tolist() == [[0.5, 0], [1.0, 1], [1.0, 2]]
    assert met.get_xydata().tolist() == [[0.4, 0], [0.9, 2]] and missed.get_xydata().tolist() == [[1.2, 1]]
    assert missed.get_markerfacecolor() == "none" != met.get_markerfacecolor()
    assert ax.get_xscale() == "log" and ax.yaxis_inverted()
