"""Chapter 2: XOR as electricians build it: two switches, two wires between them, all four states."""

import itertools

from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS

SOURCE, POLES, CONTACTS, LAMP = 0.0, (0.8, 3.2), (1.5, 2.5), 4.0  # from left to right
UP, DOWN = 0.5, -0.5
LIVE = {"color": COLORS["orange"], "linewidth": 3.5, "linestyle": "-", "solid_capstyle": "round"}
IDLE = {"color": COLORS["grey"], "linewidth": 1.2, "linestyle": "-"}


def plot_stair_lamp():
    """A figure with a panel for each position of the two switches; thick is what carries current.

    The two wires cross: each joins the upper contact of one switch to the lower one of the other. So a wire
    carries current in one state alone, and the lamp is on in two of the four.
    """
    figure, axes = panels(2, 2, height=1.45)
    for ax, (x1, x2) in zip(axes.flat, itertools.product((0, 1), repeat=2), strict=True):
        _draw(ax, x1, x2)
        ax.set_title(f"$x_1 = {x1},\\; x_2 = {x2}$: {'on' if live_wire(x1, x2) else 'off'}")
    return figure


def live_wire(x1: int, x2: int) -> str | None:
    """The wire that carries current: "upper left" when x1 alone is up, "lower left" when x2 alone is.

    >>> live_wire(1, 0), live_wire(0, 1), live_wire(1, 1)
    ('upper left', 'lower left', None)
    """
    # switch 1 stands at the upper left end for x1 = 1; the lower right end is switch 2's for x2 = 0
    return {(1, 0): "upper left", (0, 1): "lower left"}.get((x1, x2))


def _draw(ax, x1, x2):
    live = live_wire(x1, x2)
    left, right = (UP if x1 else DOWN), (UP if x2 else DOWN)
    # the wires first, the live one last: at the crossing it lies on top
    wires = {"upper left": (UP, DOWN), "lower left": (DOWN, UP)}
    for name in sorted(wires, key=lambda name: name == live):
        ax.plot(CONTACTS, wires[name], **(LIVE if name == live else IDLE))
    for ends, heights in (
        ((SOURCE, POLES[0]), (0, 0)),
        ((POLES[0], CONTACTS[0]), (0, left)),
        ((CONTACTS[1], POLES[1]), (right, 0)),
        ((POLES[1], LAMP - 0.18), (0, 0)),
    ):
        ax.plot(ends, heights, **(LIVE if live else IDLE | {"color": "black"}))
    dots = [(x, y) for x in CONTACTS for y in (UP, DOWN)] + [(x, 0) for x in POLES]
    look = {"marker": "o", "markersize": 4, "color": "black", "linestyle": "none"}
    ax.plot(*zip(*dots, strict=True), **look)
    face = COLORS["amber"] if live else "none"
    lamp = {"marker": "o", "markersize": 17, "markeredgecolor": "black", "markerfacecolor": face}
    ax.plot(LAMP, 0, **lamp, linestyle="none", gid="lamp")
    ax.plot(LAMP, 0, marker="x", color="black", markersize=11, linestyle="none")
    ax.set(xlim=(SOURCE - 0.1, LAMP + 0.5), ylim=(-0.8, 0.8))
    ax.set_axis_off()
