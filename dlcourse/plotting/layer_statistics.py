"""Chapter 14: what happens along the depth of a network. Percentiles of activations, histograms per layer."""

import matplotlib.pyplot as plt
import numpy as np

from dlcourse.backend import to_numpy
from dlcourse.plotting.style import COLORS

PERCENTILES = (15, 50, 85)  # deck Fix, page 92


def activation_percentiles(model, x, percentiles=PERCENTILES) -> np.ndarray:
    """Percentiles of every array along a Sequential model, x first.   -> (n_steps + 1, n_percentiles)"""
    return np.array([np.percentile(to_numpy(array), percentiles) for array in model.trace(x)])


def plot_percentiles(rows, *, ax=None, percentiles=PERCENTILES, xlabel: str = "step of the network"):
    """A band from the lowest to the highest percentile with the middle one as a line.   rows (n, 3) -> Axes

    rows: one row per layer, as `activation_percentiles` gives them, or per moment of training.
    """
    rows = np.asarray(rows, float)
    if rows.ndim != 2 or rows.shape[1] != len(percentiles):
        raise ValueError(
            f"plot_percentiles: expected rows (n, {len(percentiles)}), got {rows.shape}; "
            "one column per percentile"
        )
    ax = plt.subplots()[1] if ax is None else ax
    at = np.arange(len(rows))
    ax.fill_between(at, rows[:, 0], rows[:, -1], color=COLORS["sky"], alpha=0.4, linewidth=0)
    for column, percentile in enumerate(percentiles):
        ax.plot(at, rows[:, column], label=f"{percentile} %")
    ax.set(xlabel=xlabel, ylabel="value")
    ax.legend()
    return ax


def plot_histograms(arrays: dict, *, bins: int = 40, share_x: bool = False):
    """One histogram per entry, side by side: weights, gradients or activations per layer.   label -> array;
    -> Figure

    Each tells its standard deviation; a layer whose values are not finite says so. Raises ValueError for no
    entry.
    """
    if not arrays:
        raise ValueError("plot_histograms: expected at least one array, got none; pass {label: array}")
    width = max(3.0, 1.7 * len(arrays))
    figure, axes = plt.subplots(1, len(arrays), figsize=(width, 2.4), sharex=share_x, squeeze=False)
    for ax, (label, array) in zip(axes[0], arrays.items(), strict=True):
        values = to_numpy(getattr(array, "array", array)).ravel()
        finite = values[np.isfinite(values)]
        ax.hist(finite, bins=bins, color=COLORS["blue"])
        lost = len(values) - len(finite)
        spread = f"std {finite.std():.2g}" if len(finite) else "no finite value"
        ax.set(title=label, xlabel=spread + (f", {lost} not finite" if lost else ""), yticks=())
    return figure


def parameter_arrays(model, gradients=None) -> dict:
    """The weights of a model by name, or the gradients in their order: what `plot_histograms` takes."""
    names = [name for name, _ in model.named_parameters()]
    arrays = model.parameters() if gradients is None else gradients
    return dict(zip(names, arrays, strict=True))
