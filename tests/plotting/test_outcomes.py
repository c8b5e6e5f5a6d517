"""Pictures of many runs: rates lie within their intervals, bars count runs, dots say which units are on."""

from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest

matplotlib.use("agg")

import matplotlib.pyplot as plt  # noqa: E402

from dlcourse.plotting import plot_final_losses, plot_patterns, plot_rates  # noqa: E402

RATES = {
    "ReLU": {"2 units": SimpleNamespace(rate=0.2, interval=(0.1, 0.4))},
    "tanh": {"2 units": SimpleNamespace(rate=0.9, interval=(0.8, 1.0))},
}


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_each_rate_has_a_dot_on_the_line_of_its_interval():
    ax = plot_rates(RATES).axes[0]
    lines = [line.get_xydata() for line in ax.lines]
    for (interval, dot), low, rate, high in zip(
        (lines[:2], lines[2:]), (0.1, 0.8), (0.2, 0.9), (0.4, 1.0), strict=True
    ):
        assert interval[:, 0].tolist() == [low, high] and dot[0, 0] == rate
        assert interval[0, 1] == interval[1, 1] == dot[0, 1]


def test_rates_are_named_from_the_top_and_groups_differ_by_their_marks():
    ax = plot_rates(RATES).axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["ReLU, 2 units", "tanh, 2 units"]
    assert ax.yaxis_inverted()
    assert len({line.get_marker() for line in ax.lines if line.get_marker() != "None"}) == 2


def test_bars_count_the_runs_and_the_named_losses_say_how_many():
    J = [0.0] * 3 + [1 / 6] * 2 + [0.25] + [np.inf]
    ax = plot_final_losses(J, {"0": 0, "1/6": 1 / 6, "1/4": 1 / 4}, step=1 / 120, highest=0.3).axes[0]
    bars = {round(bar.get_x() + bar.get_width() / 2, 3): bar.get_height() for bar in ax.patches}
    assert {at: n for at, n in bars.items() if n} == {0.0: 3, 0.167: 2, 0.25: 1}
    assert [text.get_text() for text in ax.texts] == ["3", "2", "1"]


def test_a_filled_dot_is_a_unit_that_is_on():
    one_corner = np.array([[False, False], [True, False], [False, True], [False, False]])
    ax = plot_patterns({"a corner each": one_corner}, ("00", "01", "10", "11")).axes[0]
    filled, empty = (line.get_xydata() for line in ax.lines)
    assert filled.tolist() == [[0, 1], [0.75, 2]]
    assert len(empty) == 6
    assert [text.get_text() for text in ax.texts] == ["$h_1$", "$h_2$"]


def test_patterns_stand_side_by_side_under_their_names():
    on = np.ones((4, 2), bool)
    ax = plot_patterns({"one": on, "two": on}, ("00", "01", "10", "11")).axes[0]
    first, _, second, _ = (line.get_xydata() for line in ax.lines)
    assert first[:, 0].max() + 1 < second[:, 0].min()
    ticks = dict(zip(ax.get_xticks(), (label.get_text() for label in ax.get_xticklabels()), strict=True))
    assert list(ticks.values()) == ["one", "two"]
    assert list(ticks) == pytest.approx([first[:, 0].mean(), second[:, 0].mean()])
