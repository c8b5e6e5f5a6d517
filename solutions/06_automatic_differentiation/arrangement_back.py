"""Chapter 6, exercise 6.4c: back where it came from."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, edits, normal

READ, ROWS = "06b_the_engine#rules-for-arrays", "S134 S153"
HINT = "Follow one number: where in Y does x[0, 1] go? Its slope is there. np.argsort undoes an order."
REFUSED = *GRADIENTS, "dlcourse.op", "dlcourse.ops", "dlcourse.graphs", "dlcourse.experiments"
DO = {"reshape": np.reshape, "transpose": np.transpose, "rows": lambda x, how: x[how]}


def arrays(rng, op, shape, how, decimals=None):
    x, G = normal(rng, decimals=decimals, x=shape, G=DO[op](np.zeros(shape), how).shape).values()
    return {"op": op, "x": x, "how": how, "G": G}


SHOWN = ("reshape", (2, 6), (3, 4)), ("transpose", (2, 2, 2), (1, 2, 0)), ("rows", (3, 2), [2, 0, 2, -2, 2])
VISIBLE = [arrays(np.random.default_rng(5), *case, 1) for case in SHOWN]


def draw(rng):
    for n in (5, 7):
        yield arrays(rng, "reshape", (n, 2, 3), (3, 2 * n))
        yield arrays(rng, "transpose", (n, 2, 3), ((2, 0, 1), (1, 2, 0))[n > 5])
        yield arrays(rng, "transpose", (2, 3, n, 3), (1, 2, 3, 0))
        yield arrays(rng, "rows", (n, 3), [*rng.permutation(n - 1).tolist(), -1, n - 1, 0, 0, 1 - n])


def judge(op, x, how, G):
    came_from = DO[op](np.arange(x.size).reshape(x.shape), how)
    return Right(dx=np.bincount(came_from.ravel(), G.ravel(), x.size).reshape(x.shape))


WRONG = edits(r"""
G.reshape(x.shape) -> G.reshape(how) OR np.add.at(dx, how, G) -> dx = G[how] ~ dx is
G.reshape(x.shape) -> G.T.reshape(x.shape) OR G.reshape(x.shape) -> G.reshape(x.shape, order="F")
    | A reshape keeps the numbers in their order, row by row, and so does the way back.
np.argsort(how) -> how OR np.argsort(how) -> how[::-1] OR transpose(np.argsort(how)) -> transpose()
    | The way back is the inverse of the order `how` that leads from x to Y: np.argsort(how).
G.transpose(np.argsort(how)) -> G.reshape(x.shape) | A reshape moves no axis: transpose by the inverse order.
np.argsort(how) -> [how[k] for k in how] ~ dx is an array of shape [loses 2]
np.add.at(dx, how, G) -> dx[how] = G OR np.add.at(dx, how, G) -> dx[how] += G
    | A row that was taken twice has one slope of its two: `dx[how] += G` adds once, `np.add.at` each time.
np.zeros_like(x) -> x.copy() | x is no part of its own slope: begin with zeros.
add.at(dx, how -> add.at(dx, [abs(i) % len(x) for i in how] OR
    dx, how, G -> dx, how, G * (np.array(how)[:, None] >= 0) | -1 is the last row: count from the end.
""")
RIGHT = edits(r"""
np.add.at(dx, how, G) -> for i, row in zip(how, G):\n        dx[i] += row | row by row
G.transpose(np.argsort(how)) -> np.moveaxis(G, range(len(how)), how) | moveaxis
""")
