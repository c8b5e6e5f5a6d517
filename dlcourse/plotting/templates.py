"""Chapters 3 and 7: weights of hidden units as images, in marks that survive grey print."""

import numpy as np

from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS

MARKS = (("s", "orange", 1), ("o", "blue", -1))  # of positive and of negative weights
BANDS = ((1, 3), (3, 5), (5, np.inf))  # sevenths of the largest weight: a mark for each; below, none


def plot_templates(rows, titles=(), *, largest: float | None = None, height: float = 1.9):
    """A figure with an image for each array in each row: squares positive, circles negative.

    rows: lists of arrays (8, 8), two or three in a row. titles: above the first row. largest: the weight of
    the largest mark, by default the largest of each row.

    >>> plot_templates([[np.eye(8), -np.eye(8)]], ("one", "minus one")).axes[0].get_title()
    'one'
    """
    figure, axes = panels(len(rows[0]), len(rows), height=height, squeeze=False)
    for row, images in zip(axes, rows, strict=True):
        unit = (largest or max(abs(image).max() for image in images)) / 7
        for ax, image in zip(row, images, strict=True):
            plot_template(ax, np.asarray(image) / unit)
    for ax, title in zip(axes[0], titles, strict=False):
        ax.set_title(title)
    return figure


def plot_template(ax, image):
    """Marks of three sizes for the numbers of an image, in sevenths of the largest."""
    for mark, color, sign in MARKS:
        for low, high in BANDS:
            y, x = np.nonzero((sign * image > low) & (sign * image <= high))
            ax.plot(x, y, mark, color=COLORS[color], markersize=3 + low)
    n_rows, n_columns = image.shape
    ax.set(xlim=(-1, n_columns), ylim=(n_rows, -1), xticks=[], yticks=[], aspect="equal")
