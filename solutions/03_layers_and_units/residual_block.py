"""Chapter 3, exercise 3.10: a residual block."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, draws, edits, shaped, shown, slopes

READ, ROWS = "03c_architectures#connections-that-skip", "S082 S117 L025"
HINT = "One array at a time: dV and dh from G, dz from dh, dW and a part of dx from dz. Which is the other?"
REFUSED = *GRADIENTS, "dlcourse.ops.linalg", "dlcourse.ops.activations", "dlcourse.layers"
block = shaped(lambda m, n, k: {"x": (m, n), "W": (n, k), "b": k, "V": (k, n), "G": (m, n)})
VISIBLE = shown(block, 41, (5, 3, 3), (3, 2, 5))
draw = draws(block, (7, 3, 3), (5, 3, 2), (3, 7, 11))


def judge(G, **inputs):
    def y(x, W, b, V):
        return x + np.tanh(x @ W + b) @ V

    h = np.tanh(inputs["x"] @ inputs["W"] + inputs["b"])
    counts = {"the number of examples m": len(G), "the number of inputs n": G.shape[1]}
    by = slopes(lambda **inputs: (G * y(**inputs)).sum(), inputs, "x W V")
    return Right(y=y(**inputs), **by).knowing(counts | {"the number of units k": h.shape[1]})


WRONG = edits("""
G + dz @ W.T -> dz @ W.T | The way around is lost in dx: by it, G goes back unchanged.
G + dz @ W.T -> G | dx is that of the way around alone: the slope through the units is added.
G + dz @ W.T -> G * (dz @ W.T) OR G + dz @ W.T -> G * (1 + dz @ W.T) | The slopes of two ways are added.
G + dz @ W.T -> (G + dz @ W.T) / 2 | dx is the mean of both ways: their slopes add up.
G + dz @ W.T -> 1 + dz @ W.T OR G + dz @ W.T -> x + dz @ W.T | By the way around, dx gets G, not 1 or x.
G + dz -> 2 * G + dz OR G + dz -> -G + dz OR G + dz -> G - dz | In dx, both ways are added, each once.
x + h @ V -> h @ V | x is missing in y: the way around hands it on as it is.
x + h @ V -> h @ V; G + dz @ W.T -> dz @ W.T | The way around is lost, forward and back: y = x + h V.
x + h @ V -> x - h @ V OR x + h @ V -> x + h | y is x plus h V, with V, and a plus.
x + h @ V -> np.tanh(x + h @ V) | y is squashed by another tanh: it is x + h V.
x @ W + b) -> x @ W) OR x @ W + b) -> (x + b) @ W) | b belongs behind the product: h = tanh(x W + b).
np.tanh(x @ W + b) -> x @ W + b | The tanh is forgotten: h = tanh(x W + b).
np.tanh(x @ W + b) -> np.maximum(0, x @ W + b); (1 - h * h) -> (h > 0) | h is a ReLU: it is tanh(x W + b).
np.tanh(x @ W + b) -> 1 / (1 + np.exp(-x @ W - b)); (1 - h * h) -> (h * (1 - h)) OR np.tanh(x @ W + b) -> 1 /
    (1 + np.exp(-x @ W - b)) | h is a sigmoid here: it is tanh(x W + b).
(G @ V.T) * (1 - h * h) -> (G @ V.T) | The slope of tanh is missing in dz: 1 - h^2.
(1 - h * h) -> (1 - h) OR (1 - h * h) -> (h * (1 - h)) | The slope of tanh is 1 - h^2, all of it.
(1 - h * h) -> (1 - (x @ W + b) ** 2) | 1 - z^2 is no slope: that of tanh is 1 - h^2.
(1 - h * h) -> (1 - np.tanh(h) ** 2) | The tanh is taken twice: h has it already.
G @ V.T -> G @ V | dz goes through V as on the way forward: on the way back it is V transposed.
dz @ W.T -> dz @ W | dx goes through W as on the way forward: on the way back it is W transposed.
(G @ V.T) * (1 - h * h) -> 1 - h * h | G and V are missing in dz: it is (G V^T)(1 - h^2).
@ V.T) -> ) OR @ V.T) * (1 - h * h) -> * (1 - h * h)) @ V.T | In dz, G goes back through V, then through tanh.
x.T @ dz, -> x.T @ dz / len(x), OR h.T @ G -> h.T @ G / len(x) ~ did you divide by it once too often?
x.T @ dz, -> dz.T @ x, OR h.T @ G -> G.T @ h ~ transposed
x.T @ dz, -> x.T @ (G @ V.T), OR dz @ W.T -> G @ V.T @ W.T | dW or dx lacks the slope of tanh: it has dh.
x.T @ dz, -> h.T @ dz, | dW has h in the place of x: what W is multiplied with is x.
h.T @ G -> (x @ W + b).T @ G OR h.T @ G -> x.T @ G | dV has z or x where h belongs: h meets V.
h.T @ G -> h.T @ (x + h @ V) | dV has y in the place of G: what arrives is G.
""")
RIGHT = edits("G + dz @ W.T -> G @ (np.eye(len(V.T))) + dz @ W.T | the identity as a matrix")
