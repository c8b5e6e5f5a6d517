"""Chapter 1: passes. The gradients of linear models and of bells, for exercises 1.4, 1.6 and 1.7."""

import numpy as np

from dlcourse.experiments.ch00_passes import Pass, by


def line_cost(x, y, w, b):
    """Half the sum of the squared errors of a linear model."""
    return ((x @ w + b - y) ** 2).sum() / 2


def logistic_cost(Phi, y, w):
    """The mean of -log p of the right answer, 0 or 1, of logistic regression."""
    z = Phi @ w
    return (np.logaddexp(0, z) - y * z).mean()


def bells_cost(x, centers, sigma, G):
    """The sum of bells at each x, each times the slope in G that arrives at it."""
    return (G * np.exp(-((x[:, None] - centers) ** 2).sum(axis=2) / (2 * sigma**2))).sum()


def _line(numbers, m, n):
    return {"x": numbers((m, n)), "y": numbers((m,)), "w": numbers((n,)), "b": numbers(())}


def _logistic(numbers, m, k):
    return {"Phi": numbers((m, k)), "y": np.arange(m) % 2 * 1.0, "w": numbers((k,))}


def _bells(numbers, m, n, k):
    found = {"x": numbers((m, n)), "centers": numbers((k, n)), "G": numbers((m, k))}
    return found | {"sigma": 1 + abs(numbers((k,)))}


PASSES = (
    Pass("01_neurons_and_gates/delta_rule_grad", (7, 3), (1, 1), _line,
         by(line_cost, "w", "b"), lambda inputs, results: results),
    Pass("01_neurons_and_gates/logistic", (7, 3), (1, 1), _logistic,
         by(logistic_cost, "w"), lambda inputs, results: results[1:2]),
    Pass("01_neurons_and_gates/bells", (7, 3, 5), (1, 1, 1), _bells,
         by(bells_cost, "centers", "sigma"), lambda inputs, results: results[1:]),
)  # fmt: skip
