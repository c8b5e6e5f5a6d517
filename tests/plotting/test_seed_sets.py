"""Outcomes of two sets of seeds: marks beside each other, at their centers, with their intervals."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from dlcourse.plotting import plot_seed_sets


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def marks(ax):
    return [line for line in ax.lines if line.get_marker() in ("o", "x")]


def test_every_run_is_a_mark_and_the_sets_stand_side_by_side():
    ax = plot_seed_sets([0, 1], [np.array([1.0, 2.0]), np.array([3.0])], [np.array([4.0]), np.array([5.0])])
    found = [(line.get_marker(), line.get_ydata().tolist()) for line in marks(ax)]
    assert found == [("o", [1.0, 2.0]), ("o", [3.0]), ("x", [4.0]), ("x", [5.0])]
    first, _, second, _ = (line.get_xdata()[0] for line in marks(ax))
    assert first < 0 < second


def test_centers_have_lines_from_the_low_to_the_high_end():
    values = np.array([1.0, 2.0, 9.0])
    ax = plot_seed_sets([3], [values], center=np.median, interval=lambda v: (v.min(), v.max()))
    assert marks(ax)[0].get_xydata().tolist() == [[3.0, 2.0]]
    assert [3.0, 3.0] in [line.get_xdata().tolist() for line in ax.lines]
    assert [1.0, 9.0] in [line.get_ydata().tolist() for line in ax.lines]
