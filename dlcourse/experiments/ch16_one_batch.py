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
    """Means, z-scores and gradients of the batch; variances that eps leaves; what stays of a skewed batch."""
    rows, hand = ("K045",), "by hand"
    z, skewed = batch_norm(X)[:, 0], exponential()
    found = {"z_1": Number(float(z[0]), ".6f", rows, hand), "z_4": Number(float(z[3]), ".6f", rows, hand)}
    paths = by_path(X[:, :1], G)
    for path, values in paths.items():
        found[path.split()[-1]] = Number(float(values[0, 0]), ".4f", ("F085",), hand, 1e-5)
    total = sum(paths.values())[:, 0]
    found |= {f"g_{k}": Number(float(total[k - 1]), ".4f", ("F085",), hand, 1e-5) for k in (1, 2, 4)}
    for name, v, form in (("9", 9.0, ".7f"), ("eps", 1e-5, ".2f"), ("small", 1e-6, ".3f"), ("0", 0.0, "g")):
        found[f"left_{name}"] = Number(variance_left(v), form, rows, hand, 1e-9)
    found |= {
        "skew_before": Number(skewness(skewed), ".3f", rows, "scipy"),
        "skew_after": Number(skewness(batch_norm(skewed)), ".3f", rows, "scipy", 1e-9),
        "least": Number(float(batch_norm(skewed).min()), ".2f", rows, "NumPy alone", 1e-4),
    }
    return found
