"""Figures of the book, one style. Importing this imports matplotlib."""

from dlcourse.plotting.graphs import draw_graph
from dlcourse.plotting.hidden_space import plot_batch_walk, plot_points, plot_solutions, plot_spaces
from dlcourse.plotting.style import COLORS, DASHES, use_style

__all__ = [
    "COLORS",
    "DASHES",
    "draw_graph",
    "plot_batch_walk",
    "plot_points",
    "plot_solutions",
    "plot_spaces",
    "use_style",
]
