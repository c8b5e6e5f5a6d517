"""Chapter 9: linear regions. The pieces into which a ReLU network cuts the plane, each in its own shade."""

import matplotlib.pyplot as plt
import numpy as np

from dlcourse.ops import relu


def activation_patterns(model, points) -> np.ndarray:
    """Which ReLU is on at which point.   model: Sequential, points (k, 2) -> booleans (k, n_units)

    Raises ValueError for a model without a ReLU.
    """
    arrays = model.trace(np.asarray(points, float))
    on = [after > 0 for step, after in zip(model.steps, arrays[1:], strict=True) if step is relu]
    if not on:
        raise ValueError("activation_patterns: expected a model with relu among its steps, got none; add one")
    return np.concatenate(on, axis=1)


def plot_linear_regions(model, *, ax=None, low: float = -1.0, high: float = 1.0, n_points: int = 300):
    """The square [low, high]^2 with one shade per activation pattern seen on a grid.   -> Axes

    A thin line parts neighbors, for shades may be alike. The title counts the patterns: a lower bound for the
    regions, since the grid can miss small ones.
    """
    ax = plt.subplots(figsize=(4, 4))[1] if ax is None else ax
    at = np.linspace(low, high, n_points)
    grid = np.stack(np.meshgrid(at, at), axis=-1).reshape(-1, 2)
    patterns, index = np.unique(activation_patterns(model, grid), axis=0, return_inverse=True)
    shades = np.random.default_rng(0).permutation(len(patterns))[index.ravel()]  # neighbors differ
    shades = np.ma.array(shades.reshape(n_points, n_points), mask=_borders(index.reshape(n_points, n_points)))
    ax.pcolormesh(at, at, shades, cmap="cividis", rasterized=True)
    ax.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal", title=f"{len(patterns)} regions seen")
    return ax


def _borders(index):
    """Where the number differs from that to the left or below."""
    border = np.zeros(index.shape, bool)
    border[1:] |= index[1:] != index[:-1]
    border[:, 1:] |= index[:, 1:] != index[:, :-1]
    return border
