"""Weights as images: squares for positive numbers, circles for negative ones, nothing for small ones."""

import numpy as np

from dlcourse.plotting import plot_templates


def marks(ax, mark):
    """Where marks of a kind stand, with their sizes."""
    lines = [line for line in ax.lines if line.get_marker() == mark]
    return {(x, y): line.get_markersize() for line in lines for x, y in zip(*line.get_data(), strict=True)}


def test_signs_are_shapes_and_small_weights_have_no_mark():
    image = np.zeros((8, 8))
    image[0, 3], image[2, 1], image[5, 5], image[6, 6] = 1.0, -0.5, 0.1, 0.2
    ax = plot_templates([[image, image]]).axes[0]
    assert marks(ax, "s") == {(3, 0): 8, (6, 6): 4} and marks(ax, "o") == {(1, 2): 6}


def test_the_largest_weight_may_be_given():
    ax = plot_templates([[np.eye(8), np.eye(8)]], largest=2.0).axes[0]
    assert set(marks(ax, "s").values()) == {6}
