"""Chapters 5 and 7: matrix products as boxes, with their numbers: shapes that fit, and what they give.

A box is as wide and as high as its matrix. The sides over which a product adds up are drawn thick.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.layout_engine import PlaceHolderLayoutEngine
from matplotlib.patches import Rectangle

from dlcourse.plotting.edge_labels import text_width
from dlcourse.plotting.graphs import number
from dlcourse.plotting.style import COLORS

CELL = 0.24  # inches: the height of a cell, and its least width
NAME, ENTRY, SHAPE = 11, 9.5, 9.5  # points
LINE, SIGN, MARGIN = 0.24, 0.32, 0.08  # inches: of a line of text, of a sign, around the picture
TIMES, EQUALS = "\N{MULTIPLICATION SIGN}", "="


def draw_products(products, *, digits=3):
    """A figure of products of matrices, one below the other; its label says them in words.

    products: a list of (left, right, result), each a pair of a name and an array (rows, columns); a name may
    be a formula between dollars. Raises ValueError for arrays that do not multiply to the result.

    >>> rows = [(("$x^T$", np.array([[1, 2]])), ("$g$", np.array([[3], [4]])), ("xg", np.array([[11]])))]
    >>> draw_products(rows).get_label()
    'x transposed, 1 by 2, times g, 2 by 1, gives xg, 1 by 1.'
    """
    rows = [[(name, np.asarray(array, float)) for name, array in product] for product in products]
    for row in rows:
        expect_product(row)
    wide = [[width_of(part, digits) for part in row] for row in rows]
    columns = np.max(wide, axis=0)
    high = [max(len(array) for _, array in row) * CELL + 2 * LINE for row in rows]
    size = float(columns.sum()) + 2 * SIGN + 2 * MARGIN, sum(high) + 2 * MARGIN + 0.12 * (len(rows) - 1)
    figure = plt.figure(figsize=size, layout=PlaceHolderLayoutEngine(True, True))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, size[0]), ylim=(0, size[1]), aspect="equal")
    axes.set_axis_off()
    middles = MARGIN + np.cumsum([0, *(columns[:2] + SIGN)]) + columns / 2
    top = size[1] - MARGIN
    for row, height in zip(rows, high, strict=True):
        y = top - height / 2
        for k, (part, x) in enumerate(zip(row, middles, strict=True)):
            draw_matrix(axes, part, (float(x), y), digits, thick=k)
        for sign, k in ((TIMES, 0), (EQUALS, 1)):
            x = float(middles[k] + columns[k] / 2 + SIGN / 2)
            axes.text(x, y, sign, ha="center", va="center", fontsize=NAME)
        top -= height + 0.12
    figure.set_label(" ".join(map(words, rows)))
    return figure


def expect_product(row):
    """Raises ValueError unless the first array times the second is the third."""
    (_, left), (_, right), (name, result) = row
    shapes = " and ".join(str(array.shape) for _, array in row[:2])
    if any(array.ndim != 2 for _, array in row) or left.shape[1] != right.shape[0]:
        raise ValueError(f"draw_products: expected matrices that multiply, got {shapes}; transpose one")
    if result.shape != (left @ right).shape or not np.allclose(left @ right, result):
        raise ValueError(
            f"draw_products: expected {name} to be the product of the two before it, got {result.shape} from "
            f"{shapes}; compute it from the two"
        )


def cell_width(array, digits) -> float:
    """What the longest number of a matrix needs."""
    return max(CELL + 0.06, *(text_width(number(v, digits), ENTRY) + 0.12 for v in array.flat))


def width_of(part, digits) -> float:
    """What a matrix takes: its cells, or its name, if that is wider."""
    name, array = part
    return max(array.shape[1] * cell_width(array, digits), text_width(name, NAME), 0.55)


def draw_matrix(axes, part, middle, digits, thick):
    """The box with its numbers, its name above, its shape below.   thick: which factor it is"""
    (name, array), (x, y) = part, middle
    n_rows, n_columns = array.shape
    wide, left, top = cell_width(array, digits), 0.0, y + n_rows * CELL / 2
    left = x - n_columns * wide / 2
    for i, j in np.ndindex(*array.shape):
        corner = left + j * wide, top - (i + 1) * CELL
        cell = {"fill": False, "edgecolor": COLORS["grey"], "linewidth": 0.6, "gid": "cell"}
        axes.add_patch(Rectangle(corner, wide, CELL, **cell))
        text = number(array[i, j] + 0.0, digits)  # no -0
        axes.text(corner[0] + wide / 2, corner[1] + CELL / 2, text, ha="center", va="center", fontsize=ENTRY)
    box = Rectangle((left, top - n_rows * CELL), n_columns * wide, n_rows * CELL, fill=False, linewidth=1.2)
    axes.add_patch(box)
    if thick < 2:  # the side that the product adds up over: the top of the first, the left of the second
        end = (left + n_columns * wide, top) if thick == 0 else (left, top - n_rows * CELL)
        axes.plot((left, end[0]), (top, end[1]), color=COLORS["blue"], linewidth=3, linestyle="-", gid="side")
    axes.text(x, top + LINE / 2, name, ha="center", va="center", fontsize=NAME)
    shape = f"{n_rows} {TIMES} {n_columns}"
    below = top - n_rows * CELL - LINE / 2
    axes.text(x, below, shape, ha="center", va="center", fontsize=SHAPE, color=COLORS["grey"])


def words(row) -> str:
    """A product in words: names and shapes."""
    left, right, result = (f"{spoken(name)}, {len(a)} by {len(a.T)}" for name, a in row)
    return f"{left}, times {right}, gives {result}."


def spoken(name: str) -> str:
    """A formula as it is read: x transposed, dJ/dW.

    >>> spoken("$x^T$"), spoken(r"$\\partial J / \\partial W$")
    ('x transposed', 'dJ/dW')
    """
    return name.replace("$", "").replace(r"\partial ", "d").replace(" / ", "/").replace("^T", " transposed")
