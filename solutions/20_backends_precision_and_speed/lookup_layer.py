"""Chapter 20, exercise 20.1: a layer for NumPy and CuPy."""

import numpy as np

from dlcourse.checks import Right, draws, edits, normal, on_both, on_device, shown

READ, ROWS = "one-code-for-numpy-and-cupy", ""
HINT = "Ask E for its library once: all functions and all new arrays come from there. Try strict arrays."


def table(rng, m, n, k, size=1, **options):
    drawn = normal(rng, E=(n, k), b=k, G=(m, k), **options)  # m > n: some rows are looked up twice
    return {"words": rng.integers(n, size=m).tolist()} | drawn | {"G": size * drawn["G"]}


VISIBLE = [*shown(table, 6, (3, 2, 2, 2)), *map(on_device, shown(table, 5, (3, 2, 2, 0.1)))]
draw = on_both(draws(table, (5, 3, 2, 0.1), (13, 7, 11)))  # dz is short, then long


def judge(words, E, b, G):
    one_hot, h = np.eye(len(E))[words], np.tanh(E[words] + b)
    size = np.linalg.norm(G * (1 - h * h))
    dz = G * (1 - h * h) / max(1.0, size)
    return Right(h=h, dE=one_hot.T @ dz, db=one_hot.sum(1) @ dz).knowing({"the length of dz": size})


WRONG = edits(r"""
xp = xp_of(E) -> xp = np ~ got np.tanh; use xp_of(x).tanh
xp.zeros_like(E) -> np.zeros(E.shape) ~ got ndarray
xp.add.at -> np.add.at ~ got np.add.at; use xp_of(x).add.at
size = xp.sqrt((dz * dz).sum()) -> size = float((dz * dz).sum()) ** 0.5 ~ got float(), which copies
dz = dz / xp.maximum(1, size) -> dz = dz / size if size > 1 else dz ~ got `if`, `and` or max(), which copies
xp.add.at(dE, words, dz) -> dE[words] += dz | A row that is looked up twice got one of its gradients alone.
xp.maximum(1, size) -> size | dz always gets length 1: where it is shorter, it stays as it is.
xp.maximum(1, size) -> xp.minimum(1, size) | Short dz get longer, long ones stay: it is the other way round.
dz / xp.maximum(1, size) -> dz | dz is never shortened: its length may be 1 at most.
(1 - h * h) -> h * (1 - h) OR 1 - h * h -> 1 - h OR 1 - h * h -> 1 | The slope of tanh is 1 - h^2, all of it.
.sum()) -> .sum(axis=1, keepdims=True)) | Each row is shortened by itself: dz has one length, of all entries.
dz.sum(axis=0) -> G.sum(axis=0) | db is the sum of G, which lies behind tanh: what reaches b is dz.
""")
RIGHT = edits(r"""
xp.add.at(dE, words, dz) -> for row, word in enumerate(words):\n        dE[word] += dz[row] | row by row
xp.add.at(dE, words, dz) -> dE = xp.eye(len(E), dtype=E.dtype)[words].T @ dz | a product with zeros and ones
size = xp.sqrt((dz * dz).sum()) -> size = xp.linalg.norm(dz) | the length by linalg
""")
