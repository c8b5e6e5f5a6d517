"""Chapter 6, exercise 6.3: undo a broadcast."""

from itertools import product

import numpy as np

from dlcourse.checks import Right, edits, normal

READ, ROWS = "06b_the_engine#broadcasting-undone", "S130 S134"
HINT = "Write both shapes one below the other, their right ends together. Where they differ, G is summed."
REFUSED = "dlcourse.op", "dlcourse.ops", "dlcourse.sweep", "dlcourse.autodiff", "dlcourse.graphs"
PAIRS = ((3,), (3, 3)), ((1, 5), (3, 5)), ((3, 1), (2, 3, 2)), ((), (2, 3)), ((2, 3), (2, 3))
VISIBLE = [normal(np.random.default_rng(6), decimals=1, G=long) | {"shape": shape} for shape, long in PAIRS]


def draw(rng):
    """Up to four axes, each as it is, of length 1, or missing. No length is the number of its place."""
    for lengths in ((5,), (7, 5), (7, 3, 1), (5, 3, 7, 2)):
        for missing in range(len(lengths) + 1):
            for kept in product((True, False), repeat=len(lengths) - missing):
                shape = tuple(n if keep else 1 for n, keep in zip(lengths[missing:], kept, strict=True))
                yield {"G": rng.normal(size=lengths), "shape": shape}
    yield {"G": rng.normal(size=(5, 5, 5)), "shape": (5, 1)}


def judge(G, shape):
    size = int(np.prod(shape))
    place = np.broadcast_to(np.arange(size).reshape(shape), G.shape)
    return Right(dx=np.bincount(place.ravel(), G.ravel(), size).reshape(shape))


WRONG = edits(r"""
dx = G.sum( -> dx = G.mean( OR dx.sum( -> dx.mean( | A mean is taken: the slopes of all copies are added.
G.sum(axis=tuple(range(G.ndim - len(shape)))) -> G ~ dx is an array of shape
return dx.sum(axis=tuple(k for k, length in enumerate(shape) if length == 1), keepdims=True) -> return dx
    ~ dx is an array of shape
, keepdims=True) -> ) ~ An axis of length 1 is missing: keep it with `keepdims=True`
range(G.ndim - len(shape)) -> range(len(shape), G.ndim) | Axes are missing on the left of x, not on the right.
(k for k, length -> (length for k, length ~ unbroadcast stopped with
if length == 1 -> if length != 1 ~ dx is an array of shape
dx = G.sum(axis=tuple(range(G.ndim - len(shape)))) -> dx = G[(0,) * (G.ndim - len(shape))] OR
    dx.sum(axis=tuple(k for k, length in enumerate(shape) if length == 1), keepdims=True) ->
    dx[tuple(slice(n) for n in shape)] | Only the first copy counts: the slopes of all copies are added.
return dx.sum(axis=tuple(k for k, length in enumerate(shape) if length == 1), keepdims=True) -> return
    np.resize(G, shape) | G is cut to the shape, and the rest is lost: add up what was repeated.
return dx.sum(axis=tuple(k for k, length in enumerate(shape) if length == 1), keepdims=True) -> return
    np.full(shape, G.sum()) | All of G is added up: only what was repeated is.
G.sum(axis=tuple(range(G.ndim - len(shape)))) -> G.sum(axis=0) ~ dx is
dx = G -> G += 1\n    dx = G ~ changed its input
""")
RIGHT = edits(r"""
dx = -> while G.ndim > len(shape):\n        G = G.sum(axis=0)\n    dx = | axis by axis
return dx.sum(axis=tuple(k for k, length in enumerate(shape) if length == 1), keepdims=True) -> for k in
    range(len(shape)):\n        if shape[k] < dx.shape[k]:\n            dx = dx.sum(k, keepdims=True)
    \n    return dx | where they differ
""")
