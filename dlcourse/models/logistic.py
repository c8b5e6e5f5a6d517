"""Chapter 1: logistic and softmax regression by Newton's method: convex costs without a closed-form minimum.

All costs are means over the samples, in nats; decks Srihari and Fix print sums, m times these. In gradients
and Hessians the bias stands last, as the weight of a constant feature 1.
"""

import numpy as np

from dlcourse import expect
from dlcourse.losses import sigmoid_cross_entropy, softmax_cross_entropy
from dlcourse.models.linear import numbers_in
from dlcourse.ops import sigmoid, softmax


def logistic_loss(x, y, w, b) -> float:
    """Mean of -ln p(y | x) with p(1 | x) = sigmoid(x w + b).   x (m, n), y (m,) 0 or 1, w (n,), b a number

    Finite for logits of any size. Labels are in {0, 1}; deck Fix, page 27, prints the interval [0, 1].
    Source: deck Srihari, section I, slide 16; deck Sohn, "Logistic regression". Raises the errors of
    `sigmoid_cross_entropy`.

    >>> x, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    >>> round(logistic_loss(x, y, np.zeros(2), 0.0), 4)  # ln 2, the best for XOR
    0.6931
    """
    return float(sigmoid_cross_entropy(_logits("logistic_loss", x, w, b), np.asarray(y, float)))


def logistic_gradient(x, y, w, b):
    """The gradient of `logistic_loss`: the mean of (y_hat - y) (x, 1).   -> (n + 1,), the bias last

    It has the form of the gradient of least squares. Source: deck Srihari, section I, slide 16; deck Fix,
    page 27.
    """
    features = with_constant(x)
    return features.T @ (sigmoid(_logits("logistic_gradient", x, w, b)) - y) / len(features)


def logistic_hessian(x, w, b):
    """The Hessian of `logistic_loss`: the mean of y_hat (1 - y_hat) (x, 1)(x, 1)^T.   -> (n + 1, n + 1)

    It does not depend on the targets. The factor is at most 1/4 and never negative, so the cost is convex.
    Source: deck Fix, page 28.
    """
    features = with_constant(x)
    y_hat = sigmoid(_logits("logistic_hessian", x, w, b))
    # X^T D X with the diagonal D as a column: the m x m matrix is never formed
    return features.T @ ((y_hat * (1 - y_hat))[:, None] * features) / len(features)


def fit_logistic(x, y, *, alpha: float = 0.0, max_steps: int = 100):
    """Weights w and bias b that minimize logistic_loss + alpha/2 ||w||^2, by Newton's method.

    x (m, n), y (m,) 0 or 1 -> w (n,), b. Steps are halved until the cost falls. The bias has no penalty.
    Raises ValueError for data that do not fit, and ArithmeticError when there is no minimum: if alpha is 0
    and a hyperplane separates the classes, larger weights always lower the cost.

    >>> w, b = fit_logistic(np.array([[-1.0], [0.0], [0.0], [1.0]]), np.array([0, 0, 1, 1]), alpha=0.1)
    >>> w.round(3), abs(round(b, 9))
    (array([1.178]), 0.0)
    """
    x, y = _checked("fit_logistic", x, y, alpha)
    expect.count("fit_logistic", max_steps=max_steps, advice="count steps")
    if not set(np.unique(y)) == {0, 1}:
        raise ValueError(
            "fit_logistic: expected targets 0 and 1, and some of each, got others; "
            "map -1 and 1 with (y + 1) / 2"
        )
    penalty = np.append(np.full(x.shape[1], alpha), 0.0)

    def cost(theta):
        return logistic_loss(x, y, theta[:-1], theta[-1]) + penalty @ theta**2 / 2

    def derivatives(theta):
        g = logistic_gradient(x, y, theta[:-1], theta[-1]) + penalty * theta
        return g, logistic_hessian(x, theta[:-1], theta[-1]) + np.diag(penalty)

    # a convex cost may start anywhere; at 0 every p is 1/2, where the Hessian is largest
    theta = _newton("fit_logistic", cost, derivatives, np.zeros(x.shape[1] + 1), max_steps)
    return theta[:-1], float(theta[-1])


def softmax_loss(x, y, W, b) -> float:
    """Mean of -ln softmax(x W + b)[y].   x (m, n), y (m,) classes 0 to k - 1, W (n, k), b (k,)

    Source: deck Fix, page 30.
    """
    return float(softmax_cross_entropy(_logits("softmax_loss", x, W, b), np.asarray(y)))


def softmax_gradient(x, y, W, b):
    """The gradient of `softmax_loss`: the mean of (x, 1)^T (y_hat - one_hot(y)).   -> (n + 1, k), biases last

    It has the form of the gradient of logistic regression. Source: deck Fix, page 30.
    """
    features = with_constant(x)
    y_hat = softmax(_logits("softmax_gradient", x, W, b))
    return features.T @ (y_hat - np.eye(y_hat.shape[1])[y]) / len(features)  # rows of I are one-hot vectors


def softmax_hessian(x, W, b):
    """The Hessian of `softmax_loss`.   -> ((n + 1) k, (n + 1) k)

    Its entry for the weights of feature i, class a and of feature j, class c is the mean of x_i x_j (diag(p)
    - p p^T)_ac, with p the probabilities of a sample. It is singular: adding the same vector to all columns
    of W changes no probability.
    """
    features = with_constant(x)
    p = softmax(_logits("softmax_hessian", x, W, b))
    blocks = np.eye(p.shape[1]) * p[:, :, None] - p[:, :, None] * p[:, None, :]
    size = features.shape[1] * p.shape[1]
    # the order i, a of rows and j, c of columns is that in which W.ravel() lists the weights
    return np.einsum("mi,mj,mac->iajc", features, features, blocks).reshape(size, size) / len(features)


def fit_softmax(x, y, *, n_classes: int | None = None, alpha: float = 0.0, max_steps: int = 100):
    """Weights W and biases b that minimize softmax_loss + alpha/2 ||W||^2, by Newton's method.

    x (m, n), y (m,) integers from 0 -> W (n, k), b (k,). Where the minimum is not unique, the solution whose
    columns sum to 0. The Hessian is stored, so (n + 1) k should be a thousand at most. Raises the errors of
    `fit_logistic`, and TypeError for classes that are no integers.
    """
    x, y = _checked("fit_softmax", x, y, alpha)
    expect.count("fit_softmax", max_steps=max_steps, advice="count steps")
    if n_classes is not None:
        expect.count("fit_softmax", least=2, n_classes=n_classes, advice="count classes")
    if not np.issubdtype(y.dtype, np.integer):
        raise TypeError(f"fit_softmax: expected y to hold integers, got {y.dtype}; y.astype(int) does that")
    k = int(y.max()) + 1 if n_classes is None else n_classes
    # a class without samples has no minimum: its bias falls to minus infinity
    if k < 2 or y.min() < 0 or y.max() >= k or len(np.unique(y)) < k:
        raise ValueError(
            f"fit_softmax: expected classes 0 to {k - 1}, at least two, and samples of each, got "
            f"{sorted(set(y.tolist()))}; number the classes anew"
        )
    shape = (x.shape[1] + 1, k)
    penalty = np.full(shape, float(alpha))
    penalty[-1] = 0  # the biases

    def cost(theta):
        W = theta.reshape(shape)
        return softmax_loss(x, y, W[:-1], W[-1]) + (penalty * W**2).sum() / 2

    def derivatives(theta):
        W = theta.reshape(shape)
        g = softmax_gradient(x, y, W[:-1], W[-1]) + penalty * W
        return g.ravel(), softmax_hessian(x, W[:-1], W[-1]) + np.diag(penalty.ravel())

    theta = _newton("fit_softmax", cost, derivatives, np.zeros(shape).ravel(), max_steps).reshape(shape)
    return theta[:-1], theta[-1]


def with_constant(x):
    """x with a last column of ones.   x (m, n) -> (m, n + 1)"""
    x = np.asarray(x, float)
    return np.column_stack([x, np.ones(len(x))])


def _logits(who, x, W, b):
    x, W = np.asarray(x), np.asarray(W)
    if x.ndim != 2 or W.ndim not in (1, 2) or len(W) != x.shape[1] or np.shape(b) not in ((), W.shape[1:]):
        raise ValueError(
            f"{who}: expected x (m, n), weights (n,) or (n, k) and their bias, got {x.shape}, {W.shape} and "
            f"{np.shape(b)}; samples are rows"
        )
    return x @ W + b


def _newton(who, cost, derivatives, theta, max_steps):
    """The minimum of a convex cost, by steps -H^-1 g that are halved until the cost falls enough."""
    J, moved, unit = cost(theta), 0.0, None
    for _ in range(max_steps):
        g, H = derivatives(theta)
        if unit is None:  # weights in units of what they add to a logit: the result knows no feature's scale
            unit = np.sqrt(np.diag(H)) + (np.diag(H) == 0)  # 1 for a feature that is always 0
        # lstsq, not solve: H may be singular, and then the shortest of the Newton steps is wanted
        direction = -np.linalg.lstsq(H / np.outer(unit, unit), g / unit, rcond=1e-12)[0] / unit
        if abs(g @ direction) < 1e-26:  # twice what a step can still gain, far below the rounding of J
            break
        moved = np.max(np.abs(direction) * unit / (1 + np.abs(theta) * unit))
        rate = 1.0
        # Armijo's rule: a step must bring 1e-4 of the fall that the slope promises
        while cost(theta + rate * direction) > J + 1e-4 * rate * (g @ direction) and rate > 1e-9:
            rate /= 2
        if rate <= 1e-9:  # J is at its last digit: rounding hides any further fall
            break
        theta = theta + rate * direction
        J = cost(theta)
    if (
        moved > 3e-3
    ):  # the last step relative to theta: tiny near a minimum, about 1/step on the way to infinity
        raise ArithmeticError(
            f"{who}: expected a cost with a minimum, got one that still falls at {J:.2g}; "
            "the classes can be separated, so set alpha > 0"
        )
    return theta


def _checked(who, x, y, alpha):
    expect.no_mask(who, y=y)
    x, y = numbers_in(who, x), np.asarray(y)
    if x.ndim != 2 or y.shape != x.shape[:1] or len(x) == 0:
        raise ValueError(
            f"{who}: expected x (m, n) and y (m,) with m >= 1, got {x.shape} and {y.shape}; "
            "flatten a column of targets with y.ravel()"
        )
    if not np.isfinite(x).all():
        raise ValueError(
            f"{who}: expected finite numbers in x, got NaN or infinity; drop those samples first"
        )
    expect.not_negative(who, alpha=alpha, advice="0 is no penalty")
    return x, y
