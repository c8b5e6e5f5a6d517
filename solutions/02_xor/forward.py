"""Chapter 2, exercise 2.2: a batch walks through the network."""

import numpy as np

from dlcourse.checks import Right, draws, edits, shaped, shown

READ, ROWS = "the-batch-walk", "S024 S028 S029 S030 S031 M010"
HINT = "Print xW, z, h and f one after the other, for the first example alone: x[:1]."
CONTROL = "02_xor.html#xor-playground.start=hand"
REFUSED = ("dlcourse.experiments.ch02_xor",)
network = shaped(
    lambda m, n_in, n: {"x": (m, n_in), "W": (n_in, n), "c": n, "w": (n, 1), "b": 1},
    away=lambda x, W, c, w, b: x @ W + c,
)
VISIBLE = shown(network, 2, (3, 2, 2))  # W is square: its transpose fits
draw = draws(network, (5, 2, 2), (1, 2, 2), (7, 3, 11))


def judge(x, W, c, w, b):
    z = np.einsum("ik,kj->ij", x, W) + c
    h = np.where(z > 0, z, 0)
    return Right(xW=z - c, z=z, h=h, f=h @ w + b)


WRONG = edits(r"""
x @ W -> x @ W.T | xW is x times the transpose of W: use W as it is.
xW + c -> (x + c) @ W | z has c added before the product with W.
h @ w + b -> np.maximum(0, h @ w + b) | f is cut off at 0: the output has no ReLU.
xW + c -> xW | c is forgotten in z = x W + c.
h @ w + b -> h @ w | b is forgotten in f = h w + b.
np.maximum(0, z) -> z | The ReLU is forgotten: h = max(0, z), and h is z here.
np.maximum(0, z) -> sigmoid(z) | h is the sigmoid of z: the unit here is a ReLU, h = max(0, z).
np.maximum(0, z) -> (z > 0) * 1.0 | h is 1 where z is positive, a step: the unit is a ReLU, h = max(0, z).
h @ w + b -> h @ w + c | c is added to f: the bias of the output is b.
np.maximum -> np.minimum | h keeps what is negative: h = max(0, z).
np.maximum(0, z) -> abs(z) | h is the absolute value of z: h = max(0, z).
(0, z) -> (0, xW) | h is taken from xW, without c: h = max(0, z).
h @ w -> z @ w | f is taken from z, without the ReLU: f = h w + b.
h @ w -> h * w.T | f is h times w entry by entry: `@` also adds up over the units.
xW + c -> np.add(xW, c, out=xW) OR x @ W -> x @ W + c; xW + c -> xW
    ~ xW holds the numbers of z: xW and z are one array.
= xW + c -> = xW\n    z += c; = np.maximum(0, z) -> = z\n    h[h < 0] = 0 ~ xW, z and h are one array
np.maximum(0, z) -> np.clip(z, 0, 1) | h is cut off at 1, too: h = max(0, z) has no upper end.
h @ w + b -> sigmoid(h @ w + b) OR h @ w + b -> np.tanh(h @ w + b) OR h @ w + b -> (h @ w + b > 0) * 1.0
    | f has a sigmoid, a tanh or a step: the output is f = h w + b, without a unit.
h @ w + b -> (h + b) @ w | b is added to h: it is the bias of the output.
xW, z, h, h @ w + b -> h @ w + b, h, z, xW ~ they come in another order
(0, z) -> (0, z, dtype=np.float32) ~ keep the precision of the inputs
return xW, z, h, h @ w + b -> yield xW ~ is there `yield` in the place of `return`
""")
RIGHT = edits(r"""
x @ W -> np.stack([row @ W for row in x]) | row by row
h @ w -> np.einsum("ij,jk->ik", h, w) | by index
np.maximum(0, z) -> z * (z > 0) | a mask
""")
