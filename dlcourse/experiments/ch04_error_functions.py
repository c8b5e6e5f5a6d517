"""Chapter 4: error functions. What each penalizes, and how to keep a Gaussian likelihood bounded.

Source: deck Leibe, "Another Note on Error Functions"; deck Srihari, section II, slides 12 and 36. Settings
that the slides leave open are our choice.
"""

from math import log

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.experiments.ch04_descent import descend
from dlcourse.losses import (
    gaussian_nll,
    hinge,
    sigmoid_cross_entropy,
    softmax_cross_entropy,
    squared_error,
)
from dlcourse.numbers import Number
from dlcourse.ops import exp, sigmoid
from dlcourse.optimizers import SGD
from dlcourse.tensor import Tensor


def errors_over_margin(margins=(-1.0, 0.0, 1.0, 3.0)) -> dict[str, np.ndarray]:
    """Five errors of a score y with target t in {-1, 1} as functions of the margin t y.   name -> array

    "ideal" is 1 for a mistake, t y <= 0. Beyond t y = 1 the squared error grows again: it penalizes points
    that are "too correct". Deck Leibe, "Another Note on Error Functions".
    """
    z, one = np.asarray(margins, float), np.ones(1)  # with t = 1 the margin is the score

    def each(loss, scores):  # a batch of one at a time, since losses return one number for a batch
        return np.array([float(loss(scores[i : i + 1], one)) for i in range(len(scores))])

    return {
        "ideal": (z <= 0).astype(float),
        "squared": each(squared_error, z),
        "squared on sigmoid": each(squared_error, sigmoid(z)),
        "cross-entropy": each(sigmoid_cross_entropy, z),
        "hinge": each(hinge, z),
    }


def class_slopes(z=(10.0, 0.0, 0.0)) -> np.ndarray:
    """The gradient of softmax_cross_entropy with respect to the logits, one row per target class.

    If the largest logit belongs to a wrong class, its gradient is almost 1, and that of the right one almost
    -1; if it belongs to the right class, all are near 0. Section II, slide 36.
    """
    rows = []
    for y in range(len(z)):
        logits = Tensor(np.array([z]))
        rows.append(grad(softmax_cross_entropy(logits, np.array([y])), logits)[0])
    return np.array(rows)


def penalized_variance(residuals, penalty: float, n_steps: int = 400, lr: float = 0.3) -> tuple[float, float]:
    """sigma^2 and the cost that minimize gaussian_nll + penalty / (2 sigma^2), by gradient descent.

    The minimum is at sigma^2 = mean r^2 + penalty: finite even if every residual is 0. The penalty is that of
    a prior p(sigma) proportional to exp(-m penalty / (2 sigma^2)). Section II, slide 12, says that
    regularization removes the unlimited reward, but not how.
    """
    r = np.asarray(residuals, float)

    def cost(s):
        # in s = ln sigma^2, so that no step makes the variance negative
        return gaussian_nll(np.zeros_like(r), r, log_variance=s) + exp(-s) * (penalty / 2)

    start = log((r * r).mean() + penalty) + 1.0  # above the minimum: below it e^-s makes steps too long
    log_variance = descend(cost, start, SGD, n_steps, lr=lr)[-1]
    return float(np.exp(log_variance)), float(cost(log_variance))


def nll_with_variance_floor(residuals, floor: float, log_variances) -> np.ndarray:
    """gaussian_nll with variance floor + e^s for every s: it is never below ln(2 pi floor) / 2."""
    r = np.asarray(residuals, float)
    return np.array(
        [float(gaussian_nll(np.zeros_like(r), r, log_variance=log(floor + np.exp(s)))) for s in log_variances]
    )


def numbers() -> dict[str, Number]:
    """What the pages state of the five errors, of slopes by class, and of the cures of a likelihood."""
    errors, form = errors_over_margin(), "closed form"
    found = {}
    for name, values in errors.items():
        for margin, value in zip(("wrong", "0", "1", "3"), values, strict=True):
            whole = name in ("ideal", "squared", "hinge")
            key = f"{name}_{margin}".replace(" ", "_").replace("-", "_")
            found[key] = Number(float(value), ".0f" if whole else ".3f", ("L043",), form)
    right, wrong, _ = class_slopes()
    variance, cost = penalized_variance(np.zeros(5), 0.01)
    floored = nll_with_variance_floor(np.zeros(4), 0.01, [-100.0])
    return found | {
        "right_slope": Number(float(abs(right).max()), ".0e", ("S173",), form),
        "wrong_top": Number(float(wrong[0]), ".4f", ("S173",), form),
        "wrong_target": Number(float(wrong[1]), ".4f", ("S173",), form),
        "penalized_variance": Number(variance, ".2f", ("S170",), "the penalty", tolerance=1e-6),
        "penalized_cost": Number(cost, ".2f", ("S170",), form, tolerance=1e-6),
        "floor_cost": Number(float(floored[0]), ".2f", ("S170",), "ln(2 pi floor) / 2"),
    }
