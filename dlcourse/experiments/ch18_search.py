"""Chapter 18: random search against grid search, when only one of two hyperparameters matters.

The value of a trial is exp(-((x - c) / width)^2), with x the relevant hyperparameter in [0, 1] and c its
unknown best value, uniform in [0, 1]. The other hyperparameter has no effect, so a grid of k x k trials tests
k values of x, and k^2 random trials test k^2. Source of the picture: deck Sohn, "Hyperparameter tuning";
Bergstra and Bengio 2012.
"""

import math
from dataclasses import dataclass

import numpy as np

from dlcourse.search_space import Uniform


@dataclass(frozen=True)
class Comparison:
    """The means of the best values found by grid and by random search, and how often random search wins."""

    grid: float
    random: float
    share_random_wins: float


def simulate(k: int = 3, width: float = 0.1, n_repeats: int = 5000, *, rng) -> Comparison:
    """A Comparison of both searches with k^2 trials each, simulated for n_repeats values of c."""
    c = rng.random((n_repeats, 1))
    grid = np.array(Uniform(0, 1).grid(k))  # k values for all k^2 trials of the grid
    random = rng.random((n_repeats, k * k))
    best_grid, best_random = (np.exp(-(((x - c) / width) ** 2)).max(axis=1) for x in (grid, random))
    wins = float((best_random > best_grid).mean())
    return Comparison(float(best_grid.mean()), float(best_random.mean()), wins)


def expect(k: int = 3, width: float = 0.1, n_nodes: int = 100) -> Comparison:
    """The limit of `simulate` for many repeats, by integrals over c and the distance d of the nearest trial.

    None of n random points lies within d of c with probability (1 - l(d, c))^n, where l is the length of the
    part of [c - d, c + d] in [0, 1].
    """
    t, weights = np.polynomial.legendre.leggauss(n_nodes)
    t, weights = (t + 1) / 2, weights / 2  # on [0, 1]
    grid = np.array(Uniform(0, 1).grid(k))
    # c is at most 1/(2k) from the nearest grid point, and uniform in between: a Gaussian integral
    best_grid = math.sqrt(math.pi) * width * k * math.erf(1 / (2 * k) / width)
    wins = random = 0.0
    # Gauss-Legendre is accurate between kinks only: those of d, at and between grid points, and those of l,
    # where an interval meets 0 or 1, all lie at multiples of 1/(4k)
    part = 1 / (4 * k)
    for start in np.arange(4 * k) * part:
        c = start + part * t
        d = abs(c[:, None] - grid).min(axis=1)
        wins += part * float(weights @ (1 - (1 - _length(d, c)) ** (k * k)))
    for low, high in ((0.0, 0.5), (0.5, 1.0)):  # a kink at 1/2, where the nearer end changes
        c = low + (high - low) * t
        random += (high - low) * sum(
            w * _best_of(k * k, place, width, t, weights) for w, place in zip(weights, c, strict=True)
        )
    return Comparison(best_grid, float(random), wins)


def hit_probability(n_trials: int = 60, share: float = 0.05) -> float:
    """The probability 1 - (1 - share)^n that one of n random draws is in the best `share` of all settings.

    >>> round(hit_probability(60, 0.05), 9)
    0.953930201
    """
    return 1 - (1 - share) ** n_trials


def share_above(value: float, low: float, high: float) -> float:
    """The fraction of draws from U(low, high) above the value: of U(1e-6, 10), 90 % lie above 1."""
    return (high - max(min(value, high), low)) / (high - low)


def _length(d, c):
    """The length of [c - d, c + d] within [0, 1]."""
    return np.minimum(c + d, 1) - np.maximum(c - d, 0)


def _best_of(n, c, width, t, weights):
    """E exp(-(D / width)^2), with D the distance from c to the nearest of n random points."""
    # integrated by parts, since P(D > d) has a simple formula and the density of D has not
    near, far = min(c, 1 - c), max(c, 1 - c)
    total = 0.0
    for low, high in ((0.0, near), (near, far)):
        d = low + (high - low) * t
        slope = 2 * d / width**2 * np.exp(-((d / width) ** 2))
        total += (high - low) * float(weights @ (slope * (1 - (1 - _length(d, c)) ** n)))
    return total + math.exp(-((far / width) ** 2))
