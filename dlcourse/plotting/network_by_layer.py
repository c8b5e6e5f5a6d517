"""Chapters 2 and 3: the drawing of a network with a node per layer, and the shapes of its arrays."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.layout_engine import PlaceHolderLayoutEngine
from matplotlib.patches import FancyArrowPatch, PathPatch

from dlcourse.plotting.edge_labels import text_width
from dlcourse.plotting.graphs import NAME, NUMBER, outline
from dlcourse.plotting.network_columns import activations, linear_layers
from dlcourse.plotting.style import COLORS

RADIUS, SIDE, HEIGHT = 0.27, 0.5, 1.15  # inches: of a node, from the outer nodes to the sides, of the picture
WIDTHS, WIDEST = {2: 3.4, 3: 4.6}, 5.8  # inches, by the number of nodes
SIGN = "\N{MULTIPLICATION SIGN}"


def draw_layers(model):
    """Draw a Sequential of Linear layers and activations, a node per layer; returns the figure.

    At each arrow stand the shapes of W and b, where there is room; below each node the number of its units
    and their activation. The figure's label says the same in words. Raises ValueError for other layers.

    >>> from dlcourse import MLP
    >>> draw_layers(MLP((2, 3, 1), rng=np.random.default_rng(0))).get_label()
    'A network in layers: x, 2 inputs; h, 3 units, tanh; y_hat, 1 unit, linear.'
    """
    layers = linear_layers("draw_layers", model)
    deep = range(1, len(layers)) if len(layers) > 2 else []
    names = ["x", *([f"h^{{({k})}}" for k in deep] or ["h"] * (len(layers) - 1)), r"\hat{y}"]
    spoken = ["x", *([f"h{k}" for k in deep] or ["h"] * (len(layers) - 1)), "y_hat"]
    counts = [layers[0].n_in, *(layer.n_out for layer in layers)]
    titles = ["inputs", *activations(model)]
    width = WIDTHS.get(len(names), WIDEST)
    figure = plt.figure(figsize=(width, HEIGHT), layout=PlaceHolderLayoutEngine(True, True))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(0, HEIGHT), aspect="equal")
    axes.set_axis_off()
    x, y = np.linspace(SIDE, width - SIDE, len(names)), HEIGHT - RADIUS - 0.05
    for at, name, n, title in zip(x, names, counts, titles, strict=True):
        axes.add_patch(PathPatch(outline(at, y, 0, RADIUS), fill=False, linewidth=1.2, gid="layer"))
        axes.text(at, y, f"${name}$", ha="center", va="center", fontsize=NAME)
        below = f"{n}\n{title}"
        axes.text(at, y - RADIUS - 0.04, below, ha="center", va="top", fontsize=NUMBER, color=COLORS["grey"])
    for a, b, layer in zip(x[:-1], x[1:], layers, strict=True):
        ends = (a + RADIUS, y), (b - RADIUS, y)
        look = {"arrowstyle": "-|>", "mutation_scale": 11, "shrinkA": 0, "shrinkB": 0, "color": "black"}
        axes.add_patch(FancyArrowPatch(*ends, **look))
        W = f"$W$ {layer.n_in} {SIGN} {layer.n_out}"
        if text_width(W, NUMBER) < b - a - 2 * RADIUS:  # where there is room
            axes.text((a + b) / 2, y + 0.04, W, ha="center", va="bottom", fontsize=NUMBER)
            axes.text((a + b) / 2, y - 0.06, f"$b$ {layer.n_out}", ha="center", va="top", fontsize=NUMBER)
    told = [
        f"{name}, {n} {'inputs' if k == 0 else 'unit' + 's' * (n != 1)}" + (f", {title}" if k else "")
        for k, (name, n, title) in enumerate(zip(spoken, counts, titles, strict=True))
    ]
    figure.set_label(f"A network in layers: {'; '.join(told)}.")
    return figure
