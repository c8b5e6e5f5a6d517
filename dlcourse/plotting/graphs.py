"""Chapter 5: drawings of small computational graphs, with values above the nodes and gradients below."""

import re
from math import isfinite

import matplotlib.pyplot as plt
from matplotlib.layout_engine import PlaceHolderLayoutEngine
from matplotlib.patches import FancyArrowPatch, PathPatch
from matplotlib.path import Path

from dlcourse.numbers.written import written
from dlcourse.plotting.edge_labels import frame, place_labels, text_width
from dlcourse.plotting.edge_routes import RADIUS, layered_layout
from dlcourse.plotting.style import COLORS

NAME, NUMBER, FACTOR, OP = 13, 11, 10, 9.5  # font sizes in points
INK = "black"
GREEK = """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi chi
    psi omega Gamma Delta Theta Lambda Sigma Phi Psi Omega""".split()


def draw_graph(nodes, edges, *, values=None, gradients=None, factors=True, digits=3, ops=None, shapes=None):
    """A figure of the graph; its label (`get_label`) describes it in words.

    nodes: names, in the preferred order within a column. edges: triples (tail, head, factor). values,
    gradients: name -> number, written above and below the node. factors: write each factor on its edge.
    digits: significant digits. ops: name -> the op that computes the node, written in it. shapes: name ->
    text below the node. Parallel edges bend apart; long edges go around nodes. Raises ValueError for an edge
    to an unknown node and for a cycle.

    >>> figure = draw_graph(["x", "y"], [("x", "y", 2.0)], values={"x": 1.5, "y": 3.0}, gradients={"x": 2.0})
    >>> figure.get_label()
    'Graph. x = 1.5, gradient 2. y = 3. From x to y times 2.'
    """
    edges = list(edges)
    texts = {name: _texts(name, values, gradients, digits, ops, shapes) for name in nodes}
    labels = [f"\N{MULTIPLICATION SIGN} {number(factor, digits)}" if factors else "" for *_, factor in edges]
    widths = [text_width(label, FACTOR) for label in labels]
    sizes = {name: _size(lines) for name, lines in texts.items()}
    gap = max([0.35, *widths]) + 0.25 if factors else 0.45  # columns stand apart by the widest label
    at = layered_layout(sizes, [edge[:2] for edge in edges], gap=gap, room=0.12 if factors else 0.0)
    # no layout engine may move anything here: inches of the layout are inches of the figure. layout="none"
    # would be lost at the first save
    figure = plt.figure(figsize=(at.width, at.height), layout=PlaceHolderLayoutEngine(True, True))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, at.width), ylim=(0, at.height), aspect="equal")
    axes.set_axis_off()
    for route in at.routes:
        _edge(axes, route)  # edges first: nodes and numbers are drawn over them
    boxes = [*at.boxes.values(), *frame(at.width, at.height)]
    for label, spot in zip(labels, place_labels(at.routes, widths, FACTOR / 72, boxes), strict=True):
        if spot:
            x, y, angle = spot
            style = {"fontsize": FACTOR, "color": COLORS["grey"], "rotation": angle}
            axes.text(x, y, label, ha="center", va="center", rotation_mode="anchor", **style)
    for name, lines in texts.items():
        _node(axes, at.place[name], sizes[name][0], lines)
    figure.set_label(_words(texts, edges, digits if factors else None))
    return figure


def _texts(name, values, gradients, digits, ops, shapes):
    """The texts in and around a node: its name, and those of value, gradient, op and shape that it has."""
    value, gradient, op, shape = ((table or {}).get(name) for table in (values, gradients, ops, shapes))
    lines = {"name": symbol(name)}
    if value is not None:
        lines["value"] = number(value, digits)
    if gradient is not None:
        lines["gradient"] = number(gradient, digits)
    return lines | ({"op": op} if op else {}) | ({"shape": shape} if shape else {})


def _size(lines) -> tuple[float, float, float]:
    """The width of a node, and width and height of its box, which includes the numbers around it."""
    inside = max(text_width(lines["name"], NAME), text_width(lines.get("op", ""), OP))
    node = max(2 * RADIUS, inside + 0.2)
    above = 0.2 if "value" in lines else 0.0
    below = 0.2 * (("gradient" in lines) + ("shape" in lines))
    around = max(1.1 * text_width(lines.get(key, ""), NUMBER) for key in ("value", "gradient", "shape"))
    return node, max(node, around), 2 * (RADIUS + max(above, below)) + 0.04  # the node is in the middle


def _node(axes, center, width, lines):
    x, y = center
    axes.add_patch(
        PathPatch(outline(x, y, width / 2 - RADIUS), fill=False, color=INK, linewidth=1.2, gid="node")
    )
    lift = 0.07 if "op" in lines else 0.0  # room for the op below the name
    axes.text(x, y + lift, lines["name"], ha="center", va="center", fontsize=NAME, color=INK)
    if "op" in lines:
        axes.text(x, y - 0.13, lines["op"], ha="center", va="center", fontsize=OP, color=COLORS["grey"])
    if "value" in lines:
        axes.text(x, y + RADIUS + 0.05, lines["value"], ha="center", va="bottom", fontsize=NUMBER, color=INK)
    bottom = y - RADIUS - 0.05
    if "gradient" in lines:
        style = {"color": COLORS["blue"], "weight": "bold", "fontsize": NUMBER}
        axes.text(x, bottom, lines["gradient"], ha="center", va="top", **style)
        bottom -= 0.2
    if "shape" in lines:
        axes.text(x, bottom, lines["shape"], ha="center", va="top", fontsize=OP, color=COLORS["grey"])


def outline(x, y, half, radius=RADIUS) -> Path:
    """A circle, or a rounded box: two half circles joined by straight lines."""
    left, right = (Path.arc(start, start + 180) for start in (90, 270))
    vertices = [radius * left.vertices + (x - half, y), radius * right.vertices + (x + half, y)]
    codes = [*left.codes, Path.LINETO, *right.codes[1:], Path.CLOSEPOLY]
    return Path([*vertices[0], *vertices[1], vertices[0][0]], codes)


def _edge(axes, route):
    style = {
        "arrowstyle": "-|>",
        "mutation_scale": 11,
        "linewidth": 1.2,
        "color": INK,
        "shrinkA": 0,  # routes end at the borders of nodes already
        "shrinkB": 0,
    }
    axes.add_patch(FancyArrowPatch(path=Path(route), joinstyle="round", **style))


def _words(texts, edges, digits) -> str:
    """The graph in words: nodes with their numbers, then edges, with their factors unless digits is None."""
    plain = {"value": " = {}", "op": " by {}", "shape": ", shape {}", "gradient": ", gradient {}"}
    nodes = [
        name + "".join(form.format(lines[key]) for key, form in plain.items() if key in lines)
        for name, lines in texts.items()
    ]
    ways = [
        f"From {tail} to {head}" + ("" if digits is None else f" times {number(factor, digits)}")
        for tail, head, factor in edges
    ]
    return "Graph. " + ". ".join([*nodes, *ways]) + "."


def symbol(name: str) -> str:
    """A name as a formula: digits become an index, _hat a hat, Greek names letters. Others stay as they are.

    >>> symbol("w1"), symbol("y_hat"), symbol("J"), symbol("theta2"), symbol("dJ/dw")
    ('$w_{1}$', '$\\\\hat{y}$', '$J$', '$\\\\theta_{2}$', 'dJ/dw')
    """
    match = re.fullmatch(r"([A-Za-z]+?)(_hat)?_?(\d*)", name)
    if not match:
        return name.replace("$", r"\$")  # matplotlib would read it as the start of a formula
    letter, hat, index = match.groups()
    if len(letter) > 1:
        letter = f"\\{letter}" if letter in GREEK else f"\\mathrm{{{letter}}}"
    letter = f"\\hat{{{letter}}}" if hat else letter
    return f"${letter}_{{{index}}}$" if index else f"${letter}$"


def number(value, digits: int) -> str:
    """A number with so many significant digits, without trailing zeros, written as on the pages.

    >>> number(0.0595402, 3), number(-6, 3), number(0.5, 3), number(3e-5, 1).replace("\\xa0", " ")
    ('0.0595', '\N{MINUS SIGN}6', '0.5', '3 × 10⁻⁵')
    """
    value = float(value)
    return written(value, f".{digits}g") if isfinite(value) else str(value)
