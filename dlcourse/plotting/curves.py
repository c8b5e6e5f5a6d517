"""Chapter 7: learning curves, one line per run, on a logarithmic axis where all losses are positive."""

import numpy as np

from dlcourse.plotting.free_labels import legend_above
from dlcourse.plotting.placing import panels


def plot_loss(histories: dict, *, ax=None, log: bool = True):
    """Axes with the loss over epochs of one or more runs.   histories: label -> History or list of losses

    A History with a validation loss gets a second, thinner line. log: use a logarithmic axis if all losses
    are positive. Raises ValueError when there is no run.
    """
    if not histories:
        raise ValueError("plot_loss: expected at least one run, got none; pass {label: history}")
    own = ax is None
    ax = panels()[1] if own else ax
    positive = True  # a loss of 0, or a log-density below it, has no place on a logarithmic axis
    for label, history in histories.items():
        losses = np.asarray(getattr(history, "loss", history), float)
        (line,) = ax.plot(np.arange(1, len(losses) + 1), losses, label=label)
        positive &= bool((losses > 0).all())
        validation = np.asarray(getattr(history, "validation_loss", None) or [], float)
        if len(validation):
            epochs = np.linspace(1, len(losses), len(validation))  # fewer are spread evenly
            ax.plot(epochs, validation, color=line.get_color(), linewidth=1, label=f"{label}, validation")
            positive &= bool((validation > 0).all())
    ax.set(xlabel="epoch", ylabel="loss", yscale="log" if log and positive else "linear")
    if len(ax.lines) > 1:  # a single line needs no legend
        legend_above(ax, grow=own)
    return ax
