"""Chapter 1: a history from its data: years to scale, what happened beside them."""

import numpy as np

from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS

ROW = 0.27  # inches: of a line of text


def plot_history(events):
    """A figure with a dot for each event on a line of years, downwards, and its words in even rows beside it.

    events: objects with year, what, and advance: whether something was found (dot) or refuted (cross).
    """
    events = sorted(events, key=lambda event: event.year)
    years = np.array([event.year for event in events], float)
    rows = np.linspace(years[0], years[-1], len(events))
    figure, ax = panels(height=0.3 + ROW * len(events))
    ax.plot([0, 0], years[[0, -1]], "-", color=COLORS["grey"], linewidth=3, zorder=1)
    for event, row in zip(events, rows, strict=True):
        mark, color = ("o", COLORS["blue"]) if event.advance else ("X", COLORS["orange"])
        ax.plot([0, 0.6, 0.9], [event.year, row, row], "-", color=COLORS["grey"], linewidth=0.8, zorder=1)
        ax.plot(0, event.year, mark, color=color, markeredgecolor="black", zorder=2)
        ax.text(1.0, row, f"{event.year}  {event.what}", va="center", ha="left")
    ax.set(xlim=(-0.3, 8), ylim=(years[-1] + 3, years[0] - 3))
    ax.set_axis_off()
    return figure
