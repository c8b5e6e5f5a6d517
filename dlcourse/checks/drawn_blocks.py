"""Checks: residual blocks for chapter 15, their gradients, and what slips make of them."""

from collections.abc import Callable

import numpy as np

from dlcourse.checks.gradients import sigmoid
from dlcourse.checks.listed import entries
from dlcourse.checks.right import Right

BLOCK = "Take one block and one sample: h goes on by two ways, as it is and through tanh."


def blocks(rng, m: int, n: int, n_blocks: int, scale: float = 1.0, decimals: int | None = None) -> dict:
    """The inputs of `residual_grads`.   scale: of the weights, 0 for blocks that add a constant"""

    def draw(*shape):
        return (
            rng.normal(size=shape) if decimals is None else np.round(rng.uniform(-1, 1, size=shape), decimals)
        )

    return {
        "x": draw(m, n),
        "W": [scale * draw(n, n) for _ in range(n_blocks)],
        "b": [draw(n) for _ in range(n_blocks)],
        "G": draw(m, n),
    }


def chains_of_blocks() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `residual_grads`; the last are blocks whose weights are 0."""
    rng = np.random.default_rng(154)
    shown = [blocks(rng, 3, 2, n, decimals=1) for n in (1, 2)]

    def draw(rng):
        for m, n, n_blocks, scale in ((2, 3, 1, 1.0), (5, 3, 3, 0.7), (4, 5, 4, 0.5), (3, 2, 20, 0.0)):
            yield blocks(rng, m, n, n_blocks, scale)

    return shown, draw


def through_blocks(x, W, b, G) -> Right:
    """The judgement of the gradients of a chain of residual blocks, by the Jacobian of each."""
    h, passed, top = x, [], G
    for V, c in zip(W, b, strict=True):
        slope = 1 / np.cosh(h @ V + c) ** 2
        passed.append((h, slope, np.eye(len(V)) + slope[:, :, None] * V.T))  # (m, n, n): of each sample
        h = h + np.tanh(h @ V + c)
    dW, db = [], []
    for h, slope, jacobian in passed[::-1]:
        dW.insert(0, np.einsum("mi,mj,mj->ij", h, slope, G))
        db.insert(0, np.einsum("mj,mj->j", slope, G))
        above, G = G, np.einsum("mo,moi->mi", G, jacobian)
    right = Right(dx=G, **entries("dW", dW), **entries("db", db))
    right.slip("dx", above, "dx is that of the h which leaves the first block: go through that block, too.")
    s = len(W) ** -0.5
    scaled = {
        "on": lambda h, F, x: h + s * F,
        "slope": lambda F, z, h: s * (1 - F**2),
    }
    right.if_instead(SCALED, back_through(x, W, b, top, **scaled))
    around = back_through(x, W, b, top, down=lambda G, s, V: top + (G * s) @ V.T)
    right.if_instead(AROUND, around)
    for told, options in BLOCK_SLIPS.items():
        right.if_instead(told, back_through(x, W, b, top, **options))
    for k, told in enumerate(ORDERS):
        order = [slice(None, None, 1 if i == k else -1) for i in range(3)]
        right.if_instead(told, back_through(x, W, b, top, order=order))
    return right.hinting(BLOCK)


def back_through(
    x,
    W,
    b,
    G,
    F=lambda h, V, c: np.tanh(h @ V + c),
    on=lambda h, F, x: h + F,
    slope=lambda F, z, h: 1 - F**2,
    down=lambda G, s, V: G + (G * s) @ V.T,
    to_W=lambda h, dz, G, F: h.T @ dz,
    to_b=lambda dz, G: dz.sum(axis=0),
    order=(slice(None, None, -1),) * 3,
) -> dict:
    """The results with one of these in another way.   order: of W, of h, of F on the way back"""
    h, inputs, added = x, [], []
    for V, c in zip(W, b, strict=True):
        inputs.append(h)
        added.append(F(h, V, c))
        h = on(h, added[-1], x)
    dW, db = [], []
    biases = b[::-1]
    for V, c, h, f in zip(W[order[0]], biases, inputs[order[1]], added[order[2]], strict=True):
        s = slope(f, h @ V + c, h)
        dW.insert(0, to_W(h, G * s, G, f))
        db.insert(0, to_b(G * s, G))
        G = down(G, s, V)
    return {"dx": G, **entries("dW", dW), **entries("db", db)}


ORDERS = (
    "On the way back the W come from the first block to the last: begin with the last.",
    "On the way back the h come from the first block to the last: begin with the last.",
    "On the way back the tanh come from the first block to the last: begin with the last.",
)
SCALED = "What is added is divided by the root of the number of blocks: here h + tanh(h W + b) is asked for."
AROUND = "Each block adds the G of the last h: it is the gradient on the h that leaves the block itself."
OWN_SLOPE = "tanh has the slope 1 - tanh^2."
BLOCK_SLIPS: dict[str, dict] = {
    f"The slope is tanh itself: {OWN_SLOPE}": {"slope": lambda F, z, h: F},
    f"tanh is taken twice in the slope: {OWN_SLOPE}": {"slope": lambda F, z, h: 1 - np.tanh(F) ** 2},
    f"The slope has z: {OWN_SLOPE}": {"slope": lambda F, z, h: 1 - z**2},
    f"The slope is that of a ReLU: {OWN_SLOPE}": {"slope": lambda F, z, h: F > 0},
    f"The slope is 1 / cosh, without its square: {OWN_SLOPE}": {"slope": lambda F, z, h: 1 / np.cosh(z)},
    f"The slope is (1 - tanh)^2: {OWN_SLOPE}": {"slope": lambda F, z, h: (1 - F) ** 2},
    f"The slope is that of a sigmoid at z: {OWN_SLOPE}": {
        "slope": lambda F, z, h: sigmoid(z) * (1 - sigmoid(z))
    },
    "G is multiplied by itself: dx is G plus what comes through tanh.": {
        "down": lambda G, s, V: G * (1 + (G * s) @ V.T)
    },
    "G is multiplied by itself: dx is G plus what comes through W and tanh.": {
        "down": lambda G, s, V: G + (G * G * s) @ V.T
    },
    "The slope comes after W: on the way back tanh is met first, then W.": {
        "down": lambda G, s, V: G + (G @ V.T) * s
    },
    "The slope comes after W, and the identity is missing.": {"down": lambda G, s, V: (G @ V.T) * s},
    "The mean of both ways is taken: they are added.": {"down": lambda G, s, V: (G + (G * s) @ V.T) / 2},
    "dx is 1 plus what comes through tanh: it is G plus that.": {"down": lambda G, s, V: 1 + (G * s) @ V.T},
    "db lacks the slope of tanh.": {"to_b": lambda dz, G: G.sum(axis=0)},
    "db has one row: the bias acts on all, so they are added.": {"to_b": lambda dz, G: dz[0]},
    "dW lacks the slope of tanh.": {"to_W": lambda h, dz, G, F: h.T @ G},
    "dW and db lack the slope of tanh.": {
        "to_W": lambda h, dz, G, F: h.T @ G,
        "to_b": lambda dz, G: G.sum(axis=0),
    },
    "W is transposed on the way forward.": {"F": lambda h, V, c: np.tanh(h @ V.T + c)},
    "W is transposed on the way forward and not on the way back.": {
        "F": lambda h, V, c: np.tanh(h @ V.T + c),
        "down": lambda G, s, V: G + (G * s) @ V,
    },
    "b is added after tanh: it is in it.": {"F": lambda h, V, c: np.tanh(h @ V) + c},
    "b is subtracted on the way forward.": {"F": lambda h, V, c: np.tanh(h @ V - c)},
    "h is in tanh, too: it is added beside it.": {"F": lambda h, V, c: np.tanh(h + h @ V + c)},
    "The unit is a ReLU: it is tanh.": {
        "F": lambda h, V, c: np.maximum(0, h @ V + c),
        "slope": lambda F, z, h: F > 0,
    },
    "The unit is a sigmoid: it is tanh.": {
        "F": lambda h, V, c: sigmoid(h @ V + c),
        "slope": lambda F, z, h: F * (1 - F),
    },
    "Each block adds to x: it adds to the h that enters it.": {"on": lambda h, F, x: x + F},
    "h is multiplied by tanh on the way forward: it is added.": {"on": lambda h, F, x: h * F},
}
