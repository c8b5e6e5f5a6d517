"""Chapters 2 and 3: activation functions as curves, small and side by side."""

import numpy as np

from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS


def plot_units(groups, *, reach: float = 3.0):
    """A figure with a panel for each group of activation functions, two or three groups side by side.

    groups: dicts name -> function of an array. The names stand above the panel, in the order of the curves.
    """
    figure, axes = panels(len(groups), height=2.1)
    z = np.linspace(-reach, reach, 121)
    for ax, group in zip(axes, groups, strict=True):
        for level in (ax.axhline, ax.axvline):
            level(0, color=COLORS["grey"], linewidth=0.8, linestyle="-")
        for (name, g), dash in zip(group.items(), ("-", "--", ":"), strict=False):
            ax.plot(z, g(z), linestyle=dash, color="black" if dash == "-" else COLORS["orange"], label=name)
        ax.set(xlabel="$z$", xticks=(-2, 0, 2), title="\n".join(_titles(group)))
    axes[0].set_ylabel("$g(z)$")
    return figure


def _titles(group) -> list[str]:
    """The names, each with how its curve is drawn where there are several."""
    if len(group) == 1:
        return [*group, ""]  # as high as the title of two
    return [f"{name}, {look}" for name, look in zip(group, ("solid", "dashed", "dotted"), strict=False)]
