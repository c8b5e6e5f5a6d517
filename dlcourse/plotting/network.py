"""Chapters 2 and 3: the drawing of a multi-layer perceptron, from the model itself.

A column of units per layer, inputs on the left. Each edge carries its weight while there is room for it;
thick lines are large weights, dashed ones negative. A layer of many units shows a few of them.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.layout_engine import PlaceHolderLayoutEngine
from matplotlib.patches import PathPatch

from dlcourse.plotting.edge_labels import frame, labels_fit, place_labels, text_width
from dlcourse.plotting.graphs import NAME, NUMBER, number, outline
from dlcourse.plotting.network_columns import DOTS, columns_of, edges_of, linear_layers, words
from dlcourse.plotting.style import COLORS

RADIUS, LINE, GAP = 0.22, 0.19, 0.14  # inches: of a unit, of a line of text, between units
SIDE = 0.46  # inches from the middle of the outer units to the sides of the picture
WIDTHS, WIDEST = {2: 3.4, 3: 4.6, 4: 5.4}, 5.8  # inches, by the number of columns
MOST_WEIGHTS = 24  # more never fit
STRETCHES = (1.0, 1.3, 1.7)  # of the room between units, until all weights fit
TALLEST = 5.0  # inches, of a drawing that was stretched
THIN, THICK = 0.7, 3.0  # points: lines of the smallest and the largest weight
DASH = {True: (0, (4, 2)), False: "-"}  # of a negative weight, and of the others
GROUND = {"facecolor": "white", "edgecolor": "none", "pad": 0.4}  # below a number that an edge crosses


def draw_network(
    model, *, inputs=None, above=None, below=None, bias=True, weights=True, highlight=(), digits=3
):
    """Draw a Sequential of Linear layers and activations; returns the figure, whose label says it in words.

    inputs: their names, x1, x2, ... by default. above, below: an array of numbers per column, the inputs
    first, shown at the units, such as values and gradients. bias: whether each unit shows its bias. weights:
    whether edges carry theirs, where all of them fit. highlight: the edges (layer, from, to) and units
    (column, unit) that stand out, counted from 0. digits: significant ones. Raises ValueError for other
    layers, and for names or numbers of another count.

    >>> from dlcourse import MLP
    >>> model = MLP((2, 1), rng=np.random.default_rng(0))
    >>> draw_network(model, inputs=["a", "b"], bias=False, weights=False).get_label()
    'A network 2-1. Inputs a, b. Output y_hat.'
    """
    layers = linear_layers("draw_network", model)
    columns = columns_of(model, layers, inputs)
    shown = layers if bias else None
    lines = [lines_of(shown, columns, k, above, below, digits) for k in range(len(columns))]
    edges, marked = edges_of(layers, columns), set(highlight)
    size, at, spots = arrange(columns, lines, edges if weights else [], digits)
    figure = plt.figure(figsize=size, layout=PlaceHolderLayoutEngine(True, True))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, size[0]), ylim=(0, size[1]), aspect="equal")
    axes.set_axis_off()
    most = max(float(abs(layer.W.array).max()) for layer in layers) or 1.0
    routes = routes_of(edges, columns, at)
    for edge, route in zip(edges, routes, strict=True):
        draw_edge(axes, edge, route, most, marked)
    for k, column in enumerate(columns):
        draw_column(axes, k, column, at, lines[k], marked, routes)
    write_weights(axes, edges, spots, digits, marked)
    figure.set_label(words(columns, layers if weights else None, bias, digits))
    return figure


def lines_of(layers, columns, k, above, below, digits):
    """What is written above and below the units of column k: two lists, each a dict unit -> text per line."""
    lines = []
    for name, table in (("above", above), ("below", below)):
        values = None if table is None else np.ravel(table[k])
        if table is not None and (len(table) != len(columns) or len(values) != columns[k].n_units):
            raise ValueError(
                f"draw_network: expected {name} with {len(columns)} arrays, the one of column {k} with "
                f"{columns[k].n_units} numbers, got {len(table)} arrays and {np.size(values)} numbers; "
                "give those of one sample"
            )
        found = [] if values is None else [{j: number(v, digits) for j, v in enumerate(values)}]
        lines.append(found)
    if layers is not None and k:
        b = layers[k - 1].b.array
        lines[1].append({j: f"bias {number(v, digits)}" for j, v in enumerate(b)})
    return lines


def arrange(columns, lines, edges, digits):
    """The size of the picture, the place of each unit, and those of the weights; none if they do not fit."""
    texts = [number(edge.weight, digits) for edge in edges]
    widths, height = [text_width(text, NUMBER) for text in texts], NUMBER / 72
    for stretch in STRETCHES if 0 < len(edges) <= MOST_WEIGHTS else ():
        size, at = places(columns, lines, stretch)
        if stretch > 1 and size[1] > TALLEST:
            break
        routes = routes_of(edges, columns, at)
        boxes = [*boxes_of(columns, lines, at), *frame(*size)]
        spots = place_labels(routes, widths, height, boxes)
        if labels_fit(spots, widths, height, routes, boxes):
            return size, at, spots
    return *places(columns, lines, 1.0), []


def places(columns, lines, stretch):
    """The size of the picture, and the center of each unit: (column, row) -> (x, y)."""
    up, down = (max(len(part[side]) for part in lines) * LINE for side in (0, 1))
    pitch = (2 * RADIUS + up + down + GAP) * stretch
    n_rows = max(len(column.shown) for column in columns)
    below = LINE * max(len(column.title) for column in columns) + 0.05
    width = WIDTHS.get(len(columns), WIDEST)
    left = max(SIDE, 2 * max(map(half_width, columns[0].names)) - RADIUS + 0.05)
    x = np.linspace(left, width - SIDE, len(columns))
    middle = below + down + RADIUS + (n_rows - 1) / 2 * pitch
    at = {
        (k, row): (float(x[k]), middle + ((len(column.shown) - 1) / 2 - row) * pitch)
        for k, column in enumerate(columns)
        for row in range(len(column.shown))
    }
    return (width, middle + (n_rows - 1) / 2 * pitch + RADIUS + up + 0.05), at


def half_width(name):
    """Half of the width of a unit: more than its radius, if its name is long."""
    return max(RADIUS, text_width(name, NAME) / 2 + 0.09)


def routes_of(edges, columns, at):
    """The two ends of each edge, on the rims of its units.   -> a list of (2, 2)"""
    found = []
    for edge in edges:
        a, b = np.array(at[edge.layer, edge.row_from]), np.array(at[edge.layer + 1, edge.row_to])
        b[0] -= 2 * (
            half_width(columns[edge.layer + 1].names[edge.key[2]]) - RADIUS
        )  # where a long name begins
        way = (b - a) / np.hypot(*(b - a))
        found.append(np.array([a + RADIUS * way, b - RADIUS * way]))
    return found


def texts_of(unit, y, part):
    """What is written above and below a unit, each with its height."""
    for side, lines in zip((1, -1), part, strict=True):
        for i, found in enumerate(lines):
            yield found[unit], y + side * (RADIUS + (i + 0.5) * LINE)


def boxes_of(columns, lines, at):
    """What units and the numbers at them take: left, bottom, right, top of each."""
    for k, column in enumerate(columns):
        for row, unit in enumerate(column.shown):
            x, y = at[k, row]
            yield x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS
            for text, middle in texts_of(unit, y, lines[k]) if unit is not None else ():
                half = text_width(text, NUMBER) / 2 + 0.03
                yield x - half, middle - LINE / 2, x + half, middle + LINE / 2


def draw_edge(axes, edge, route, most, marked):
    """The line from unit to unit: its width says how large the weight is, its dash the sign."""
    look = {"linewidth": THIN + (THICK - THIN) * abs(edge.weight) / most, "linestyle": DASH[edge.weight < 0]}
    if marked:
        look |= {"color": COLORS["blue"]} if edge.key in marked else {"alpha": 0.3}
    axes.plot(*route.T, **{"color": "black", "zorder": 1, **look})


def draw_column(axes, k, column, at, lines, marked, routes):
    """The units of a column, and what is written at them and below the column."""
    for row, unit in enumerate(column.shown):
        x, y = at[k, row]
        if unit is None:
            axes.text(x, y, DOTS, ha="center", va="center", fontsize=NAME)
            continue
        ring = {"edgecolor": COLORS["blue"], "linewidth": 2.6} if (k, unit) in marked else {"linewidth": 1.2}
        center = x + RADIUS - half_width(column.names[unit])  # a long name takes room to the left
        rim = outline(center, y, half_width(column.names[unit]) - RADIUS, RADIUS)
        axes.add_patch(PathPatch(rim, **{"fill": False, "edgecolor": "black", "gid": "unit", **ring}))
        axes.text(center, y, column.names[unit], ha="center", va="center", fontsize=NAME)
        for text, middle in texts_of(unit, y, lines):
            color = "black" if middle > y else COLORS["grey" if text.startswith("bias") else "blue"]
            style = {"fontsize": NUMBER, "color": color, "ha": "center", "va": "center"}
            crossed = not labels_fit([(x, middle, 0)], [text_width(text, NUMBER)], NUMBER / 72, routes, [])
            axes.text(x, middle, text, **style, bbox=GROUND if crossed else None)
    for i, title in enumerate(reversed(column.title)):
        axes.text(at[k, 0][0], (i + 0.5) * LINE + 0.02, title, ha="center", va="center", fontsize=NUMBER)


def write_weights(axes, edges, spots, digits, marked):
    """The weights, at the spots found for them."""
    for edge, (x, y, angle) in zip(edges, spots, strict=False):
        style = {"rotation": angle, "rotation_mode": "anchor", "fontsize": NUMBER, "gid": "weight"}
        color = COLORS["blue"] if edge.key in marked else "black"
        text = number(edge.weight, digits)
        axes.text(x, y, text, ha="center", va="center", color=color, **style)
