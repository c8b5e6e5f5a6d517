"""Chapter 6, exercise 6.4b: back through sums, means and maxima."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, edits, normal

READ, ROWS = "06b_the_engine#rules-for-arrays", "S134 S153"
HINT = "Give G the axis back, of length 1: `np.expand_dims(G, axis)`. Then it broadcasts over x."
REFUSED = *GRADIENTS, "dlcourse.op", "dlcourse.ops", "dlcourse.graphs", "dlcourse.experiments"
PARTS = {"sum": np.ones_like, "mean": lambda row: np.ones_like(row) / len(row)}
PARTS |= {"max": lambda row: (row == row.max()) / (row == row.max()).sum()}


def arrays(rng, op, shape, axis, decimals=None):
    shorter = tuple(np.delete(shape, axis).tolist())
    x, G = normal(rng, decimals=decimals, x=shape, G=shorter).values()
    if decimals is not None and op == "max":
        x = np.round(x)  # whole numbers tie often
    return {"op": op, "x": x, "axis": axis, "G": G}


SHAPES = {"sum": (3, 3), "mean": (3, 5), "max": (5, 3)}  # in a square, numbers show a wrong axis
VISIBLE = [arrays(np.random.default_rng(3), op, SHAPES[op], axis, 1) for op in PARTS for axis in (0, -1)]


def draw(rng):
    for shape, axis in (((7, 3), 0), ((3, 3), 1), ((5, 3, 2), 1), ((2, 3, 5), -3), ((2, 7), 0)):
        yield from (arrays(rng, op, shape, axis) for op in PARTS)
        yield arrays(rng, "max", shape, axis, 0)


def judge(op, x, axis, G):
    parts = np.apply_along_axis(PARTS[op], axis, x)
    return Right(dx=np.expand_dims(G, axis) * parts).knowing({"the length of that axis": x.shape[axis]})


WRONG = edits(r"""
np.ones_like(x) / (x.shape[axis] if op == "mean" else 1) -> np.ones_like(x) ~ is the length of that axis
x.shape[axis] -> x.size OR x.shape[axis] -> len(x) OR x.shape[axis] -> G.size
    | A mean divides by how many numbers went into it: the length of its axis.
if op == "mean" -> if op != "max" ~ is the length of that axis
np.expand_dims(G, axis) -> G[..., None] OR np.expand_dims(G, axis) -> G[None]
    | G broadcasts along another axis than the one that was summed: give it that axis back.
/ greatest.sum(axis=axis, keepdims=True) -> / 1 | Ties share the slope: here each has all of it.
greatest.sum(axis=axis, keepdims=True) -> greatest.sum() | A slope is shared among ties of its own row.
greatest / greatest.sum(axis=axis, keepdims=True) -> (greatest & (np.cumsum(greatest, axis=axis) == 1))
    | Of numbers that tie, the first has all of the slope: they share it equally.
max(axis=axis, keepdims=True) -> max(); / greatest.sum(axis=axis, keepdims=True) -> / greatest.sum()
    | Each maximum has its own winner: here one wins in all of x.
G * greatest / -> G * np.ones_like(x) / | Only the greatest hears of the slope.
G * np.ones_like(x) / -> np.ones_like(x) / ~ dx times G would be right: that factor is missing
""")
RIGHT = edits("G * np.ones_like(x) -> np.broadcast_to(G, x.shape) | a view")
