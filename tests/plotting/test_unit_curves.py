"""Activation functions as curves: each is the function, and curves of one panel differ by their dash."""

import matplotlib
import numpy as np
import pytest

matplotlib.use("agg")

import matplotlib.pyplot as plt  # noqa: E402

from dlcourse.plotting import plot_units  # noqa: E402


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def curves(ax):
    return [line for line in ax.lines if not line.get_label().startswith("_")]


def test_curves_are_those_of_the_functions():
    figure = plot_units([{"square": np.square}, {"tanh": np.tanh, "half": lambda z: z / 2}], reach=2.0)
    (square,) = curves(figure.axes[0])
    z, g = square.get_xydata().T
    assert z.min() == -2 and z.max() == 2
    np.testing.assert_allclose(g, z**2)
    tanh, half = curves(figure.axes[1])
    np.testing.assert_allclose(half.get_ydata(), z / 2)
    assert tanh.get_linestyle() != half.get_linestyle()


def test_the_title_says_which_curve_is_which_where_there_are_two():
    one, two = plot_units([{"ReLU": abs}, {"tanh": np.tanh, "sigmoid": np.cos}]).axes
    assert one.get_title().strip() == "ReLU"
    assert two.get_title() == "tanh, solid\nsigmoid, dashed"
