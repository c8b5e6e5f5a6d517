"""Chapter 4: label smoothing. Targets that leave a little to every class, so that logits stay finite.

Source: Szegedy et al., "Rethinking the Inception Architecture for Computer Vision" (2016), section 7.
"""

from math import log

import numpy as np

from dlcourse.experiments.ch04_descent import descend
from dlcourse.numbers import Number
from dlcourse.ops import log_softmax
from dlcourse.optimizers import SGD

N_CLASSES, EPS = 10, 0.1


def smoothed(y, k: int, eps: float) -> np.ndarray:
    """Targets (1 - eps) for the class plus eps / k for each class.   y (m,) integers -> (m, k)

    >>> smoothed(np.array([1]), 2, 0.2)
    array([[0.1, 0.9]])
    """
    return (1 - eps) * np.eye(k)[y] + eps / k


def entropy_of_rows(z, t):
    """Mean over samples of -sum_k t_k ln softmax(z)_k, for targets t that are probabilities.   z, t (m, k)"""
    return -(t * log_softmax(z)).sum() * (1 / len(t))


def gap_after(n_steps: int, eps: float, lr: float = 1.0) -> float:
    """The logit of the right class less the greatest other one, after descent on one example from zeros."""
    t = smoothed(np.array([0]), N_CLASSES, eps)
    z = descend(lambda z: entropy_of_rows(z, t), np.zeros((1, N_CLASSES)), SGD, n_steps, lr=lr)[-1, 0]
    return float(z[0] - z[1:].max())


def best_gap(k: int = N_CLASSES, eps: float = EPS) -> float:
    """The gap at which softmax(z) is the smoothed target: ln((1 - eps + eps / k) / (eps / k))."""
    return log((1 - eps + eps / k) / (eps / k))


def numbers() -> dict[str, Number]:
    """What the page states of the gap between logits with and without smoothing."""
    k, eps = N_CLASSES, EPS
    found = {
        "target_right": Number(1 - eps + eps / k, ".2f", (), "by hand"),
        "target_wrong": Number(eps / k, ".2f", (), "by hand"),
        "best_gap": Number(best_gap(), ".2f", (), "ln 91"),
        "least_loss": Number(float(entropy_of_rows(*_best())), ".2f", (), "the entropy of the targets"),
    }
    for n in (10, 100, 1000):
        found[f"hard_{n}"] = Number(gap_after(n, 0.0), ".1f", (), "a loop of two numbers", 1e-9)
        found[f"smooth_{n}"] = Number(gap_after(n, eps), ".2f", (), "a loop of two numbers", 1e-9)
    return found


def _best():
    t = smoothed(np.array([0]), N_CLASSES, EPS)
    return np.log(t), t
