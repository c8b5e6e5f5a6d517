"""Chapter 17: ridge and lasso: least squares with a penalty on the weights, but not on the bias.

Both minimize half the SUM of squares plus the penalty, `half_squared_error` plus `L2(alpha)` or `L1(alpha)`.
For other losses the same alpha is another penalty: `equivalent_alpha` converts it.
"""

import numpy as np

from dlcourse import expect
from dlcourse.models.linear import checked_samples, norms
from dlcourse.models.sparse import sparse_least_squares

LOSSES = ("half_sum", "sum", "half_mean", "mean")


def ridge(x, y, alpha: float, *, penalize_bias: bool = False):
    """Weights w and bias b that minimize 1/2 sum (x w + b - y)^2 + alpha/2 sum w^2.

    x (m, n), y (m, k) -> w (n, k), b (k,). penalize_bias: adds alpha/2 sum b^2, which is rarely wanted.
    Source: deck Fix, pages 52 to 54; DL book, section 7.1.1, where this solution stands beside a cost without
    the first 1/2. Raises ValueError for data that do not fit or an alpha that is not positive (for 0 there is
    `least_squares`).

    >>> w, b = ridge(np.array([[-1.0], [1.0]]), np.array([[4.0], [8.0]]), alpha=2.0)
    >>> w.round(12), b
    (array([[1.]]), array([6.]))
    """
    x, y = _checked("ridge", x, y, alpha)
    if penalize_bias:  # then b is a weight like others, of a constant feature, and nothing is centered
        solution = _shrunk(np.column_stack([x, np.ones(len(x))]), y, alpha)
        return solution[:-1], solution[-1]
    # a free bias makes the residuals sum to 0, so b = mean(y) - mean(x) w: solve for w with both centered
    x, x_mean = _centered(x)
    y, y_mean = _centered(y)
    w = _shrunk(x, y, alpha)
    return w, y_mean - x_mean @ w


def _shrunk(x, y, alpha):
    """The ridge solution without a bias."""
    # the penalty as n more samples: row sqrt(alpha) e_j with target 0 adds alpha w_j^2 to the squares. The
    # textbook's (x^T x + alpha I)^-1 x^T y squares the condition number and so loses half of the digits
    rows = np.vstack([x, alpha**0.5 * np.eye(x.shape[1])])
    units = norms(rows)  # columns of length 1: features of any unit are solved to the same digits
    return (
        np.linalg.lstsq(rows / units, np.vstack([y, np.zeros((x.shape[1], y.shape[1]))]))[0] / units[:, None]
    )


def lasso(x, y, alpha: float, *, max_rounds: int = 10_000, tolerance: float = 1e-12):
    """Weights w and bias b that minimize 1/2 sum (x w + b - y)^2 + alpha sum |w|.

    x (m, n), y (m, k) -> w (n, k), b (k,). Each round activates the weight that violates its optimality
    condition most and minimizes over the active weights. The rounds end when every weight meets its
    condition, with r the residuals: x_j . r = alpha sign(w_j), or |x_j . r| <= alpha where w_j is 0, up to
    `tolerance` times alpha and rounding. Weights become exactly 0; from `lasso_alpha_max` on, all of them. If
    columns depend on each other, the result is one of several minima. Source: deck Fix, page 54; the
    algorithm is that of Lee, Battle, Raina and Ng 2006. Raises ValueError for data that do not fit or an
    alpha that is not positive, ArithmeticError when max_rounds do not suffice.

    >>> w, b = lasso(np.array([[-1.0], [1.0]]), np.array([[4.0], [8.0]]), alpha=2.0)
    >>> w.round(12), b
    (array([[1.]]), array([6.]))
    """
    x, y = _checked("lasso", x, y, alpha)
    expect.count("lasso", max_rounds=max_rounds, advice="count rounds")
    x, x_mean = _centered(x)
    y, y_mean = _centered(y)
    w = np.zeros((x.shape[1], y.shape[1]))
    x_units, y_units = norms(x), norms(y)
    used = np.flatnonzero(x_units)  # a constant column is 0 once centered, and its weight stays 0
    for k in np.flatnonzero(y_units):
        # columns and target scaled to length 1; the penalty of each weight changes by the inverse factor
        columns, penalties = x[:, used] / x_units[used], alpha / x_units[used] / y_units[k]
        v = sparse_least_squares(columns, y[:, k] / y_units[k], penalties, max_rounds, tolerance)
        w[used, k] = v * (y_units[k] / x_units[used])
    return w, y_mean - x_mean @ w


def lasso_alpha_max(x, y) -> float:
    """The smallest alpha for which all weights of `lasso` are 0: max |x^T y|, both centered."""
    x, y = _checked("lasso_alpha_max", x, y, 1.0)
    # at w = 0 the residuals are y, centered: every |x_j . r| <= alpha is the condition for staying there
    return float(np.abs(_centered(x)[0].T @ _centered(y)[0]).max())


def equivalent_alpha(alpha: float, loss: str, m: int, penalty: str = "l1") -> float:
    """The alpha with which `ridge` or `lasso` minimize a cost that has this alpha and another loss.

    loss: "half_sum" (this module's), "sum", "half_mean" (the lasso of scikit-learn) or "mean", of squares
    over m samples. penalty: its form in that cost: "l1", alpha sum |w|; "half_l2", alpha/2 sum w^2 (this
    module's); "l2", alpha sum w^2 (the ridge of scikit-learn, with "sum"). Raises ValueError for another
    name.

    >>> equivalent_alpha(0.1, "half_mean", m=50), equivalent_alpha(3.0, "sum", m=50, penalty="l2")
    (5.0, 3.0)
    """
    penalties = {"l1": 1.0, "half_l2": 1.0, "l2": 2.0}
    if loss not in LOSSES or penalty not in penalties:
        raise ValueError(
            f"equivalent_alpha: expected a loss of {LOSSES} and a penalty of {tuple(penalties)}, got "
            f"{loss!r} and {penalty!r}; choose one of each"
        )
    expect.count("equivalent_alpha", m=m, advice="count samples")
    # a cost times a positive number has the same minimum: scale it so that its loss is 1/2 sum
    factor = {"half_sum": 1.0, "sum": 0.5, "half_mean": float(m), "mean": m / 2}[loss]
    return alpha * factor * penalties[penalty]


def _checked(who, x, y, alpha):
    x, y = checked_samples(who, x, y)
    expect.positive(who, alpha=alpha, advice="without a penalty, use least_squares")
    return x, y


def _centered(x):
    """x minus the means of its columns, and the means. A constant column becomes exactly 0."""
    largest = np.abs(x).max(axis=0)
    unit = np.where(largest > 0, largest, 1.0)  # so that no sum overflows
    mean = (x / unit).mean(axis=0)
    rest = x / unit - mean
    rest -= rest.mean(axis=0)  # again: the first mean is rounded
    # what rounding leaves of a constant would look like a feature of its own, scaled to length 1
    rest[:, np.abs(rest).max(axis=0) <= 8 * np.finfo(float).eps] = 0.0
    return rest * unit, mean * unit
