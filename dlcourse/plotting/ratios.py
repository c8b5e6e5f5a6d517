"""Chapter 20: figures of measured times: fractions of a whole, and ratios as functions of a size."""

import numpy as np

from dlcourse.plotting.free_labels import legend_above
from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS

FILLS = ("", "//", "\\\\", "xx")  # told apart in grey print; dots would be heavy


def plot_shares(shares: dict, names: dict, *, ax=None):
    """Axes with a stacked bar per label, of parts that add up to 1.

    shares: label -> object with the parts as attributes; names: attribute -> its name in the legend.
    """
    own = ax is None
    ax = panels(height=1.0 + 0.6 * len(shares))[1] if own else ax
    start = np.zeros(len(shares))
    for (part, name), color, fill in zip(names.items(), COLORS.values(), FILLS, strict=False):
        sizes = np.array([100 * getattr(share, part) for share in shares.values()])
        look = {"color": color, "hatch": fill, "edgecolor": "white", "height": 0.6}
        ax.barh(list(shares), sizes, left=start, label=name, **look)
        start += sizes
    ax.invert_yaxis()  # the first label on top
    ax.set(xlabel="percent of the time of a step", xlim=(0, 100))
    legend_above(ax, grow=own)
    return ax


def plot_ratios(sizes, ratios: dict, *, xlabel: str, ylabel: str, ax=None):
    """Axes with ratios against a size, an error bar from quartile to quartile, and a thin line at 1.

    ratios: label -> list of objects with median, low and high, one per size.
    """
    own = ax is None
    ax = panels()[1] if own else ax
    ax.axhline(1, color=COLORS["grey"], linewidth=1, linestyle="-")
    for (label, found), marker in zip(ratios.items(), "os^Dv", strict=False):
        median = np.array([ratio.median for ratio in found])
        below = median - [ratio.low for ratio in found]
        above = np.array([ratio.high for ratio in found]) - median
        ax.errorbar(sizes, median, (below, above), marker=marker, capsize=3, label=label)
    ax.set(xlabel=xlabel, ylabel=ylabel, xscale="log")
    ax.set_xticks(sizes, [str(size) for size in sizes])  # the sizes measured, not powers of ten
    ax.minorticks_off()
    ax.set_ylim(bottom=0)  # a ratio's height means something only from 0 on
    legend_above(ax, grow=own)
    return ax


def plot_goals(rows: list[tuple], *, xlabel: str, ax=None):
    """Axes with a dot per row on a logarithmic axis, a tick at its goal, and a thin line at 1.

    rows: (label, ratio, goal). A dot is full where the ratio keeps to the goal, empty where it does not.
    """
    own = ax is None
    ax = panels(height=0.9 + 0.27 * len(rows))[1] if own else ax
    ax.axvline(1, color=COLORS["grey"], linewidth=1, linestyle="-")
    labels, ratios, goals = zip(*rows, strict=True)
    places, met = np.arange(len(rows)), np.array(ratios) <= np.array(goals)
    ax.plot(goals, places, "|", color="black", markersize=13, markeredgewidth=2, label="goal")
    for kept, name in ((True, "met"), (False, "missed")):
        if (met == kept).any():
            look = {"color": COLORS["blue"], "fillstyle": "full"} if kept else {"color": COLORS["orange"]}
            look |= {} if kept else {"markerfacecolor": "none", "markeredgewidth": 2}
            ax.plot(np.array(ratios)[met == kept], places[met == kept], "o", label=name, **look)
    ax.set(xlabel=xlabel, xscale="log", ylim=(len(rows) - 0.4, -0.6))
    ax.set_yticks(places, labels)
    ax.figure.draw_without_rendering()  # long labels leave the axes, and so the legend, little room
    legend_above(ax, grow=own)
    return ax
