"""Chapter 2: many training runs at a glance: success rates, final losses, and which units are on where."""

from textwrap import fill

import numpy as np

from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS

MARKERS = "os^Dv*X"


def plot_rates(rates: dict, *, highest: float = 1.0):
    """A figure with a dot for each success rate, and its interval as a line.

    rates: group -> {label: object with rate and interval}. A group has a color and a mark of its own.
    highest: the end of the axis, a tenth or more.
    """
    lines = [(group, label, found) for group, named in rates.items() for label, found in named.items()]
    figure, ax = panels(height=0.9 + 0.24 * len(lines) + 0.12 * len(rates))
    groups, ticks, names = list(rates), [], []
    for place, (group, label, found) in enumerate(lines):
        k = groups.index(group)
        at = place + 0.5 * k  # a gap between groups
        color = list(COLORS.values())[k % len(COLORS)]
        ax.plot(found.interval, [at, at], "-", color=color)
        ax.plot(found.rate, at, MARKERS[k % len(MARKERS)], color=color, markersize=7)
        ticks.append(at)
        names.append(f"{group}, {label}")
    ax.set_yticks(ticks, names)
    ax.set(xlabel="success rate, in percent", xlim=(0, 1.02 * highest))
    step = 0.2 if highest > 0.5 else 0.1
    ticks_below = step * np.arange(round(highest / step) + 1)
    ax.set_xticks(ticks_below, [f"{100 * tick:.0f}" for tick in ticks_below])
    ax.grid(axis="x", color=COLORS["grey"], alpha=0.3, linestyle="-")
    ax.invert_yaxis()
    return figure


def plot_final_losses(J, marks: dict, *, step: float, highest: float):
    """A figure with a histogram of final losses, and the numbers of runs at the losses that have a name.

    J (n,): the losses; those above `highest` are left out. marks: name -> loss. step: the width of a bar;
    bars are centered at its multiples.
    """
    J = np.asarray(J, float)
    figure, ax = panels(height=2.4)
    edges = (np.arange(round(highest / step) + 2) - 0.5) * step
    counts, _ = np.histogram(J, edges)
    ax.bar(edges[:-1] + step / 2, counts, step, color=COLORS["blue"], edgecolor="black")
    for loss in marks.values():
        here = int(counts[np.searchsorted(edges, loss) - 1])
        ax.text(loss, here, f"{here:,}", ha="center", va="bottom")
    ax.set_xticks(list(marks.values()), list(marks))
    ax.set(xlabel="final loss $J$", ylabel="runs", xlim=(-2 * step, edges[-1]))
    ax.margins(y=0.18)
    return figure


def plot_patterns(patterns: dict, points, outputs="h"):
    """A figure that shows which units are on at which points, a block of dots for each pattern.

    patterns: name -> booleans (n points, n units). points: the names of the rows. A filled dot is on, an
    empty one off.
    """
    figure, ax = panels(height=0.75 + 0.26 * len(points))
    start, middles = 0.0, []
    for on in patterns.values():
        on = np.asarray(on, bool)
        columns = start + 0.75 * np.arange(on.shape[1])
        rows, units = np.indices(on.shape)
        look = {"markersize": 8, "markeredgecolor": "black", "linestyle": "none", "marker": "o"}
        for filled, face in ((True, "black"), (False, "none")):
            ax.plot(columns[units[on == filled]], rows[on == filled], markerfacecolor=face, **look)
        for j, column in enumerate(columns):
            ax.text(column, -0.75, f"${outputs}_{j + 1}$", ha="center", va="center")
        middles.append(columns.mean())
        start = columns[-1] + 1.75
    ax.set_xticks(middles, [fill(name, 10) for name in patterns])
    ax.set_yticks(range(len(points)), points)
    ax.tick_params(length=0)
    ax.set(xlim=(-0.8, start - 1), ylim=(len(points) - 0.4, -1.2))
    ax.spines[:].set_visible(False)
    return figure
