"""A gallery of units: the curve, its slope, the flat zones, and the histogram of what comes out."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from dlcourse import ops
from dlcourse.plotting import plot_gallery
from dlcourse.plotting.unit_gallery import flat_zones, normal_inputs


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_curve_and_slope_are_those_of_the_unit():
    ax = plot_gallery({"tanh": ops.tanh}).axes[0]
    curve, slope = (line.get_xydata().T for line in ax.lines[2:])  # after the two axes
    np.testing.assert_allclose(curve[1], np.tanh(curve[0]))
    np.testing.assert_allclose(slope[1], 1 - np.tanh(slope[0]) ** 2, atol=1e-12)


def test_a_zone_is_flat_and_a_minimum_is_none():
    assert flat_zones([1, 0.5, 0, 0, 0, -0.5]).tolist() == [False, False, False, True, False, False]
    assert not flat_zones([0.3, 0.0, -0.3]).any()
    relu = plot_gallery({"ReLU": ops.relu}).axes[0]
    zones = relu.collections[0].get_paths()
    assert (
        len(zones) == 1 and zones[0].vertices[:, 0].min() == -4 and -0.1 <= zones[0].vertices[:, 0].max() <= 0
    )


def test_bars_are_the_outputs_for_normal_inputs():
    z = normal_inputs(2.0)
    assert abs(z.mean()) < 1e-12 and z.std() == pytest.approx(2, rel=1e-2)
    ax = plot_gallery({"ReLU": ops.relu}).axes[0]
    widest = max(ax.patches, key=lambda bar: bar.get_width())
    assert widest.get_y() < 0 < widest.get_y() + widest.get_height()  # half of all outputs are 0


def test_the_looks_are_explained_where_a_panel_is_free():
    assert [text.get_text() for text in plot_gallery({"a": ops.tanh}).axes[1].get_legend().get_texts()] == [
        "unit",
        "slope",
        "flat",
        "outputs",
    ]
    assert all(ax.get_legend() is None for ax in plot_gallery(dict.fromkeys("abc", ops.tanh)).axes)
