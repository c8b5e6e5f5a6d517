"""Appendix B: the style of all figures, set once.

Lines and text are black on a transparent background, so that the book can invert a figure for its dark theme.
The colors of Okabe and Ito can be told apart with any color vision; lines also differ by dash and points by
shape, for grey print. How wide figures are, and what is written in them, `placing` sees to.
"""

import matplotlib
from cycler import cycler
from IPython import get_ipython
from matplotlib.figure import Figure
from matplotlib_inline.backend_inline import set_matplotlib_formats

from dlcourse.plotting.placing import HEIGHTS, WIDTHS, picture

COLORS = {
    "blue": "#0072B2",
    "orange": "#D55E00",
    "green": "#009E73",
    "pink": "#CC79A7",
    "sky": "#56B4E9",
    "amber": "#E69F00",
    "grey": "#767676",
}
# as many as colors, so that each color has a dash of its own
DASHES = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)), (0, (1, 2))]


def use_style() -> None:
    """Set size, colors, dashes and fonts of all later figures, which notebooks show as SVG."""
    matplotlib.rcParams.update(
        {
            "figure.figsize": (WIDTHS[1], HEIGHTS[1]),
            "figure.facecolor": "none",
            "figure.constrained_layout.use": True,
            "axes.facecolor": "none",
            "axes.spines.top": False,
            "axes.spines.right": False,
            # + pairs them, one dash per color; * would run through all dashes in one color first
            "axes.prop_cycle": cycler(color=list(COLORS.values())) + cycler(linestyle=DASHES),
            "axes.titlesize": "medium",
            "font.size": 11,
            "legend.frameon": False,
            "lines.linewidth": 2,
            "lines.markersize": 8,
            "savefig.transparent": True,
            "svg.hashsalt": "dlcourse",  # ids in the SVG are random otherwise, and equal figures differ
        }
    )
    set_matplotlib_formats("svg")  # sharp at every zoom
    if shell := get_ipython():
        shell.display_formatter.formatters["image/svg+xml"].for_type(Figure, picture)
