"""Chapter 10: a surface from above: its level lines around a point, and where it lies below that point."""

import numpy as np

from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS
from dlcourse.tensor import Tensor


def plot_levels(f, point=(0.0, 0.0), *, reach: float = 1.0, ax=None, n_lines: int = 4, n: int = 33):
    """Axes with level lines of f around a point, which is marked; what is lower than the point is hatched.

    f: Tensor (2,) -> Tensor of one number. point (2,). reach: half the side of the square that is drawn, on
    which f is taken at n^2 places. Lines stand n_lines to each side of the point's value, at equal steps.

    >>> from dlcourse.experiments.ch10_surfaces import saddle
    >>> tuple(map(float, plot_levels(saddle).get_xlim()))
    (-1.0, 1.0)
    """
    ax = panels(height=4.0)[1] if ax is None else ax
    x, y = (np.linspace(middle - reach, middle + reach, n) for middle in point)
    heights = np.array([[float(f(Tensor(np.array([a, b])))) for a in x] for b in y])
    heights -= float(f(Tensor(np.array(point, float))))
    most = float(abs(heights).max())
    ax.contourf(x, y, heights, levels=[-2 * most, 0], colors=[COLORS["sky"]], alpha=0.3, hatches=["//"])
    lines = most * np.arange(1, n_lines + 1) / n_lines
    steps = np.concatenate([-lines[::-1], lines])
    ax.contour(x, y, heights, levels=steps, colors="black", linewidths=0.8, linestyles="solid")
    ax.plot(*point, "o", color="black", markersize=5)
    ax.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]), aspect="equal")
    return ax
