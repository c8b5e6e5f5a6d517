"""Chapter 1: what a single unit does with a plane: where it answers 1, its weights as an arrow."""

from itertools import product

import numpy as np
from matplotlib import rc_context
from matplotlib.patches import Rectangle

from dlcourse.plotting.hidden_space import HATCH_COLOR, HIGH, LOW, MARKS, OUTPUT_COLORS
from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS

ARROW = 0.35  # its length in the plane; a longer one would hide points


def plot_unit(ax, w, b, x, y, *, level: float = 0.0, mistake: int | None = None, high: float = HIGH) -> None:
    """Draw where x w + b > level (hatched), the line itself with w as an arrow, and points by their targets.

    w (2,), b a number; x (m, 2), y (m,) targets 0 (circle) and 1 (square). mistake: the point with a ring.
    high: where the square that is shown ends.
    """
    w, b = np.ravel(w).astype(float), float(np.ravel(b)[0]) - level
    at = np.linspace(LOW, high, 61)
    z = w[0] * at + w[1] * at[:, None] + b
    hatch(ax, at, z)
    size = np.hypot(*w)
    if z.min() < 0 < z.max() and size:
        ax.contour(at, at, z, levels=[0], colors="black", linewidths=2)
        _arrow(ax, w / size, b / size, (LOW + high) / 2)
    plot_targets(ax, x, y)
    if mistake is not None:
        ax.plot(*x[mistake], "o", markersize=17, markerfacecolor="none", markeredgecolor="black", zorder=4)
    ax.set(xlim=(LOW, high), ylim=(LOW, high), aspect="equal")
    ticks = range(int(high) + 1)
    ax.set(xlabel="$x_1$", ylabel="$x_2$", xticks=ticks, yticks=ticks)


def hatch(ax, at, z, above: float = 0.0) -> None:
    """Hatch where z (n, n), values over the square of at (n,) by at, is above a number."""
    if z.max() > above:
        with rc_context({"hatch.color": HATCH_COLOR, "hatch.linewidth": 0.8}):
            ax.contourf(at, at, z, levels=[above, np.inf], colors=OUTPUT_COLORS[2:], hatches=["//"])


def plot_targets(ax, x, y) -> None:
    """Draw points x (m, 2): those with target 0 as circles, those with target 1 as squares."""
    for x_i, y_i in zip(np.asarray(x, float), np.ravel(y), strict=True):
        marker, size, color = MARKS[int(y_i)]
        ax.plot(*x_i, marker, markersize=size, color=color, markeredgecolor="black", zorder=3)


def plot_functions(targets, learned):
    """A figure with a small square for each function of two bits, on gray where no unit learned it.

    targets (n, 4): those of 00, 01, 10, 11; learned (n,) booleans.
    """
    figure, ax = panels(height=1.4)
    per_row = (len(targets) + 1) // 2
    for k, (values, good) in enumerate(zip(targets, learned, strict=True)):
        left, low = 2.2 * (k % per_row), -2.3 * (k // per_row)
        frame = Rectangle((left - 0.5, low - 0.5), 2, 2, facecolor="none" if good else COLORS["grey"])
        frame.set(edgecolor=COLORS["grey"], linewidth=0.8, alpha=0.5)
        ax.add_patch(frame)
        for place, value in zip(product((0, 1), repeat=2), values, strict=True):
            marker, size, color = MARKS[int(value)]
            look = {"markersize": 0.8 * size, "color": color, "markeredgecolor": "black"}
            ax.plot(left + place[0], low + place[1], marker, **look)
    ax.set_aspect("equal")
    ax.set_axis_off()
    return figure


def _arrow(ax, normal, b, middle):
    """An arrow in the direction of the weights, from the place of the line that is nearest to the middle."""
    center = np.full(2, middle)
    foot = center - normal * (center @ normal + b)
    arrow = {"arrowstyle": "->", "color": COLORS["green"], "linewidth": 2.5, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", foot + ARROW * normal, foot, arrowprops=arrow, zorder=5)
