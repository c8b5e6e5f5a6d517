"""The roofline: a roof that bends at the ridge, and points where they were measured."""

from matplotlib import pyplot as plt

from dlcourse.experiments.ch20_cost import Machine
from dlcourse.plotting import plot_roofline


def test_the_roof_rises_to_the_ridge_and_points_lie_where_they_are():
    machine = Machine(1e-6, bandwidth=10.0, rate=100.0)
    ax = plot_roofline(machine.roof, {"one": {"2-8-1": (0.5, 2.0)}, "other": {"2-8-1": (0.5, 4.0)}})
    roof, one, other = ax.lines
    x, y = roof.get_data()
    assert (y[x < 10] == 10 * x[x < 10]).all() and (y[x > 10.001] == 100).all()
    assert one.get_xydata().tolist() == [[0.5, 2.0]] and other.get_xydata().tolist() == [[0.5, 4.0]]
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert [text.get_text() for text in ax.texts] == ["2-8-1"]  # named once
    plt.close("all")
