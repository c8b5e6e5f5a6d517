"""Chapter 16: passes. Back through batch normalization, for exercises 16.2a and 16.2b."""

import numpy as np

from dlcourse.experiments.ch00_passes import Pass


def standardized(x, mean, variance, eps):
    """(x - mean) / sqrt(variance + eps)"""
    return (x - mean) / np.sqrt(variance + eps)


def from_statistics(x, gamma, eps, G, beta, mean, variance):
    """The sum of the outputs, each times its slope in G; the statistics are what they are given as."""
    return (G * (gamma * standardized(x, mean, variance, eps) + beta)).sum()


def from_batch(x, gamma, eps, G, **others):
    """The same, and the statistics are those of the batch; also of complex numbers."""
    mean = x.mean(axis=0)
    return (G * gamma * standardized(x, mean, ((x - mean) ** 2).mean(axis=0), eps)).sum()


def _paths(numbers, m, n):
    return {"x": numbers((m, n)), "gamma": numbers((n,)), "eps": 0.1, "G": numbers((m, n))}


def _statistics(inputs):
    x = inputs["x"]
    return {"beta": np.zeros(x.shape[1]), "mean": x.mean(axis=0), "variance": x.var(axis=0)}


def _kept(numbers, m, n):
    x, eps = numbers((m, n)), 0.1
    std = np.sqrt(x.var(axis=0) + eps)
    x_hat = standardized(x, x.mean(axis=0), x.var(axis=0), eps)
    return {"x_hat": x_hat, "std": std, "gamma": numbers((n,)), "G": numbers((m, n))}


def _batch(inputs):
    x = inputs["x_hat"] * inputs["std"]
    return {"x": x, "eps": inputs["std"] ** 2 - x.var(axis=0)}


BY_STATISTICS = tuple((from_statistics, name) for name in ("gamma", "beta", "variance", "mean"))
PASSES = (
    Pass("16_batch_normalization/batch_norm_paths", (7, 3), (2, 1), _paths,
         (*BY_STATISTICS, (from_batch, "x")), lambda inputs, results: results, _statistics),
    Pass("16_batch_normalization/batch_norm_grad", (7, 3), (2, 1), _kept,
         ((from_batch, "x"),), lambda inputs, results: (results,), _batch),
)  # fmt: skip
