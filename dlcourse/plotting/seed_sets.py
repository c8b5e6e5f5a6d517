"""Chapter 9: the outcomes of two disjoint sets of seeds side by side, so that one sees what is luck."""

import numpy as np

from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS

MARKS = (("o", "blue", -1), ("x", "orange", 1))  # circles to the left, crosses to the right
APART, WIDTH = 0.12, 0.08


def plot_seed_sets(at, *sets, center=None, interval=None, ax=None):
    """Axes with the outcomes of one or two sets of seeds, circles and crosses, at each place of an axis.

    at: k places. sets: for each set of seeds k arrays of outcomes, one for each run. Without `center` every
    run is a mark; with it, a function such as np.median, there is one mark per place, and a line for
    `interval`, a function of the outcomes to (low, high).

    >>> ax = plot_seed_sets([1, 2], [np.ones(3), np.zeros(3)], center=np.mean)
    >>> len(ax.lines)
    2
    """
    ax = panels(height=2.6)[1] if ax is None else ax
    for (mark, color, side), outcomes in zip(MARKS, sets, strict=False):
        shift = side * APART if len(sets) > 1 else 0.0
        for place, values in zip(at, outcomes, strict=True):
            x = place + shift
            if center is None:
                ax.plot(np.full(len(values), x), values, mark, color=COLORS[color], markersize=5)
                continue
            if interval is not None:
                low, high = interval(values)
                ax.plot([x, x], [low, high], "-", color="black", linewidth=1)
                for end in (low, high):
                    ax.plot([x - WIDTH / 2, x + WIDTH / 2], [end, end], "-", color="black", linewidth=1)
            ax.plot([x], [center(values)], mark, color=COLORS[color], markersize=7)
    return ax
