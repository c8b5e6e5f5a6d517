"""Chapter 17: zeros. The lasso's weights by steps along a subgradient, by proximal steps, and by a slip.

Source: deck Fix, page 54, whose formula has one sum of signs for all weights.
"""

import numpy as np

from dlcourse.experiments import ch17_regularization as chapter
from dlcourse.models import lasso
from dlcourse.numbers import Number
from dlcourse.regularization import soft_threshold

ALPHA = 0.003 * chapter.M  # the slide's, beside half the mean
KINDS = ("subgradient", "proximal", "slip")
SEEDS = {"": range(10), "_again": range(10, 20)}


def samples(seeds):
    """A column of ones and the bells; a noisy sine for each seed.   -> A (m, 1 + m), y (m, n_seeds)"""
    x, _ = chapter.noisy_points(0)
    return chapter.kernels(x, x), np.stack([chapter.noisy_points(seed)[1] for seed in seeds], axis=1)


def costs(A, y, w):
    """Half the sum of squares plus ALPHA times the sum of |w|, without the biases, the first row of w."""
    return ((A @ w - y) ** 2).sum(axis=0) / 2 + ALPHA * abs(w[1:]).sum(axis=0)


def path(kind: str, seeds, n_steps: int = 2000):
    """The weights after each step from 0, biases first, a column per seed.   -> (n_steps, 1 + m, n_seeds)

    kind: "subgradient", alpha sign(w) beside the gradient; "slip", alpha times the sum of signs for each
    weight; "proximal", a step on the loss, then soft thresholding by lr alpha.
    """
    A, y = samples(seeds)
    lr, found = 1 / np.linalg.norm(A, 2) ** 2, []
    w = np.zeros((A.shape[1], y.shape[1]))
    for _ in range(n_steps):
        signs = np.sign(w[1:])
        w = w - lr * (A.T @ (A @ w - y))
        if kind == "proximal":
            w[1:] = soft_threshold(w[1:], lr * ALPHA)
        else:
            w[1:] -= lr * ALPHA * (signs.sum(axis=0) if kind == "slip" else signs)
        found.append(w)
    return np.array(found)


def least_costs(seeds):
    """The costs of the lasso's weights, one per seed."""
    A, y = samples(seeds)
    w, b = lasso(A[:, 1:], y, ALPHA)
    return costs(A, y, np.vstack([b, w]))


def numbers() -> dict[str, Number]:
    """Nonzero weights of the lasso, and zeros and costs that steps arrive at."""
    found, rows = {}, ("F039",)
    for end, seeds in SEEDS.items():
        for name, alpha in (("sum", 0.003), ("mean", ALPHA)):
            counts = chapter.weights_left(alpha, seeds)
            shown = {"middle": np.median(counts)}
            shown |= {} if end else {"low": counts.min(), "high": counts.max()}
            for which, value in shown.items():
                found[f"{name}_{which}{end}"] = Number(float(value), "g", rows, "the inventory")
        (A, y), least = samples(seeds), least_costs(seeds)
        for kind in KINDS:
            steps = path(kind, seeds)
            zeros, above = (steps[-1, 1:] == 0).sum(axis=0), costs(A, y, steps[-1]) / least
            count = Number(float(np.median(zeros)), "g", rows, "NumPy alone")
            found |= {} if kind == "slip" else {f"{kind}_zeros{end}": count}
            found[f"{kind}_cost{end}"] = Number(float(np.median(above)), ".3f", rows, "NumPy alone", 0.01)
        early = np.median(costs(A, y, steps[99]) / least)  # of the slip, the last kind
        found[f"slip_early{end}"] = Number(float(early), ".3f", rows, "NumPy alone", 0.01)
    return found
