"""Chapter 17: double descent. The error on new points by the number of weights, for fits of least norm.

Source: Belkin et al. 2019, who fit random features to larger data; target and sizes are our choice.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.experiments.ch02_intervals import estimated_median
from dlcourse.models import least_squares, ridge
from dlcourse.numbers import Number, kept

N, N_INPUTS, NOISE, N_NEW = 30, 8, 0.2, 500
WEIGHTS = (5, 10, 15, 20, 25, 28, 30, 32, 35, 40, 50, 70, 100, 200, 500, 1000)
ALPHAS = {"free": 0.0, "held": 0.1, "strong": 3.0}
MOST_HELD = 200  # weights: `ridge` takes long for more, having a row for each
SETS = {"": range(50), "_again": range(100, 150)}  # disjoint


@dataclass(frozen=True)
class Data:
    """Samples, new points, and the weights V of the features.

    x (n, k) and x_new (n_new, k) with targets t and t_new without noise, errors e (n, 1) of variance 1, V (k
    + 1, p - 1), its last row added to the sums.
    """

    x: np.ndarray
    t: np.ndarray
    e: np.ndarray
    x_new: np.ndarray
    t_new: np.ndarray
    V: np.ndarray


@dataclass(frozen=True)
class Fit:
    """Mean squared errors on the noisy samples and on new points without noise; the norm of all weights."""

    training: float
    test: float
    norm: float


def data(seed: int, p: int, n: int = N, n_new: int = N_NEW, n_inputs: int = N_INPUTS) -> Data:
    """What p weights are fitted to: those of p - 1 features, and a bias.

    The target is tanh(x u) with a direction u of length 1. With the same seed, more features, samples or new
    points are those of before and further ones.
    """
    # a stream for each: so the first of them are the same however many are drawn
    streams = [np.random.default_rng((17, seed, k)).standard_normal for k in range(5)]
    u, x, e, x_new, V = (
        draw(shape)
        for draw, shape in zip(
            streams,
            ((n_inputs, 1), (n, n_inputs), (n, 1), (n_new, n_inputs), (p - 1, n_inputs + 1)),
            strict=True,
        )
    )
    u /= np.linalg.norm(u)
    return Data(x, np.tanh(x @ u), e, x_new, np.tanh(x_new @ u), V.T / n_inputs**0.5)


def features(x, V):
    """relu(x V[:-1] + V[-1]): ReLU units with random weights that are never trained.   -> (m, p - 1)"""
    return np.maximum(0, x @ V[:-1] + V[-1])


def fit(seed: int, p: int, *, n: int = N, noise: float = NOISE, alpha: float = 0.0, **sizes) -> Fit:
    """The fit of p weights to n samples with half the sum of squares and alpha / 2 |w|^2 as its cost.

    alpha 0: the fit of least norm. The bias counts and is penalized like any other weight, so that the fit
    for a tiny alpha is that for 0. sizes: of `data`.
    """
    d = data(seed, p, n, **sizes)
    A, y = features(d.x, d.V), d.t + noise * d.e
    w, b = ridge(A, y, alpha, penalize_bias=True) if alpha else least_squares(A, y)
    y_hat, y_hat_new = A @ w + b, features(d.x_new, d.V) @ w + b
    norm = float(((w**2).sum() + (b**2).sum()) ** 0.5)
    return Fit(float(((y_hat - y) ** 2).mean()), float(((y_hat_new - d.t_new) ** 2).mean()), norm)


def noise_in_weights(p: int, n: int) -> float:
    """The mean of |error of the weights|^2 that noise of variance 1 makes in fits of least norm.

    p / (n - p - 1) below the peak and n / (p - n - 1) above it, for standard normal features; at p from n - 1
    to n + 1 it is infinite. Source: Belkin, Hsu and Xu 2020. Raises ValueError there.
    """
    if abs(p - n) < 2:
        raise ValueError(
            f"noise_in_weights: expected p and n at least 2 apart, got {p} and {n}; the mean is infinite at "
            "the peak"
        )
    return min(p, n) / (abs(p - n) - 1)


@kept
def errors(p: int, seeds: range, alpha: float = 0.0, noise: float = NOISE, n_inputs: int = N_INPUTS):
    """Test errors, and the norms of the weights.   -> (2, n_seeds)"""
    found = [fit(seed, p, noise=noise, alpha=alpha, n_inputs=n_inputs) for seed in seeds]
    return np.array([(one.test, one.norm) for one in found]).T


def curve(alpha: float, weights=WEIGHTS, which: int = 0, **options) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of weights, and the median over the first seeds of the error (which 0) or the norm (1)."""
    shown = [p for p in weights if not alpha or p <= MOST_HELD]
    medians = [np.median(errors(p, SETS[""], alpha, **options)[which]) for p in shown]
    return np.array(shown), np.array(medians)


def tenth_singular_value(seed: int, n_inputs: int) -> float:
    """The tenth of the singular values of 200 features at 30 samples, relative to the largest."""
    d = data(seed, 201, n_inputs=n_inputs)
    s = np.linalg.svd(features(d.x, d.V), compute_uv=False)
    return float(s[9] / s[0])


def numbers() -> dict[str, Number]:
    """Medians over two sets of seeds, with and without a penalty; noise alone in closed form."""
    found, inverse, ours = {}, "pseudo-inverses", "a setting of ours"
    for end, seeds in SETS.items():
        for p in (10, 30, 100, 1000):
            for name, alpha in ALPHAS.items():
                if not alpha or p <= MOST_HELD:
                    test, _ = errors(p, seeds, alpha)
                    found[f"{name}_{p}{end}"] = estimated_median(test, seeds, inverse, ".2f")
        for p in (5, 30, 200):
            test, _ = errors(p, seeds, n_inputs=1)
            found[f"line_{p}{end}"] = estimated_median(test, seeds, inverse, ".2f")
        for p in (10, 30, 200):
            test, _ = errors(p, seeds, noise=0.0)
            found[f"clean_{p}{end}"] = estimated_median(test, seeds, inverse, ".2f")
    for name, n_inputs in (("one", 1), ("eight", N_INPUTS)):
        tenths = [tenth_singular_value(seed, n_inputs) for seed in SETS[""]]
        found[f"tenth_{name}"] = Number(float(np.median(tenths)), ".1%", (), "eigenvalues", 1e-6)
    tasks = {"20": (20, 20, NOISE), "10": (20, 10, NOISE), "many": (500, N, 1.0), "few": (5, N, 1.0)}
    for name, (p, n, noise) in tasks.items():  # of the control, whose data set is that of seed 7
        one = fit(7, p, n=n, noise=noise, n_new=100)
        found[f"task_{name}"] = Number(one.test, ".2f", (), inverse, 1e-6)
    for p in (10, 28, 32, 100, 1000):
        found[f"noise_{p}"] = Number(noise_in_weights(p, N), ".2g", (), "traces of inverse Wishart matrices")
    sizes = {"n": N, "n_inputs": N_INPUTS, "n_runs": len(SETS[""])}
    return found | {name: Number(value, "d", (), ours) for name, value in sizes.items()}
