"""Chapter 16: one batch of four samples, forward and back by hand; what standardizing leaves as it was."""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.gradcheck import numerical_gradient
from dlcourse.numbers import Number
from dlcourse.ops import batch_norm
from dlcourse.tensor import Tensor

X = np.array([[3.0, 30.0], [5.0, 50.0], [5.0, 50.0], [11.0, 110.0]])  # means 6 and 60, variances 9 and 900
G = np.array([[1.0], [0.0], [0.0], [0.0]])  # only the first sample's output counts


def by_path(x, G, eps: float = 1e-5) -> dict[str, np.ndarray]:
    """dJ/dx by the three paths from x to x_hat, for the gradient G on x_hat.   x, G (m, n) -> (m, n) each"""
    std = (x.var(axis=0) + eps) ** 0.5
    x_hat = (x - x.mean(axis=0)) / std
    return {
        "directly": G / std,
        "by the mean": -G.mean(axis=0) / std * np.ones_like(x),
        "by the variance": -x_hat * (G * x_hat).mean(axis=0) / std,
    }


def skewness(x) -> float:
    """The mean cube of the z-scores of x: 0 for a symmetric distribution."""
    return float((((x - x.mean()) / x.std()) ** 3).mean())


def exponential(n: int = 2000, seed: int = 0):
    """n draws from the exponential distribution, as a batch (n, 1)."""
    return np.random.default_rng(seed).exponential(size=(n, 1))


def variance_left(variance: float, eps: float = 1e-5) -> float:
    """The variance of x_hat for a batch of that variance, by the layer's op."""
    x = np.array([[-1.0], [1.0]]) * variance**0.5
    return float(batch_norm(x, eps=eps).var())


def check(seed: int = 0) -> tuple[float, float]:
    """Of a random gradient the relative distance from measured slopes, and the largest sum over the batch."""
    x, G = np.random.default_rng(seed).standard_normal((2, 5, 4))
    tensor = Tensor(x)
    g = grad((batch_norm(tensor) * G).sum(), tensor)
    measured = numerical_gradient(lambda a: float((batch_norm(a) * G).sum()), x)
    return float(np.linalg.norm(g - measured) / np.linalg.norm(g)), float(abs(g.sum(axis=0)).max())


def numbers() -> dict[str, Number]:
    """Variances that eps leaves; what stays of a skewed batch."""
    rows, skewed = ("K045",), exponential()
    return {
        "left_9": Number(variance_left(9.0), ".7f", rows, "by hand", 1e-9),
        "left_small": Number(variance_left(1e-6), ".3f", rows, "by hand", 1e-9),
        "skew_before": Number(skewness(skewed), ".3f", rows, "scipy"),
        "skew_after": Number(skewness(batch_norm(skewed)), ".3f", rows, "scipy", 1e-9),
        "least": Number(float(batch_norm(skewed).min()), ".2f", rows, "NumPy alone", 1e-4),
    }
