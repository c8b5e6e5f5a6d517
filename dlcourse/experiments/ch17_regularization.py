"""Chapter 17: regularization: ridge and lasso on a noisy sine, the bias, dropout's average, early stopping.

Source of the questions: deck Fix, pages 51 to 57; where the slides leave settings open (widths, noise,
points), they are our choice. The losses here are half the sum of squares, so that alpha / 2 |w|^2 adds alpha
to every curvature.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.layers import Dropout, Linear, Sequential, subnetworks
from dlcourse.models import lasso, least_squares, ridge
from dlcourse.ops import sigmoid

M, NOISE, SIGMA = 30, 0.1, 0.05  # M of the slide; at equal spacing a kernel spans about three points


def sine(x):
    """0.5 + 0.4 sin(2 pi x)."""
    return 0.5 + 0.4 * np.sin(2 * np.pi * x)


def kernels(x, centers, sigma: float = SIGMA):
    """A column of ones and exp(-(x - c)^2 / (2 sigma^2)) for each center c.   -> (m, 1 + n_centers)"""
    bumps = np.exp(-((x[:, None] - centers) ** 2) / (2 * sigma**2))
    return np.concatenate([np.ones((len(x), 1)), bumps], axis=1)


def noisy_points(seed: int, m: int = M, random_x: bool = False):
    """m samples of the sine with normal noise, at equally spaced or random x.   -> x (m,), y (m,)"""
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(0, 1, m)) if random_x else np.linspace(0, 1, m)
    return x, sine(x) + NOISE * rng.standard_normal(m)


@dataclass(frozen=True)
class Fit:
    """A fitted sine: the root mean squared error against the true sine, and the largest |weight|."""

    error: float
    largest: float


def fit_sine(seed: int, alpha: float, sigma: float = SIGMA, random_x: bool = False) -> Fit:
    """A fit with one kernel per sample to 30 samples by `ridge`, by `least_squares` for alpha = 0.

    Source: deck Fix, page 52, with alpha 0 and 2.
    """
    x, y = noisy_points(seed, random_x=random_x)
    # without the column of ones: both functions have a bias of their own
    A, y = kernels(x, x, sigma)[:, 1:], y[:, None]
    w, b = ridge(A, y, alpha) if alpha else least_squares(A, y)
    grid = np.linspace(0, 1, 500)  # between the samples, where an overfitted curve swings
    y_hat = kernels(grid, x, sigma)[:, 1:] @ w + b
    return Fit(float(np.sqrt(np.mean((y_hat[:, 0] - sine(grid)) ** 2))), float(abs(w).max()))


def places_around_0():
    """20 standard normal x, centered: then bias and slope do not influence each other."""
    x = np.random.default_rng(0).standard_normal(20)
    return x - x.mean()


def bias_and_slope(alpha: float = 10.0, penalize_bias: bool = False):
    """Bias and slope of the ridge fit to y = 100 + x at 20 standard normal x, centered.

    Without a penalty on it, the bias is 100; with one, 100 m / (m + alpha). Source: deck Fix, page 53.
    """
    x = places_around_0()
    slope, bias = ridge(x[:, None], 100 + x[:, None], alpha, penalize_bias=penalize_bias)
    return float(bias[0]), float(slope[0, 0])


def weights_left(alpha: float, seeds=range(10)) -> np.ndarray:
    """The numbers of nonzero weights, of 30, for the lasso: per seed at equally spaced x and at random x.

    -> (2 n_seeds,). alpha: beside half the sum of squares; the slide's 0.003 beside half their mean is 0.003
    * 30 here. Source: deck Fix, page 54.
    """
    counts = []
    for seed in seeds:
        for random_x in (False, True):
            x, y = noisy_points(seed, random_x=random_x)
            w, _ = lasso(kernels(x, x)[:, 1:], y[:, None], alpha)
            counts.append(np.count_nonzero(w))
    return np.array(counts)


def subgradient_descent(A, y, alpha: float, n_steps: int = 2000):
    """The lasso's cost by steps along A^T (A w - y) + alpha sign(w): weights cross 0, but none becomes 0."""
    w, lr = np.zeros(A.shape[1]), 1 / np.linalg.norm(A, 2) ** 2  # 1 / L, with L the largest curvature
    unpenalized = np.arange(len(w)) == 0  # the bias, the column of ones
    for _ in range(n_steps):
        w = w - lr * (A.T @ (A @ w - y) + alpha * np.where(unpenalized, 0.0, np.sign(w)))
    return w


def growth_of_the_square(keep: float, rng) -> float:
    """E[(x mask / keep)^2] / E[x^2] for 1000 x 256 standard normal x: about 1 / keep."""
    x = rng.standard_normal((1000, 256))
    Y = Dropout(keep, rng=rng)(x)
    return float((Y * Y).mean() / (x * x).mean())


def unit_with_dropout(n: int = 10, seed: int = 0):
    """A linear unit with dropout, keep 1/2, on its n inputs, and an input.   -> model, x (1, n)"""
    rng = np.random.default_rng(seed)
    weights, x = rng.standard_normal((n, 1)), rng.standard_normal((1, n))
    unit = Linear(n, 1, rng=rng, init=lambda shape, rng: weights)
    # not inverted: the deck scales by keep at test time, not by 1 / keep in training
    return Sequential(Dropout(0.5, rng=rng, inverted=False), unit), x


def averages_over_subnetworks(n: int = 10, seed: int = 0) -> dict[str, float]:
    """Averages of a unit sigmoid(x w) with dropout, keep 1/2, on its n inputs, over all 2^n subnetworks.

    linear: the mean of x w. arithmetic: the mean of the outputs. geometric: their normalized geometric mean,
    g / (g + g') with g' that of 1 - output. scaled: one pass at test time, with the inputs times 1/2. Source:
    deck Fix, page 56; DL book, section 7.12.
    """
    model, x = unit_with_dropout(n, seed)
    p, z = subnetworks(model, x, [n])
    z, outputs = z[:, 0, 0], sigmoid(z[:, 0, 0])
    # the geometric mean as e to the mean of logarithms: a product of 2^n outputs would underflow
    yes, no = np.exp(p @ np.log(outputs)), np.exp(p @ np.log(1 - outputs))
    at_test_time = model.eval()(x).array[0, 0]
    return {
        "linear": float(p @ z),
        "linear scaled": float(at_test_time),
        "arithmetic": float(p @ outputs),
        "geometric": float(yes / (yes + no)),
        "scaled": float(sigmoid(at_test_time)),
    }


@dataclass(frozen=True)
class Curve:
    """Mean squared errors during gradient descent: on training and on validation data, at each of `steps`."""

    steps: np.ndarray
    training: np.ndarray
    validation: np.ndarray

    @property
    def best(self) -> int:
        """The step with the smallest validation error, whose weights early stopping returns."""
        return int(self.steps[self.validation.argmin()])


def weights_along(A, y, steps, lr: float):
    """The weights after each number of steps of gradient descent from 0, on half the mean of squares.

    A (m, n), y (m,), steps (k,) -> (k, n)
    """
    # in closed form: the cost is quadratic, and along the k-th singular direction of A each step shrinks the
    # distance to the end by 1 - lr s_k^2 / m; so step 20,000 needs none of the steps before it
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    reached = 1 - (1 - lr * s**2 / len(A)) ** steps[:, None]  # the fraction of the way, by step and direction
    return (reached * (U.T @ y) / s) @ Vt


def learning_curve(
    seed: int, m: int = 20, n_steps: int = 20_000, noise: float = 0.3, lr: float = 0.1
) -> Curve:
    """Errors of gradient descent from 0 with 30 kernels and a bias on 20 noisy points of sin(pi x).

    The cost is half the mean of squares. Source: deck Fix, page 57, whose U-shaped curve has no numbers.
    """
    rng = np.random.default_rng(seed)
    centers = np.linspace(-1, 1, 30)
    x, x_new = rng.uniform(-1, 1, m), rng.uniform(-1, 1, 200)
    y, y_new = (np.sin(np.pi * a) + noise * rng.standard_normal(len(a)) for a in (x, x_new))
    A, A_new = kernels(x, centers, 0.1), kernels(x_new, centers, 0.1)
    steps = np.unique(np.geomspace(1, n_steps, 400).astype(int))
    w = weights_along(A, y, steps, lr)
    errors = [((w @ B.T - t) ** 2).mean(axis=1) for B, t in ((A, y), (A_new, y_new))]
    return Curve(steps, *errors)
