"""Chapter 5: backpropagation. Small computational graphs, with values above the nodes and gradients below.

The layout is plain: a node stands one column to the right of what it is made from, and inputs stand right
before their first use. Within a column, nodes stand as near to their consumers as the others allow.
"""

import re
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np

from dlcourse.plotting.style import COLORS

RADIUS, COLUMN, ROW = 0.27, 1.6, 1.12  # inches
INK = "black"


def draw_graph(nodes, edges, *, values=None, gradients=None, factors=True, digits=3):
    """Draw a graph and return the figure.

    nodes: names, in the order in which they may stand below each other. edges: (tail, head, factor) triples.
    values, gradients: name -> number, shown above and below the node. factors: write each factor on its edge.
    digits: significant ones. Edges side by side bend apart. Raises ValueError for an edge to an unknown node.

    >>> figure = draw_graph(["x", "y"], [("x", "y", 2.0)], values={"x": 1.5, "y": 3.0}, gradients={"x": 2.0})
    """
    place = layout(nodes, edges)
    width, height = _extent(place)
    figure = plt.figure(figsize=(width, height), layout="none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    axes.set_axis_off()
    n_beside, n_drawn = Counter(edge[:2] for edge in edges), Counter()
    for tail, head, factor in edges:
        bend = (n_beside[tail, head] - 1) / 2 - n_drawn[tail, head]
        n_drawn[tail, head] += 1
        text = f"$\\times$ {number(factor, digits)}" if factors else ""
        _edge(axes, place[tail], place[head], text, 0.5 * bend)
    for name, center in place.items():
        axes.add_patch(plt.Circle(center, RADIUS, fill=False, edgecolor=INK, linewidth=1.2))
        axes.text(*center, symbol(name), ha="center", va="center", fontsize=13, color=INK)
        _beside(axes, center, +1, (values or {}).get(name), digits, color=INK)
        _beside(axes, center, -1, (gradients or {}).get(name), digits, color=COLORS["blue"], weight="bold")
    return figure


def layout(nodes, edges) -> dict[str, tuple[float, float]]:
    """The center of each node in inches, with room for the numbers around it."""
    consumers = {name: [] for name in nodes}
    makers = {name: [] for name in nodes}
    for tail, head, _ in edges:
        if tail not in consumers or head not in consumers:
            raise ValueError(
                f"draw_graph: expected edges between nodes, got {tail!r} -> {head!r}; name both in nodes"
            )
        consumers[tail].append(head)
        makers[head].append(tail)
    column = _columns(makers, consumers)
    row = {}
    for c in sorted(set(column.values()), reverse=True):
        here = [name for name in nodes if column[name] == c]
        wish = {name: np.mean([row[head] for head in consumers[name]] or [0.0]) for name in here}
        here.sort(key=wish.get, reverse=True)
        middle = np.mean(list(wish.values()))
        row |= {name: float(middle + (len(here) - 1) / 2 - i) for i, name in enumerate(here)}
    left, bottom = min(column.values()), min(row.values())
    margin_x, margin_y = RADIUS + 0.3, RADIUS + 0.4
    return {n: (margin_x + (column[n] - left) * COLUMN, margin_y + (row[n] - bottom) * ROW) for n in nodes}


def _columns(makers, consumers):
    """The length of the longest way to each node; inputs are moved right, next to their first consumer."""
    column = dict.fromkeys(makers, 0)
    for _ in makers:  # as many rounds as there are nodes reach every node
        for name, tails in makers.items():
            if tails:
                column[name] = 1 + max(column[tail] for tail in tails)
    for name, heads in consumers.items():
        if heads and not makers[name]:
            column[name] = min(column[head] for head in heads) - 1
    return column


def _extent(place):
    xs, ys = zip(*place.values(), strict=True)
    return max(xs) + RADIUS + 0.3, max(ys) + RADIUS + 0.4


def _edge(axes, tail, head, text, bend):
    """An arrow from node to node, bent to its left for bend > 0, with text beside it."""
    tail, head = np.array(tail), np.array(head)
    along = (head - tail) / np.hypot(*(head - tail))
    across = np.array([-along[1], along[0]])
    out, up = (RADIUS + 0.02) * np.cos(bend) * along, (RADIUS + 0.02) * np.sin(bend) * across
    start, stop = tail + out + up, head - out + up
    arrow = {"arrowstyle": "-|>", "linewidth": 1.2, "color": INK, "shrinkA": 0, "shrinkB": 0}
    arrow["connectionstyle"] = f"arc3,rad={-bend}"
    axes.annotate("", xy=tuple(stop), xytext=tuple(start), arrowprops=arrow)
    if text:
        bow = bend / 2 * np.hypot(*(stop - start))  # half as far out as the control point of the curve
        middle = start + (0.5 if bend else 0.46) * (stop - start) + across * (bow + 0.13)
        angle = np.degrees(np.arctan2(along[1], along[0]))
        color = COLORS["grey"]
        axes.text(*middle, text, ha="center", va="center", fontsize=10, color=color, rotation=angle)


def _beside(axes, center, side, value, digits, **style):
    """The number above (side 1) or below (side -1) a node."""
    if value is not None:
        y, va = center[1] + side * (RADIUS + 0.06), "bottom" if side > 0 else "top"
        axes.text(center[0], y, number(value, digits), ha="center", va=va, **style)


def symbol(name: str) -> str:
    """A name as a formula: digits become an index, _hat a hat.

    >>> symbol("w1"), symbol("y_hat"), symbol("J")
    ('$w_{1}$', '$\\\\hat{y}$', '$J$')
    """
    letter, hat, index = re.fullmatch(r"([A-Za-z]+)(_hat)?(\d*)", name).groups()
    letter = f"\\hat{{{letter}}}" if hat else letter
    return f"${letter}_{{{index}}}$" if index else f"${letter}$"


def number(value, digits: int) -> str:
    """A number with so many significant digits and a proper minus sign; trailing zeros go.

    >>> number(0.0595402, 3), number(-6, 3), number(0.5, 3)
    ('0.0595', '\N{MINUS SIGN}6', '0.5')
    """
    return f"{float(value):.{digits}g}".replace("-", "\N{MINUS SIGN}")
