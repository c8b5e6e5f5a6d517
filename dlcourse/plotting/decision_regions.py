"""Chapter 1: decision regions: the class that a model predicts at each point, with the samples on top."""

import numpy as np
from matplotlib.colors import ListedColormap

from dlcourse.backend import to_numpy
from dlcourse.plotting.free_labels import legend_above
from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS

MARKERS = "os^Dv*X"


def plot_decision_regions(predict, x, y, *, ax=None, margin: float = 0.25, n_points: int = 200):
    """Axes with the plane colored by the predicted class, and samples x (m, 2) marked by their class y (m,).

    predict: (k, 2) -> classes (k,), or logits (k, n_classes), of which the largest counts, or one logit
    (k, 1), whose sign counts. margin: the fraction of the data's range that is added on each side. Raises
    ValueError when x does not have two columns, or there are more than 7 classes.
    """
    x, y, n_classes = samples_of_classes(x, y)
    own = ax is None
    ax = panels()[1] if own else ax
    low, high = x.min(axis=0), x.max(axis=0)
    low, high = low - margin * (high - low), high + margin * (high - low)
    grids = np.meshgrid(*(np.linspace(a, b, n_points) for a, b in zip(low, high, strict=True)))
    classes = as_classes(predict(np.column_stack([grid.ravel() for grid in grids])))  # one call for the grid
    colors = list(COLORS.values())[:n_classes]
    ax.pcolormesh(
        *grids,
        classes.reshape(n_points, n_points),
        cmap=ListedColormap(colors),
        vmin=-0.5,  # whole numbers in the middle of their colors
        vmax=n_classes - 0.5,
        alpha=0.25,
        shading="nearest",
        rasterized=True,  # as vectors, 40,000 cells would make the SVG megabytes large
    )
    for k in range(n_classes):
        here = classes.reshape(n_points, n_points) == k
        # a thin border, for grey print; the last class borders only on others
        if k < n_classes - 1 and here.any() and not here.all():
            ax.contour(*grids, here.astype(float), levels=[0.5], colors=COLORS["grey"], linewidths=1)
        points = x[y == k]
        ax.scatter(*points.T, color=colors[k], marker=MARKERS[k], edgecolor="black", label=f"class {k}")
    ax.set(xlabel="$x_1$", ylabel="$x_2$")
    legend_above(ax, grow=own)
    return ax


def samples_of_classes(x, y):
    """x (m, 2) as floats, y (m,) as ints, and the number of classes. Raises ValueError for other data."""
    x, y = np.asarray(x, float), np.asarray(y).ravel()
    if x.ndim != 2 or x.shape[1] != 2:
        raise ValueError(f"plot_decision_regions: expected x (m, 2), got {x.shape}; choose two columns")
    if y.shape != x.shape[:1] or len(y) == 0 or not np.isfinite(x).all():
        raise ValueError(
            f"plot_decision_regions: expected finite x and a class for each sample, got {len(x)} samples and "
            f"{len(y)} classes; drop samples without one"
        )
    if y.dtype.kind not in "biuf" or not (y >= 0).all():
        raise ValueError(
            f"plot_decision_regions: expected classes from 0 up, got {y.min()!r}; number them from 0"
        )
    y = y.astype(int)
    n_classes = int(y.max()) + 1
    if n_classes > len(MARKERS):
        raise ValueError(
            f"plot_decision_regions: expected at most {len(MARKERS)} classes, got {n_classes}; "
            "draw fewer at once"
        )
    return x, y, n_classes


def as_classes(output):
    """Classes (k,) from classes (k,), logits (k, n_classes) or one logit (k, 1). ValueError for NaN."""
    output = to_numpy(getattr(output, "array", output))
    if (output != output).any():  # NaN, which argmax takes for the largest
        raise ValueError(
            "plot_decision_regions: expected a prediction at each point, got NaN; "
            "look for where the model overflows, or draw a smaller margin"
        )
    if output.ndim == 1:
        return output.astype(int)
    # a logit of 0 is a probability of 1/2: above it, class 1
    return (output[:, 0] > 0).astype(int) if output.shape[1] == 1 else output.argmax(axis=1)
