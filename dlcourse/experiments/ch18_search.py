"""Chapter 18: what random search buys. One hyperparameter matters, and the best setting is a narrow bump.

The value of a trial is exp(-((x - c) / width)^2), x the relevant hyperparameter in [0, 1], c the unknown
best place, uniform in [0, 1]. The other hyperparameter does nothing, so a grid of k x k trials tests k values
of x, and k^2 random trials test k^2. Source of the picture: deck Sohn, "Hyperparameter tuning";
Bergstra and Bengio 2012.
"""

import math
from dataclasses import dataclass

import numpy as np

from dlcourse.search_space import Uniform


@dataclass(frozen=True)
class Comparison:
    """Mean of the best value found by grid and by random search, and how often random search won."""

    grid: float
    random: float
    share_random_wins: float


def simulate(k: int = 3, width: float = 0.1, n_repeats: int = 5000, *, rng) -> Comparison:
    """Both searches with k^2 trials each, for n_repeats places of the bump."""
    c = rng.random((n_repeats, 1))
    grid = np.array(Uniform(0, 1).grid(k))
    random = rng.random((n_repeats, k * k))
    best_grid, best_random = (np.exp(-(((x - c) / width) ** 2)).max(axis=1) for x in (grid, random))
    wins = float((best_random > best_grid).mean())
    return Comparison(float(best_grid.mean()), float(best_random.mean()), wins)


def expect(k: int = 3, width: float = 0.1, n_nodes: int = 100) -> Comparison:
    """What `simulate` tends to, by integrals over the place c and the distance d of the nearest trial.

    Of n random points none lies within d of c with probability (1 - l(d, c))^n, where l is the length of the
    part of [c - d, c + d] within [0, 1]. Gauss-Legendre quadrature, in parts between the kinks.
    """
    t, weights = np.polynomial.legendre.leggauss(n_nodes)
    t, weights = (t + 1) / 2, weights / 2  # on [0, 1]
    grid = np.array(Uniform(0, 1).grid(k))
    best_grid = math.sqrt(math.pi) * width * k * math.erf(1 / (2 * k) / width)
    wins = random = 0.0
    part = 1 / (4 * k)  # no kink within: of d between grid points, of the length where it meets an end
    for start in np.arange(4 * k) * part:
        c = start + part * t
        d = abs(c[:, None] - grid).min(axis=1)
        wins += part * float(weights @ (1 - (1 - _length(d, c)) ** (k * k)))
    for low, high in ((0.0, 0.5), (0.5, 1.0)):
        c = low + (high - low) * t
        random += (high - low) * sum(
            w * _best_of(k * k, place, width, t, weights) for w, place in zip(weights, c, strict=True)
        )
    return Comparison(best_grid, float(random), wins)


def hit_probability(n_trials: int = 60, share: float = 0.05) -> float:
    """1 - (1 - share)^n: that one of n random draws lies among the best `share` of all settings.

    >>> round(hit_probability(60, 0.05), 9)
    0.953930201
    """
    return 1 - (1 - share) ** n_trials


def share_above(value: float, low: float, high: float) -> float:
    """The share of draws from U(low, high) above the value: of U(1e-6, 10), 90 % lies above 1."""
    return (high - max(min(value, high), low)) / (high - low)


def _length(d, c):
    return np.minimum(c + d, 1) - np.maximum(c - d, 0)


def _best_of(n, c, width, t, weights):
    """E exp(-(D / width)^2), D the distance from c to the nearest of n points: by parts over D's survival."""
    near, far = min(c, 1 - c), max(c, 1 - c)
    total = 0.0
    for low, high in ((0.0, near), (near, far)):
        d = low + (high - low) * t
        slope = 2 * d / width**2 * np.exp(-((d / width) ** 2))
        total += (high - low) * float(weights @ (slope * (1 - (1 - _length(d, c)) ** n)))
    return total + math.exp(-((far / width) ** 2))
