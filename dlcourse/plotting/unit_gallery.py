"""Chapter 3: units at a glance: the curve, its slope, where it is flat, and what comes out of it."""

from statistics import NormalDist

import numpy as np
from matplotlib import rc_context

from dlcourse.autodiff import grad
from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS
from dlcourse.tensor import Tensor

REACH, LOW, HIGH = 4.0, -1.9, 3.1  # of the curves
OUT, LONGEST = REACH + 0.4, 2.4  # where the histogram of the outputs begins, and its longest bar
FLAT = 0.01  # slopes below it count as flat
N_INPUTS, BIN = 2000, 0.2  # of the histogram


def plot_gallery(units: dict, *, spread: float = 1.0):
    """A figure with a panel for each unit, three in a row: name -> function of an array or a Tensor.

    Solid: the unit. Dashed: its slope. Hatched: where the slope is below 1/100 in size. Bars on the right:
    the outputs for normal inputs with mean 0 and standard deviation `spread`.
    """
    figure, axes = panels(3, -(-len(units) // 3), height=1.8, squeeze=False)
    for ax in axes.flat[len(units) :]:
        ax.set_axis_off()
    for ax, (name, g) in zip(axes.flat, units.items(), strict=False):
        looks = _panel(ax, g, spread)
        ax.set_title(name)
    for ax in axes.flat[max(0, len(units) - 3) : len(units)]:
        ax.set_xlabel("$z$")
    if len(units) < axes.size:  # room for what the looks mean
        axes.flat[len(units)].legend(looks, ("unit", "slope", "flat", "outputs"), loc="center left")
    return figure


def normal_inputs(spread: float, n: int = N_INPUTS) -> np.ndarray:
    """Numbers that are spread as a normal distribution: its quantiles, so that nothing is drawn.   -> (n,)"""
    inverse = NormalDist(0.0, spread).inv_cdf
    return np.array([inverse((i + 0.5) / n) for i in range(n)])


def flat_zones(slope) -> np.ndarray:
    """Where slopes along a line are below FLAT in size, those of both neighbors, too: no zone is a point."""
    flat = np.pad(abs(np.asarray(slope)) < FLAT, 1, constant_values=True)
    return flat[:-2] & flat[1:-1] & flat[2:]


def _panel(ax, g, spread):
    z = np.linspace(-REACH, REACH, 161)
    x = Tensor(z)
    slope = grad(g(x).sum(), x)
    with rc_context({"hatch.color": COLORS["grey"], "hatch.linewidth": 0.6}):
        flat = {"hatch": "////", "facecolor": "none", "edgecolor": COLORS["grey"], "linewidth": 0}
        zones = ax.fill_between(z, LOW, HIGH, where=flat_zones(slope), **flat)
    for level in (ax.axhline, ax.axvline):
        level(0, color=COLORS["grey"], linewidth=0.8, linestyle="-")
    (curve,) = ax.plot(z, g(z), "-", color="black")
    (slopes,) = ax.plot(z, slope, "--", color=COLORS["orange"])
    edges = np.arange(LOW, HIGH + BIN / 2, BIN)  # odd multiples of 0.1: the middle of a bar is at 0, at 1
    counts, _ = np.histogram(g(normal_inputs(spread)), bins=edges)
    look = {"align": "edge", "color": COLORS["blue"]}
    bars = ax.barh(edges[:-1], LONGEST * counts / counts.max(), BIN, OUT, **look)
    ax.set(xlim=(-REACH, OUT + LONGEST), ylim=(LOW, HIGH), xticks=(-4, 0, 4), yticks=(-1, 0, 1, 2, 3))
    return curve, slopes, zones, bars
