"""Chapter 20: the roofline: the FLOPs a second that a machine allows, over FLOPs per byte."""

import numpy as np

from dlcourse.plotting.free_labels import free_labels, legend_above
from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS

MARKS = "os^Dv"


def plot_roofline(roof, points: dict, *, low: float = 0.05, high: float = 50.0, ax=None):
    """Axes with a roof and points below it, both axes logarithmic.

    roof: intensity -> the most GFLOP/s. points: label -> {name: (intensity, GFLOP/s)}, a label's marks alike.
    """
    own = ax is None
    ax = panels()[1] if own else ax
    intensity = np.geomspace(low, high, 200)
    ax.plot(intensity, [roof(i) for i in intensity], color="black", linestyle="-")
    for (label, named), marker, color in zip(points.items(), MARKS, COLORS.values(), strict=False):
        places = np.array(list(named.values()))
        ax.plot(*places.T, marker, color=color, label=label)
    ax.set(xscale="log", yscale="log", xlabel="intensity, FLOP per byte", ylabel="GFLOP per second")
    ax.set_xlim(low, high)
    for name, place in next(iter(points.values()), {}).items():
        ax.annotate(name, place, textcoords="offset points", xytext=(0, 0), fontsize=9.5)
    if points:
        legend_above(ax, grow=own)
    free_labels(ax.figure)
    return ax
