"""Chapter 1: a nerve cell, much simplified, with the parts of a unit beside those of the cell."""

import numpy as np
from matplotlib.patches import Circle

from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS

BODY, RADIUS = (2.6, 0.0), 0.55
TIPS = ((0.7, 1.0), (0.55, 0.0), (0.7, -1.0))  # where other cells touch the dendrites
ENDS = ((5.6, 0.45), (5.75, 0.0), (5.6, -0.45))  # of the axon


def plot_neuron():
    """A figure of a nerve cell: dendrites with synapses on the left, the body, the axon on the right."""
    figure, ax = panels(height=2.1)
    line = {"color": "black", "linestyle": "-", "zorder": 1}
    for k, (x, y) in enumerate(TIPS):
        t = np.linspace(0, 1, 30)
        bend = 0.18 * np.sin(np.pi * t) * np.sign(y)
        ax.plot(x + t * (BODY[0] - x), y * (1 - t) + bend, linewidth=2.5, **line)
        ax.plot(x, y, "o", color=COLORS["orange"], markeredgecolor="black", zorder=2)
        ax.text(x - 0.2, y, f"$x_{k + 1}$", ha="right", va="center")
    ax.add_patch(Circle(BODY, RADIUS, facecolor=COLORS["sky"], edgecolor="black", zorder=3))
    ax.plot([BODY[0], 5.1], [0, 0], linewidth=3.5, **line)
    for x, y in ENDS:
        ax.plot([5.1, x], [0, y], linewidth=2, **line)
    ax.text(5.9, 0, "$y$", va="center")
    for x, y, words in (
        (0.85, 1.75, "synapses:\nweights $w$"),
        (3.1, 1.25, "body: sums, and\nfires above a threshold"),
        (4.5, -0.75, "axon:\noutput"),
    ):
        ax.text(x, y, words, ha="center", va="center")
    ax.set(xlim=(-0.1, 6.3), ylim=(-1.35, 2.2), aspect="equal")
    ax.set_axis_off()
    return figure
