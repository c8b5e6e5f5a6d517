"""Chapter 11: contour lines of a function of two variables, and the paths of optimizers on it."""

import numpy as np

from dlcourse.plotting.free_labels import legend_above
from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS, DASHES

MARKERS = "os^Dv*X"
MOST_MARKS = 25  # per path; of more steps, only every second or third gets a marker


def plot_paths(f, paths: dict, *, ax=None, margin: float = 0.15, n_levels: int = 12, minimum=None):
    """Axes with contour lines of f and one path per optimizer.

    f: points (k, 2) -> values (k,). paths: label -> points (n, 2). minimum: a point (2,) to be marked. Paths
    differ by color, dash and marker. Raises ValueError when there is no path, or for a path of another shape
    or with a point that is not finite.
    """
    arrays = {label: np.asarray(path, float) for label, path in paths.items()}
    for label, path in arrays.items():
        if path.ndim != 2 or path.shape[1] != 2 or len(path) == 0:
            raise ValueError(
                f"plot_paths: expected path {label!r} (n, 2), got {path.shape}; one row per step"
            )
        if not np.isfinite(path).all():
            raise ValueError(
                f"plot_paths: expected finite points in path {label!r}, got NaN or infinity; stop it earlier"
            )
    if not arrays:
        raise ValueError("plot_paths: expected at least one path, got none; pass {label: points}")
    own = ax is None  # a figure of our own may grow for its legend, a given one may not
    ax = panels()[1] if own else ax
    everything = np.concatenate(
        [*arrays.values(), *([np.reshape(minimum, (1, 2))] if minimum is not None else [])]
    )
    low, high = everything.min(axis=0), everything.max(axis=0)
    room = margin * np.maximum(high - low, 1e-9)  # above 0, also for a path along an axis
    grids = np.meshgrid(*(np.linspace(a, b, 200) for a, b in zip(low - room, high + room, strict=True)))
    values = np.asarray(f(np.column_stack([grid.ravel() for grid in grids])), float).reshape(200, 200)
    # quantiles, not equal steps: equal areas lie between the lines, so a flat valley shows beside a steep
    # wall; unique, since contour refuses levels that repeat
    levels = np.unique(np.quantile(values, np.linspace(0.01, 0.99, n_levels)))
    ax.contour(*grids, values, levels=levels, colors=COLORS["grey"], linewidths=0.8)
    for i, (label, path) in enumerate(arrays.items()):
        style = {"color": list(COLORS.values())[i % 6], "linestyle": DASHES[i % len(DASHES)]}
        style |= {"marker": MARKERS[i % len(MARKERS)], "markevery": max(1, len(path) // MOST_MARKS)}
        ax.plot(*path.T, **style, markersize=5, linewidth=1.5, label=label)
    if minimum is not None:
        style = {"markersize": 14, "markeredgewidth": 2, "linestyle": "none", "zorder": 3}
        ax.plot(*minimum, "+", color="black", label="minimum", **style)
    ax.set(xlabel="$x_1$", ylabel="$x_2$")
    legend_above(ax, grow=own)
    return ax
