"""Chapter 4: error functions. What each punishes, and what keeps a Gaussian likelihood finite.

Source: deck Leibe, "Another Note on Error Functions"; deck Srihari, section II, slides 12 and 36. Settings
that the slides leave open are ours.
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
from dlcourse.ops import exp, sigmoid
from dlcourse.optimizers import SGD
from dlcourse.tensor import Tensor


def errors_over_margin(margins=(-1.0, 0.0, 1.0, 3.0)) -> dict[str, np.ndarray]:
    """Five errors of a score y at a target t of -1 or 1, over the margin t y. -> a name and an array each

    "ideal" counts the mistakes, 1 for t y <= 0. Beyond t y = 1 the squared error grows again: it punishes
    points that are "too correct". Deck Leibe, "Another Note on Error Functions".
    """
    z, one = np.asarray(margins, float), np.ones(1)  # with t = 1 the margin is the score

    def each(loss, scores):
        return np.array([float(loss(scores[i : i + 1], one)) for i in range(len(scores))])

    return {
        "ideal": (z <= 0).astype(float),
        "squared": each(squared_error, z),
        "squared on sigmoid": each(squared_error, sigmoid(z)),
        "cross-entropy": each(sigmoid_cross_entropy, z),
        "hinge": each(hinge, z),
    }


def class_slopes(z=(10.0, 0.0, 0.0)) -> np.ndarray:
    """The gradient of softmax_cross_entropy by the logits, one row per class that may be the right one.

    The greatest logit is punished when it is wrong, by almost 1 and as much as the right one is lifted; when
    it is right, next to nothing happens. Section II, slide 36.
    """
    rows = []
    for y in range(len(z)):
        logits = Tensor(np.array([z]))
        rows.append(grad(softmax_cross_entropy(logits, np.array([y])), logits)[0])
    return np.array(rows)


def spread_with_a_price(residuals, price: float, n_steps: int = 400, lr: float = 0.3) -> tuple[float, float]:
    """sigma^2 and the cost, by descent on gaussian_nll + price / (2 sigma^2).

    The least cost lies at sigma^2 = mean r^2 + price: finite also where every residual is 0, since a narrow
    spread now costs, too. As a prior: p(sigma) ~ exp(-m price / (2 sigma^2)). Section II, slide 12, says that
    regularization removes the unlimited reward, and not how.
    """
    r = np.asarray(residuals, float)

    def cost(s):
        return gaussian_nll(np.zeros_like(r), r, log_variance=s) + exp(-s) * (price / 2)

    start = log((r * r).mean() + price) + 1.0  # above the least
    log_variance = descend(cost, start, SGD, n_steps, lr=lr)[-1]
    return float(np.exp(log_variance)), float(cost(log_variance))


def likelihood_with_a_floor(residuals, floor: float, log_variances) -> np.ndarray:
    """gaussian_nll with variance floor + e^s for every s: nothing below ln(2 pi floor) / 2 is to be had."""
    r = np.asarray(residuals, float)
    return np.array(
        [float(gaussian_nll(np.zeros_like(r), r, log_variance=log(floor + np.exp(s)))) for s in log_variances]
    )
