"""Chapter 2: XOR. The four points by themselves, with the gates OR and NAND, and lifted by their product."""

import numpy as np
from matplotlib import rc_context
from mpl_toolkits.mplot3d.proj3d import proj_transform

from dlcourse.data import xor
from dlcourse.plotting.free_labels import free_labels
from dlcourse.plotting.hidden_space import GROUND, HATCH_COLOR, HIGH, LOW, NAMES, OUTPUT_COLORS, plot_points
from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS

GATE_LINES = ((COLORS["blue"], "--"), (COLORS["orange"], ":"))


def plot_xor():
    """A figure of the four points, each marked with its target."""
    figure, ax = panels()
    plot_points(ax, xor()[0])
    _square(ax)
    ax.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), aspect="equal")
    free_labels(figure)
    return figure


def plot_gates(W, c, names):
    """A figure of the lines x W + c = 0 of two gates, each with an arrow to the side of its 1s.

    W (2, 2), c (2,). names: of the gates. Hatched is where both are 1.
    """
    W, c = np.asarray(W, float), np.asarray(c, float)
    figure, ax = panels()
    at = np.linspace(LOW, HIGH, 121)
    grid = np.stack(np.meshgrid(at, at), axis=-1)
    both = (grid @ W + c).min(axis=-1)
    with rc_context({"hatch.color": HATCH_COLOR, "hatch.linewidth": 0.8}):
        ax.contourf(at, at, both, levels=[0, np.inf], colors=OUTPUT_COLORS[2:], hatches=["//"])
    for j, (color, dash) in enumerate(GATE_LINES):
        normal = W[:, j] / np.hypot(*W[:, j])
        nearest = -c[j] / np.hypot(*W[:, j]) * normal  # the point of the line that is nearest to 0
        along = np.array([-normal[1], normal[0]])
        ends = nearest + np.array([[-3.0], [3.0]]) * along
        ax.plot(*ends.T, color=color, linestyle=dash, scalex=False, scaley=False)
        foot = nearest + (-1) ** j * 0.24 * along
        arrow = {"arrowstyle": "->", "color": color, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", foot + 0.2 * normal, foot, arrowprops=arrow)
        low = nearest + along * (-0.62 if along[0] < 0 else 0.62)  # right below, where no point lies
        style = {"ha": "center", "va": "center", "color": color, "bbox": GROUND}
        ax.text(*low, names[j], **style)
    plot_points(ax, xor()[0])
    _square(ax)
    ax.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), aspect="equal")
    free_labels(figure)
    return figure


def plot_lift(w, b):
    """A figure of the points at (x1, x2, x1 x2), and the plane there on which the linear model says 1/2.

    w (3, 1), b (1,): the weights of x1, x2, x1 x2, the last one not 0, and the bias.
    """
    w, b = np.ravel(w), float(np.ravel(b)[0])
    figure, ax = panels(height=3.6, subplot_kw={"projection": "3d"})
    x, _ = xor()
    lifted = np.column_stack([x, x[:, 0] * x[:, 1]])
    at = np.array([-0.1, 1.1])
    u, v = np.meshgrid(at, at)
    height = (0.5 - b - w[0] * u - w[1] * v) / w[2]
    ax.plot_surface(u, v, height, color=COLORS["sky"], alpha=0.35, edgecolor=COLORS["grey"], linewidth=0.8)
    ax.plot(*x[[0, 1, 3, 2, 0]].T, np.zeros(5), color=COLORS["grey"], linestyle="-", linewidth=1)
    ax.plot([1, 1], [1, 1], [0, 1], color="black", linestyle=":", linewidth=1.5)  # how far 11 was lifted
    plot_points(ax, lifted)
    ax.set(xticks=(0, 1), yticks=(0, 1), zticks=(0, 1))
    ax.set(xlabel="$x_1$", ylabel="$x_2$", zlabel="$x_1 x_2$")
    ax.view_init(elev=22, azim=-62)
    # on the paper: matplotlib does not know where a text in three dimensions ends
    for name, place in zip(NAMES, lifted, strict=True):
        at = proj_transform(*place, ax.get_proj())[:2]
        ax.annotate(name, at, (0, 8), textcoords="offset points", ha="center", zorder=5)
    return figure


def _square(ax):
    ax.set(xlabel="$x_1$", ylabel="$x_2$", xticks=(0, 1), yticks=(0, 1))
