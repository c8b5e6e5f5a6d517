"""Chapter 3: small drawings of architectures, three in a row, from their graphs."""

import numpy as np
from matplotlib.collections import LineCollection

from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS

LOOKS = {  # of a kind of unit: marker, its size, its color
    "i": ("o", 7, "white"),
    "n": ("o", 7, COLORS["amber"]),
    "h": ("o", 7, COLORS["blue"]),
    "c": ("^", 7, COLORS["blue"]),
    "k": ("*", 10, COLORS["green"]),
    "f": ("X", 7, COLORS["grey"]),
    "s": ("D", 6, COLORS["sky"]),
    "m": ("P", 8, COLORS["pink"]),
    "o": ("s", 7, COLORS["orange"]),
}
WIDE, HIGH = 4.0, 3.0  # of a drawing, in units of its own
HEIGHT = 1.35  # inches, of a row of drawings
LOOP = 0.42  # the diameter of an edge from a unit to itself
BENT = 0.55  # how far an edge that skips a column goes around


def plot_architectures(architectures):
    """A figure with a drawing of each, three in a row, under its name.

    Each has a name, columns of units by letters as in `LOOKS`, edges (from, to), and ring, whether the units
    stand on a circle. Lines are edges from left to right; dashed ones go both ways.
    """
    architectures = list(architectures)
    figure, axes = panels(3, -(-len(architectures) // 3), height=HEIGHT, squeeze=False)
    for ax in axes.flat:
        ax.set_axis_off()
    for ax, one in zip(axes.flat, architectures, strict=False):
        ax.set(title=one.name, xlim=(-0.5, WIDE + 0.5), ylim=(-0.6, HIGH + 0.6), aspect="equal")
        _draw(ax, one, places(one))
    return figure


def places(one) -> np.ndarray:
    """Where the units stand.   -> (n, 2)"""
    if one.ring:
        angles = np.pi / 2 - 2 * np.pi * np.arange(len(one.kinds)) / len(one.kinds)
        return np.column_stack([WIDE / 2 + 1.45 * np.cos(angles), HIGH / 2 + 1.45 * np.sin(angles)])
    at = []
    for column, x in zip(one.columns, np.linspace(0, WIDE, len(one.columns)), strict=True):
        pitch = min(1.0, HIGH / max(len(column) - 1, 1))
        at += [(x, HIGH / 2 + pitch * ((len(column) - 1) / 2 - row)) for row in range(len(column))]
    return np.array(at)


def _draw(ax, one, at):
    one_way, two_ways = [], []
    for tail, head in sorted(one.edges):
        if tail == head:
            one_way.append(_loop(at[tail], at.mean(axis=0)))
        elif (head, tail) not in one.edges:
            one_way.append(_route(at[tail], at[head], one))
        elif tail < head:
            two_ways.append(_route(at[tail], at[head], one))
    for routes, dash in ((one_way, "-"), (two_ways, (0, (3, 1.5)))):
        ax.add_collection(LineCollection(routes, colors="black", linewidths=0.8, linestyles=[dash], zorder=1))
    if one.ring and one_way:  # no left and right there: heads say which way
        for tail, head in sorted(one.edges):
            if tail != head:
                arrow = {"arrowstyle": "-|>", "color": "black", "linewidth": 0.8, "shrinkA": 0, "shrinkB": 5}
                ax.annotate("", at[head], at[tail], arrowprops=arrow)
    for kind in dict.fromkeys(one.kinds):
        marker, size, color = LOOKS[kind]
        units = at[[i for i, found in enumerate(one.kinds) if found == kind]]
        ax.plot(*units.T, marker, markersize=size, color=color, markeredgecolor="black", zorder=3)


def _route(a, b, one):
    """A straight line; an arc where other units of the row would lie on it."""
    columns = 0 if one.ring else round(abs(b[0] - a[0]) / (WIDE / max(len(one.columns) - 1, 1)))
    same_column = not one.ring and columns == 0 and abs(b[1] - a[1]) > 1.01
    if columns < 2 and not same_column:
        return np.array([a, b])
    t = np.linspace(0, 1, 9)[:, None]
    away = np.array([BENT, 0.0]) if same_column else np.array([0.0, BENT if a[1] >= HIGH / 2 else -BENT])
    return a + t * (b - a) + 4 * t * (1 - t) * away


def _loop(center, middle):
    """A small circle at a unit, on the side away from the middle of the drawing."""
    away = center - middle
    away = away / np.hypot(*away) if np.hypot(*away) > 0.1 else np.array([0.0, 1.0])
    angles = np.linspace(0, 2 * np.pi, 13)
    return center + LOOP / 2 * (away + np.column_stack([np.cos(angles), np.sin(angles)]))
