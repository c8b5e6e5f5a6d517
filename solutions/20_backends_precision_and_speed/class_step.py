"""Chapter 20, exercise 20.2: float32 in, float32 out."""

import numpy as np

from dlcourse.checks import Right, draws, edits, normal, shown

READ, ROWS, REFUSED = "float32-or-float64", "", ("dlcourse.losses", "dlcourse.ops")
CONTROL = "20_backends_precision_and_speed.html#step-cost.m=256&step-cost.n=1024&step-cost.itemsize=8"
HINT = "Print the dtypes of z, p, dW and W_new, one after the other: which is the first that is not x.dtype?"


def batch(rng, m, n, k, t, dtype=float, **options):
    drawn = {name: v.astype(dtype) for name, v in normal(rng, x=(m, n), W=(n, k), **options).items()}
    return {"x": drawn["x"], "y": rng.integers(k, size=m).tolist(), "W": drawn["W"], "lr": 0.7, "t": t}


VISIBLE = shown(batch, 2, (5, 3, 7, 11), (5, 3, 7, 11, np.float32))
draw = draws(batch, (5, 3, 2, 11), (11, 7, 5, 13))


def judge(x, y, W, lr, t):
    z = x @ W / np.sqrt(x.shape[1])
    p = np.exp(z) / np.exp(z).sum(1, keepdims=True)
    dW = x.T @ (p - np.eye(W.shape[1])[y]) / (len(x) * np.sqrt(x.shape[1]))
    root = "A number from NumPy, as np.sqrt makes, is float64 and promotes; ** 0.5 keeps a Python number."
    made = "What np.zeros, np.eye and astype(float) make is float64, and whole numbers promote: name x.dtype."
    right = Right(z=z, p=p, dW=dW, W_new=W - lr / np.sqrt(t) * dW)
    return right.keeping(z=root, p=made, dW=made, W_new=root)


WRONG = edits(r"""
z = x @ W / x.shape[1] ** 0.5 -> z = x @ W / np.sqrt(x.shape[1]) ~ z has dtype float64
np.exp(z - -> np.zeros(z.shape) + np.exp(z - ~ p has dtype float64
e.sum(axis=1 -> e.sum(axis=0 | p adds up to 1 in each column: it is a row, an example, that adds up to 1.
e.sum(axis=1, keepdims=True) -> e.sum() | p adds up to 1 over the whole batch: each row has to.
G = p - np -> G = p\n    G[range(len(x)), y] -= 1\n    p - np | p is changed, too: work on p.copy().
x.T @ G / -> x.T @ (G * p * (1 - p)) / | dW has the factor p (1 - p): behind softmax, p - y is left alone.
W - lr -> W + lr | W_new is a step uphill: it goes against the gradient.
dtype=x.dtype -> dtype=float OR dtype=x.dtype -> dtype=int ~ dW has dtype float64 where the inputs have
lr / t**0.5 -> lr / np.sqrt(t) ~ W_new has dtype float64
x @ W -> x.astype(np.float32) @ W.astype(np.float32) ~ keep the precision of the inputs
x @ W / x.shape[1] ** 0.5 -> x @ W | z is not divided by the root of n, the number of inputs.
(len(x) * x.shape[1] ** 0.5) -> len(x) | dW has no factor 1 / sqrt(n), though z is divided by that root.
(len(x) * x.shape[1] ** 0.5) -> x.shape[1] ** 0.5 | dW is a sum over the batch: J is the mean.
lr / t**0.5 -> lr | The rate does not fall: it is lr / sqrt(t) in step t.
lr / t**0.5 -> lr / t | The rate is lr / t, which falls too fast: it is lr / sqrt(t).
e / e.sum(axis=1, keepdims=True) -> 1 / (1 + np.exp(-z)) | p is a sigmoid: softmax shares out 1 in a row.
""")
RIGHT = edits(r"""
np.eye(W.shape[1], dtype=x.dtype)[y] -> (np.arange(W.shape[1]) == np.array(y)[:, None]) | a mask of booleans
x.shape[1] ** 0.5 -> np.sqrt(x.shape[1]).astype(x.dtype) | the root with the dtype of x
""")
