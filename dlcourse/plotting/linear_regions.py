"""Chapter 9: linear regions: the pieces into which a ReLU network cuts the plane, each in its own shade."""

import numpy as np

from dlcourse.ops import relu
from dlcourse.plotting.placing import panels


def activation_patterns(model, points) -> np.ndarray:
    """Whether each ReLU unit is active at each point.   model: Sequential; points (k, 2) -> (k, n_units)

    Raises ValueError for a model without a ReLU.
    """
    arrays = model.trace(np.asarray(points, float))
    # the output of relu is above 0 exactly where the unit is active
    on = [after > 0 for step, after in zip(model.steps, arrays[1:], strict=True) if step is relu]
    if not on:
        raise ValueError("activation_patterns: expected a model with relu among its steps, got none; add one")
    return np.concatenate(on, axis=1)


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


def _borders(index):
    """Whether the index differs from that of the pixel to the left or below."""
    border = np.zeros(index.shape, bool)
    border[1:] |= index[1:] != index[:-1]
    border[:, 1:] |= index[:, 1:] != index[:, :-1]
    return border
