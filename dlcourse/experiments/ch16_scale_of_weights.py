"""Chapter 16: a layer before batch normalization does not feel the scale of its weights."""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.numbers import Number
from dlcourse.ops import batch_norm
from dlcourse.tensor import Tensor

X = np.array([[0.0, 1.0], [1.0, 3.0], [2.0, 1.0], [1.0, -1.0]])
G = np.array([[1.0], [0.0], [0.0], [0.0]])
EPS = 1e-12


def back(w) -> tuple[np.ndarray, np.ndarray]:
    """The z-scores of X w, and the gradient on w when the first one counts.   w (2, 1) -> (4, 1), (2, 1)"""
    w = Tensor(np.reshape(np.asarray(w, float), (2, 1)))
    x_hat = batch_norm(Tensor(X) @ w, eps=EPS)
    return x_hat.array, grad((x_hat * G).sum(), w)


def lengths(n_steps: int, lr: float = 1.0, w=(1.0, 1.0)) -> np.ndarray:
    """The squared length of w before and after each step of descent.   -> (n_steps + 1,)"""
    w, found = np.reshape(np.asarray(w, float), (2, 1)), []
    for _ in range(n_steps + 1):
        found.append(float((w**2).sum()))
        w = w - lr * back(w)[1]
    return np.array(found)


def numbers() -> dict[str, Number]:
    """Gradients on w and on 10 w, and how long w gets."""
    (_, g), (_, g_10) = back([1, 1]), back([10, 10])
    hand, found = "by hand", {}
    for name, value in (("g_1", g[0, 0]), ("g_2", g[1, 0])):
        found[name] = Number(float(value), ".4f", (), hand, 1e-9)
    found["ratio"] = Number(float(np.linalg.norm(g) / np.linalg.norm(g_10)), ".0f", (), hand, 1e-9)
    found["longer"] = Number(float(lengths(1)[1]), ".4f", (), hand, 1e-9)
    return found
