"""Chapter 1: logistic and softmax regression, convex costs without a closed form, by Newton's method.

All costs are means over samples in nats, and weights are joined with the bias: a constant 1 is the last
feature. Decks Srihari and Fix print sums: m times these.
"""

import numpy as np

from dlcourse import expect
from dlcourse.losses import sigmoid_cross_entropy, softmax_cross_entropy
from dlcourse.models.linear import numbers_in
from dlcourse.ops import sigmoid, softmax


def logistic_loss(x, y, w, b) -> float:
    """Mean of -ln p(y | x) with p(1 | x) = sigmoid(x w + b).   x (m, n), y (m,) 0 or 1, w (n,), b a number

    For logits of any size. Labels are in {0, 1}: deck Fix, page 27, prints the interval [0, 1]. Source: deck
    Srihari, section I, slide 16; deck Sohn, "Logistic regression". Raises as `sigmoid_cross_entropy` does.

    >>> x, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    >>> round(logistic_loss(x, y, np.zeros(2), 0.0), 4)  # ln 2, the best for XOR
    0.6931
    """
    return float(sigmoid_cross_entropy(_logits("logistic_loss", x, w, b), np.asarray(y, float)))


def logistic_gradient(x, y, w, b):
    """Mean of (y_hat - y) (x, 1), the same form as for least squares.   -> (n + 1,), the bias last

    Source: deck Srihari, section I, slide 16; deck Fix, page 27.
    """
    features = with_constant(x)
    return features.T @ (sigmoid(_logits("logistic_gradient", x, w, b)) - y) / len(features)


def logistic_hessian(x, w, b):
    """Mean of y_hat (1 - y_hat) (x, 1)(x, 1)^T, whatever the targets.   -> (n + 1, n + 1), the bias last

    The factor is at most 1/4 and never negative: the cost is convex. Source: deck Fix, page 28.
    """
    features = with_constant(x)
    y_hat = sigmoid(_logits("logistic_hessian", x, w, b))
    return features.T @ ((y_hat * (1 - y_hat))[:, None] * features) / len(features)


def fit_logistic(x, y, *, alpha: float = 0.0, max_steps: int = 100):
    """The w and b of least logistic_loss + alpha/2 ||w||^2, by Newton's method with halved steps.

    x (m, n), y (m,) 0 or 1 -> w (n,), b. The bias is not penalized. Raises ValueError for data that do not
    fit, and ArithmeticError when there is no minimum: a hyperplane separates the classes and alpha is 0, so
    that larger weights are always better.

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

    def slopes(theta):
        g = logistic_gradient(x, y, theta[:-1], theta[-1]) + penalty * theta
        return g, logistic_hessian(x, theta[:-1], theta[-1]) + np.diag(penalty)

    theta = _newton("fit_logistic", cost, slopes, np.zeros(x.shape[1] + 1), max_steps)
    return theta[:-1], float(theta[-1])


def softmax_loss(x, y, W, b) -> float:
    """Mean of -ln softmax(x W + b)[y].   x (m, n), y (m,) classes 0 to k - 1, W (n, k), b (k,)

    Source: deck Fix, page 30.
    """
    return float(softmax_cross_entropy(_logits("softmax_loss", x, W, b), np.asarray(y)))


def softmax_gradient(x, y, W, b):
    """Mean of (x, 1)^T (y_hat - one_hot(y)), the form of logistic regression.   -> (n + 1, k), biases last

    Source: deck Fix, page 30.
    """
    features = with_constant(x)
    y_hat = softmax(_logits("softmax_gradient", x, W, b))
    return features.T @ (y_hat - np.eye(y_hat.shape[1])[y]) / len(features)


def softmax_hessian(x, W, b):
    """Mean of (diag(p) - p p^T) for each pair of features.   -> ((n + 1) k, (n + 1) k), entry (i, a), (j, c)

    p: the probabilities of a sample. It is singular: adding one column to all of W changes nothing.
    """
    features = with_constant(x)
    p = softmax(_logits("softmax_hessian", x, W, b))
    blocks = np.eye(p.shape[1]) * p[:, :, None] - p[:, :, None] * p[:, None, :]
    size = features.shape[1] * p.shape[1]
    return np.einsum("mi,mj,mac->iajc", features, features, blocks).reshape(size, size) / len(features)


def fit_softmax(x, y, *, n_classes: int | None = None, alpha: float = 0.0, max_steps: int = 100):
    """The W and b of least softmax_loss + alpha/2 ||W||^2, by Newton's method with halved steps.

    x (m, n), y (m,) integers from 0 -> W (n, k), b (k,), the columns adding up to 0 where the cost leaves
    that open. Forms the Hessian: for (n + 1) k up to about a thousand. Raises as `fit_logistic` does, and
    TypeError for classes that are no integers.
    """
    x, y = _checked("fit_softmax", x, y, alpha)
    expect.count("fit_softmax", max_steps=max_steps, advice="count steps")
    if n_classes is not None:
        expect.count("fit_softmax", least=2, n_classes=n_classes, advice="count classes")
    if not np.issubdtype(y.dtype, np.integer):
        raise TypeError(f"fit_softmax: expected y to hold integers, got {y.dtype}; y.astype(int) does that")
    k = int(y.max()) + 1 if n_classes is None else n_classes
    if k < 2 or y.min() < 0 or y.max() >= k or len(np.unique(y)) < k:  # a bias without samples: no minimum
        raise ValueError(
            f"fit_softmax: expected classes 0 to {k - 1}, at least two, and samples of each, got "
            f"{sorted(set(y.tolist()))}; number the classes anew"
        )
    shape = (x.shape[1] + 1, k)
    penalty = np.full(shape, float(alpha))
    penalty[-1] = 0

    def cost(theta):
        W = theta.reshape(shape)
        return softmax_loss(x, y, W[:-1], W[-1]) + (penalty * W**2).sum() / 2

    def slopes(theta):
        W = theta.reshape(shape)
        g = softmax_gradient(x, y, W[:-1], W[-1]) + penalty * W
        return g.ravel(), softmax_hessian(x, W[:-1], W[-1]) + np.diag(penalty.ravel())

    theta = _newton("fit_softmax", cost, slopes, np.zeros(shape).ravel(), max_steps).reshape(shape)
    return theta[:-1], theta[-1]


def with_constant(x):
    """x with a column of ones behind it.   x (m, n) -> (m, n + 1)"""
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


def _newton(who, cost, slopes, theta, max_steps):
    """Steps -H^-1 g, of several the shortest, halved until they descend, until nothing is left to gain."""
    J, moved, unit = cost(theta), 0.0, None
    for _ in range(max_steps):
        g, H = slopes(theta)
        if unit is None:  # of a feature: what it adds to a logit, so that no result depends on its scale
            unit = np.sqrt(np.diag(H)) + (np.diag(H) == 0)
        direction = -np.linalg.lstsq(H / np.outer(unit, unit), g / unit, rcond=1e-12)[0] / unit
        if abs(g @ direction) < 1e-26:
            break
        moved = np.max(np.abs(direction) * unit / (1 + np.abs(theta) * unit))
        rate = 1.0
        while cost(theta + rate * direction) > J + 1e-4 * rate * (g @ direction) and rate > 1e-9:
            rate /= 2
        if rate <= 1e-9:  # the cost has no more digits
            break
        theta = theta + rate * direction
        J = cost(theta)
    if moved > 3e-3:  # at a minimum the last steps shrink; toward infinity they do not
        raise ArithmeticError(
            f"{who}: expected a cost with a minimum, got one that still falls at {J:.2g}; "
            "the classes can be separated, so set alpha > 0"
        )
    return theta


def _checked(who, x, y, alpha):
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
