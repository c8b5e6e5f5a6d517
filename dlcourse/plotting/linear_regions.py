"""Chapter 9: linear regions: the pieces into which a network cuts the plane, counted exactly or on a grid."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.ticker import MaxNLocator

from dlcourse.models.regions import activation_patterns, linear_regions
from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS


def plot_regions(hidden, box, negative_slope: float = 0.0, *, ax=None):
    """Axes with every linear region of a network of two inputs, found exactly; the title counts them.

    hidden, box, negative_slope: as of `linear_regions`. Shaded as on a chessboard: a region is dark where an
    odd number of units is active, so that the shade changes wherever one unit's border is crossed.
    """
    ax = panels(height=4.0)[1] if ax is None else ax
    regions = linear_regions(hidden, box, negative_slope)
    middles = np.array([corners.mean(axis=0) for corners in regions])
    odd = _n_active(hidden, middles, negative_slope) % 2
    shades = [COLORS["sky"] if dark else "none" for dark in odd]
    ax.add_collection(PolyCollection(regions, facecolors=shades, edgecolors="black", linewidths=0.7))
    (left, right), (low, high) = box
    ax.set(xlim=(left, right), ylim=(low, high), aspect="equal", xlabel="$x_1$", ylabel="$x_2$")
    ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    ax.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    ax.set_title(f"{len(regions)} regions")
    return ax


def plot_linear_regions(model, *, ax=None, low: float = -1.0, high: float = 1.0, n_points: int = 300):
    """Axes with the square [low, high]^2, one shade per activation pattern that occurs on a grid.

    The title counts the patterns: a lower bound for the number of regions, since a grid can miss small ones.
    """
    ax = panels(height=4.0)[1] if ax is None else ax
    at = np.linspace(low, high, n_points)
    grid = np.stack(np.meshgrid(at, at), axis=-1).reshape(-1, 2)
    patterns, index = np.unique(activation_patterns(model, grid), axis=0, return_inverse=True)
    # np.unique sorts the patterns, so those of neighbors, and with them their shades, would often be close;
    # in random order most differ, and a thin line separates the others
    shades = np.random.default_rng(0).permutation(len(patterns))[index.ravel()]
    shades = np.ma.array(shades.reshape(n_points, n_points), mask=_borders(index.reshape(n_points, n_points)))
    ax.pcolormesh(at, at, shades, cmap="cividis", rasterized=True)
    ax.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal", title=f"{len(patterns)} regions seen")
    return ax


def _n_active(hidden, x, negative_slope):
    """How many units have z > 0 at each point."""
    n_active = np.zeros(len(x), int)
    for W, b in hidden:
        z = x @ W + b
        n_active += (z > 0).sum(axis=1)
        x = np.where(z > 0, z, negative_slope * z)
    return n_active


def _borders(index):
    """Whether the index differs from that of the pixel to the left or below."""
    border = np.zeros(index.shape, bool)
    border[1:] |= index[1:] != index[:-1]
    border[:, 1:] |= index[:, 1:] != index[:, :-1]
    return border
