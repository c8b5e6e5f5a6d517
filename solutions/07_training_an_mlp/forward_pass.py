"""Chapter 7, exercise 7.1: forward, and what it costs."""

import numpy as np

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_nets import nets
from dlcourse.checks.listed import entries

READ, ROWS = "any-depth-forward", "S096 S120 S121 S144 L011 K014"
HINT = "Layer k reads h[k], and appends one z and one h. At the end h is one longer than z."
REFUSED = "dlcourse.graphs", "dlcourse.experiments", "dlcourse.layers", "dlcourse.models"
VISIBLE, draw = nets(7, "x W b units alpha")


def judge(x, W, b, units, alpha):
    g = {"relu": lambda z: z * (z > 0), "tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z))}
    z, h = [], [x]
    for W_k, b_k, unit in zip(W, b, units, strict=True):
        z += [(h[-1][:, :, None] * W_k).sum(axis=1) + b_k]
        h += [g.get(unit, np.copy)(z[-1])]
    squares = sum(np.vdot(W_k, W_k) for W_k in W)
    return Right(**entries("z", z), **entries("h", h), penalty=alpha * squares / 2).knowing({"alpha": alpha})


WRONG = edits(r"""
for W_k in W) -> for W_k in [*W, *b]) | The biases are penalized, too: the penalty has weights alone.
alpha / 2 * -> alpha * | The half of the penalty is missing: alpha / 2 times the squares.
alpha / 2 * sum -> sum | alpha and the half are missing in the penalty.
alpha / 2 * sum((W_k**2).sum() for W_k in W) -> alpha / 2 * (W[-1] ** 2).sum()
    | The penalty has the last layer's weights alone: all weights have their price.
(W_k**2).sum() -> abs(W_k).sum() OR (W_k**2).sum() -> np.linalg.norm(W_k) OR (W_k**2).sum() -> (W_k**2).mean()
    | The penalty adds up the squares of all numbers, not sizes, lengths or means.
alpha / 2 * sum -> alpha * 2 * sum | The squares are doubled in the penalty: alpha / 2 stands in front.
z, h = [], [x] -> z, h = [], []; h[k] @ -> (h[-1] if h else x) @ ~ h is a list of
h[k] @ W[k] -> h[0] @ W[k] | Every layer reads x: layer k reads h[k].
(W_k**2).sum() -> W_k.sum() ** 2 | A sum is squared in the penalty: square each weight, then add up.
for W_k in W) -> for W_k in h) | The penalty has the squares of h: it is on the weights.
h[k] @ W[k] + b[k] -> z[k - 1] @ W[k] + b[k] if k else x @ W[k] + b[k]
    | A layer reads the z of the layer before: it reads h, behind the unit.
h[k] @ W[k] + b[k] -> (h[k] + b[k - 1] if k else x) @ W[k] + b[k] | A bias is added behind the unit, too.
h[k] @ W[k] + b[k] -> h[k] @ W[k] | The biases are forgotten: z is h W + b.
value(units[k], z[k]) -> value(units[0], z[k]) OR value(units[k], z[k]) -> value(units[-1], z[k])
    | One layer's unit stands in all: each has its own, units[k]. [loses 5]
h.append(value(units[k], z[k])) -> h.append(value(units[k], z[k]) if k < len(W) - 1 else z[k])
    | The last layer has no unit: h is g(z) in every layer, and "none" is a unit of its own.
h[k] @ W[k] -> h[k] @ W[k].T | W is transposed on the way forward: z is h W + b.
alpha / 2 * sum -> alpha / 2 / len(x) * sum | The penalty is divided by m: the samples have no part in it.
value(units[k], z[k]) -> slope(units[k], z[k]) | h holds slopes: value(unit, z) is what a unit gives.
value(units[k], z[k]) -> z[k] | No unit is applied: h is g(z).
""")
RIGHT = edits(r"""
for k in range(len(W)): -> for W_k, b_k, unit in zip(W, b, units):; h[k] @ W[k] + b[k] ->
    np.einsum("mi,ij->mj", h[-1], W_k) + b_k; units[k], z[k] -> unit, z[-1] | einsum
""")
