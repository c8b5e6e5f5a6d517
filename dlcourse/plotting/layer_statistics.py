"""Chapter 14: statistics along the depth of a network: percentiles of activations, histograms per layer."""

import numpy as np
from matplotlib.ticker import FixedLocator, MaxNLocator

from dlcourse.backend import to_numpy
from dlcourse.plotting.free_labels import legend_above
from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS

PER_ROW = 3  # histograms
PERCENTILES = (15, 50, 85)  # deck Fix, page 92


def activation_percentiles(model, x, percentiles=PERCENTILES) -> np.ndarray:
    """Percentiles of x and of the output of every step of a Sequential.   -> (n_steps + 1, n_percentiles)"""
    return np.array([np.percentile(to_numpy(array), percentiles) for array in model.trace(x)])


def plot_percentiles(rows, *, ax=None, percentiles=PERCENTILES, xlabel: str = "step of the network"):
    """Axes with a band from the lowest to the highest percentile and a line for each percentile.

    rows (n, n_percentiles): one row per layer, as from `activation_percentiles`, or per step of training.
    Raises ValueError for another shape.
    """
    rows = np.asarray(rows, float)
    if rows.ndim != 2 or rows.shape[1] != len(percentiles):
        raise ValueError(
            f"plot_percentiles: expected rows (n, {len(percentiles)}), got {rows.shape}; "
            "one column per percentile"
        )
    own = ax is None
    ax = panels()[1] if own else ax
    at = np.arange(len(rows))
    ax.fill_between(at, rows[:, 0], rows[:, -1], color=COLORS["sky"], alpha=0.4, linewidth=0)
    for column, percentile in enumerate(percentiles):
        ax.plot(at, rows[:, column], label=f"{percentile} %")
    ax.set(xlabel=xlabel, ylabel="value")
    legend_above(ax, reverse=True, grow=own)  # the highest line first, as in the picture
    return ax


def plot_histograms(arrays: dict, *, bins: int = 40, share_x: bool = False):
    """A figure with one histogram per entry, three in a row: weights, gradients or activations per layer.

    arrays: label -> array. Below each histogram stand its standard deviation and, where there are any, the
    number of values that are not finite. Raises ValueError when there is no entry.
    """
    if not arrays:
        raise ValueError("plot_histograms: expected at least one array, got none; pass {label: array}")
    n_columns = min(len(arrays), PER_ROW)
    n_rows = -(-len(arrays) // n_columns)
    figure, axes = panels(n_columns, n_rows, height=0.3 / n_rows + 1.7, sharex=share_x, squeeze=False)
    for ax in axes.flat[len(arrays) :]:
        ax.set_axis_off()
    for ax, (label, array) in zip(axes.flat, arrays.items(), strict=False):
        values = to_numpy(getattr(array, "array", array)).ravel()
        finite = values[np.isfinite(values)]  # hist fails for NaN and infinity, which are the news here
        ax.hist(finite, bins=bins, color=COLORS["blue"])
        lost = len(values) - len(finite)
        spread = f"std {short_number(float(f'{finite.std():.2g}'))}" if len(finite) else "no finite value"
        ax.set(title=label, xlabel=spread + (f", {lost} not finite" if lost else ""), yticks=())
        ax.xaxis.set_major_locator(
            MaxNLocator(1, min_n_ticks=2) if len(at := few_ticks(finite)) < 2 else FixedLocator(at)
        )
        ax.xaxis.set_major_formatter(short_number)
    for ax in axes[:, 0]:
        ax.set_ylabel("count")
    return figure


def few_ticks(values) -> list:
    """At most three ticks: 0, and a round number on each side to which the values reach.

    >>> few_ticks(np.array([-0.3, 0.0, 0.28]))
    [0.0, -0.2, 0.2]
    """
    low, high = values.min(initial=0.0), values.max(initial=0.0)
    reach = max(-low, high)
    if not reach > 0:
        return []
    unit = 10.0 ** np.floor(np.log10(reach))  # rounded down to one significant digit
    tick = float(np.floor(reach / unit) * unit)
    return [0.0, *(float(t) for t in (-tick, tick) if low <= t <= high)]


def short_number(value, _=None) -> str:
    """A number in few characters, for a tick: 0.25, but 2e\N{MINUS SIGN}4.

    >>> short_number(0.25), short_number(2e-4)
    ('0.25', '2e\N{MINUS SIGN}4')
    """
    if value == 0 or 0.01 <= abs(value) < 10_000:
        text = f"{value:.4g}"
    else:
        digits, power = f"{value:.2e}".split("e")
        text = f"{float(digits):g}e{int(power)}"
    return text.replace("-", "\N{MINUS SIGN}")


def parameter_arrays(model, gradients=None) -> dict:
    """name -> parameter of a model, or name -> gradient for gradients in the same order.

    In the form that `plot_histograms` takes. Raises ValueError for another number of gradients.
    """
    names = [name for name, _ in model.named_parameters()]
    arrays = model.parameters() if gradients is None else gradients
    if len(arrays) != len(names):
        raise ValueError(
            f"parameter_arrays: expected {len(names)} gradients, got {len(arrays)}; "
            "pass grad(J, model.parameters())"
        )
    return dict(zip(names, arrays, strict=True))
