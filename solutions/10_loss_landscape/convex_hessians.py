"""Chapter 10, exercise 10.1b: the Hessians of two convex costs."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, draws, edits, shaped, shown, sigmoid

READ, ROWS = "two-costs-that-are-convex", "F002 F004 F007"
HINT = "Begin with one sample: z = x w, so dz/dw is x. What is the slope of sigmoid(z)?"
REFUSED = *GRADIENTS, "dlcourse.critical_points"
inputs = shaped(lambda m, n: {"x": (m, n), "w": n})
VISIBLE, draw = shown(inputs, 3, (4, 2), (5, 3)), draws(inputs, (5, 3), (7, 2), (3, 5), (11, 4))


def judge(x, w):
    m, step = len(x), 1e-20j * np.eye(len(w))  # a complex step of each weight: how the gradient changes
    H_linear, H_logistic = (x.T @ bend(x @ (w + step).T).imag * 1e20 / m for bend in (np.array, sigmoid))
    right = Right(H_linear=H_linear, H_logistic=H_logistic, lowest=np.linalg.eigvalsh(H_logistic)[0])
    return right.knowing({"the number of samples m": m, "the number of weights n": len(w)})


WRONG = edits(r"""
x.T @ x / m -> x.T @ x OR * x) / m -> * x) ~ is the number of samples m
x.T @ x / m -> x.T @ x / m * 2 OR x.T @ x / m -> x.T @ x / m / 2 | H_linear: (z - y)^2 / 2 bends by 1.
x.T @ x / m -> np.diag((x**2).mean(axis=0)) OR s[:, None] * x) / m -> s[:, None] * x) * np.eye(len(w)) / m | A
    Hessian is more than its diagonal.
x.T @ x / m -> np.cov(x.T, bias=True) OR x.T @ x / m -> np.outer(x.mean(axis=0), x.mean(axis=0)) OR x.T @ x /
    m -> np.eye(len(w)) | H_linear is a mean over samples, of x x^T.
x.T @ x / m -> x.T @ ((x @ w)[:, None] * x) / m | H_linear has a factor z, as if the cost were a cube.
s = p * (1 - p) -> s = p | H_logistic lacks 1 - p: a sigmoid has the slope p (1 - p).
s = p * (1 - p) -> s = 1 - p OR -x @ w -> x @ w; s = p * (1 - p) -> s = p | H_logistic lacks p: a sigmoid has
    the slope p (1 - p).
s = p -> s = p * p OR (1 - p) -> (1 + p) OR s = p * (1 - p) -> s = 1 - p * p OR s = p -> s = (1 - 2 * p) * p
    OR (1 - p) -> (1 - p) ** 2 OR s = p * (1 - p) -> s = (p - p * p) ** 0.5 | H_logistic: a sigmoid has the
    slope p (1 - p).
x.T @ (s[:, None] * x) / m -> s[-1] * np.outer(x[-1], x[-1]) / m | H_logistic has the last sample alone: add.
s[:, None] * x -> s[:, None] ** 2 * x | H_logistic has p (1 - p) twice.
s = p * (1 - p) -> s = p * 0 + np.mean(p - p * p) | H_logistic: each sample has its own p (1 - p).
s = p * (1 - p) -> s = p * 0 + 0.25 | H_logistic: 1/4 is the most that p (1 - p) can be, where z is 0.
s = p * (1 - p) -> p = x @ w\n    s = p * (1 - p) OR 1 / (1 + np.exp(-x @ w)) -> np.tanh(x @ w) OR 1 / (1 +
    np.exp(-x @ w)) -> np.exp(x @ w) / sum(np.exp(x @ w)) OR (-x @ w) -> (-x @ w / 2) | p is no sigmoid of z.
* x) / m -> * x) / s.sum() | H_logistic is divided by the sum of p (1 - p): it is a mean over m samples.
* x) / m -> * x) * 2 / m OR * x) / m -> * x) / 2 / m | H_logistic is off by 2: its cost has no square.
x.T @ (s[:, None] * x) / m -> np.outer(p @ x, p @ x) / m**2 | H_logistic is a gradient times itself.
(H)[0] -> (H)[-1] | lowest is the largest eigenvalue: eigvalsh has the smallest first.
(H)[0] -> (x.T @ x / m)[0] | lowest is that of H_linear.
np.linalg.eigvalsh(H)[0] -> np.diag(H).min() OR np.linalg.eigvalsh(H)[0] -> H.min() OR eigvalsh(H)[0] ->
    det(H) | lowest is an eigenvalue: no entry and no determinant.
(H)[0] -> (H) ~ lowest
x.T @ x / m, H -> H, x.T @ x / m ~ another order
return x.T @ x / m, H, -> return ~ should return 3 values
""")
RIGHT = edits("x.T @ (s[:, None] * x) / m -> sum(k * np.outer(r, r) for k, r in zip(s, x)) / m | a loop")
