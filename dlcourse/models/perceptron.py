"""Chapter 1: the perceptron, whose learning rule corrects only mistakes, and the delta rule."""

from dataclasses import dataclass

import numpy as np

from dlcourse import expect
from dlcourse.initializers import expect_generator
from dlcourse.models.gates import step
from dlcourse.models.linear import numbers_in


@dataclass(frozen=True)
class PerceptronFit:
    """The result of `fit_perceptron`.   w (n,), b; converged: whether an epoch passed without a mistake"""

    w: np.ndarray
    b: float
    converged: bool
    n_epochs: int
    n_updates: int

    def predict(self, x):
        """The class, 0 or 1, of each row of x (m, n)."""
        return step(np.asarray(x, float) @ self.w + self.b)


def fit_perceptron(x, y, *, lr: float = 1.0, max_epochs: int = 1000, rng=None) -> PerceptronFit:
    """A perceptron trained by its rule: after a mistake, add lr x (target 1) or subtract it (target 0).

    x (m, n), y (m,) targets 0 or 1. The bias is the weight of a constant 1. Starts at zero weights; takes the
    samples in their order, or in a new order each epoch if `rng` is given. Stops after an epoch without
    mistakes, which comes if and only if a hyperplane separates the classes, or after max_epochs. n_epochs
    includes the epoch without mistakes. Source: deck Leibe, "Recap: perceptron learning". Raises ValueError
    for targets other than 0 and 1, or shapes that do not fit.
    """
    x, y = _checked("fit_perceptron", x, y)
    if not set(np.unique(y)) <= {0.0, 1.0}:
        raise ValueError(
            "fit_perceptron: expected targets 0 and 1, got others; map -1 and 1 with (y + 1) / 2"
        )
    _expect_rate("fit_perceptron", lr)
    expect.count("fit_perceptron", max_epochs=max_epochs, advice="count passes over x")
    if rng is not None:
        expect_generator("fit_perceptron", rng)
    w, b, n_updates = np.zeros(x.shape[1]), 0.0, 0  # from zero, lr scales w and b alike and decides nothing
    for epoch in range(1, max_epochs + 1):
        mistakes = 0  # per epoch: an epoch without one means that no later sample would change w either
        for i in range(len(x)) if rng is None else rng.permutation(len(x)):
            error = y[i] - step(x[i] @ w + b)  # 0, or 1 and -1 for a mistake
            if error:
                w, b = w + lr * error * x[i], b + lr * error
                mistakes += 1
        n_updates += mistakes
        if mistakes == 0:
            return PerceptronFit(w, float(b), True, epoch, n_updates)
    return PerceptronFit(w, float(b), False, max_epochs, n_updates)


def fit_lms(x, y, *, lr: float, n_epochs: int):  # no default: a good lr depends on the size of x
    """Weights by the delta rule (LMS): w <- w - lr (y_hat - y) x, sample by sample.   -> w (n,), b

    y_hat is linear: no threshold. The rule never stops correcting; it approaches the least squares solution
    as lr goes to 0. With a thresholded y_hat the same formula is the perceptron rule: deck Leibe prints the
    two as one. Raises ValueError for shapes that do not fit or an lr that is not positive.
    """
    x, y = _checked("fit_lms", x, y)
    _expect_rate("fit_lms", lr)
    expect.count("fit_lms", least=0, n_epochs=n_epochs, advice="count passes over x")
    w, b = np.zeros(x.shape[1]), 0.0
    for _ in range(n_epochs):
        for sample, target in zip(x, y, strict=True):
            error = sample @ w + b - target  # prediction minus target: the other sign than in fit_perceptron
            w, b = w - lr * error * sample, b - lr * error
    return w, float(b)


def _checked(who, x, y):
    x, y = numbers_in(who, x), numbers_in(who, y)
    if x.ndim != 2 or y.shape != x.shape[:1] or len(x) == 0:
        raise ValueError(
            f"{who}: expected x (m, n) and y (m,) with m >= 1, got {x.shape} and {y.shape}; "
            "flatten a column of targets with y.ravel()"
        )
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError(
            f"{who}: expected finite numbers in x and y, got NaN or infinity; drop those samples first"
        )
    return x, y


def _expect_rate(who, lr):
    # a negative rate would move w away from every correction, without an error
    expect.positive(who, lr=lr, advice="0.1 is a start")
