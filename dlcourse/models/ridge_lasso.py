"""Chapter 17: ridge and lasso, least squares with a price on the weights. The bias is free.

Both minimize half the SUM of squares plus the penalty, `half_squared_error` plus `L2(alpha)` or `L1(alpha)`.
With other losses alpha means something else; `equivalent_alpha` translates.
"""

import numpy as np

from dlcourse.models.linear import checked_samples, expect_count
from dlcourse.regularization import soft_threshold

LOSSES = ("half_sum", "sum", "half_mean", "mean")


def ridge(x, y, alpha: float):
    """The least 1/2 sum (x w + b - y)^2 + alpha/2 sum w^2.   x (m, n), y (m, k) -> w (n, k), b (k,)

    With centered x and y, w = (x^T x + alpha I)^-1 x^T y; then b makes the means agree. Source: deck Fix,
    pages 52 to 54; DL book, section 7.1.1, where this solution stands beside a cost without the first 1/2.
    Raises ValueError for data that do not fit, or alpha not above 0: `least_squares` does that.

    >>> w, b = ridge(np.array([[-1.0], [1.0]]), np.array([[4.0], [8.0]]), alpha=2.0)
    >>> w, b
    (array([[1.]]), array([6.]))
    """
    x, y = _checked("ridge", x, y, alpha)
    x_mean, y_mean = x.mean(axis=0), y.mean(axis=0)
    centered = x - x_mean
    w = np.linalg.solve(centered.T @ centered + alpha * np.eye(x.shape[1]), centered.T @ (y - y_mean))
    return w, y_mean - x_mean @ w


def lasso(x, y, alpha: float, *, max_rounds: int = 10_000, tolerance: float = 1e-12):
    """The least 1/2 sum (x w + b - y)^2 + alpha sum |w|.   x (m, n), y (m, k) -> w (n, k), b (k,)

    Coordinate by coordinate, each solved exactly by soft thresholding, in rounds until no effect moves by
    more than `tolerance` of the largest target. Weights become exactly 0; from `lasso_alpha_max` on, all.
    Source: deck Fix, page 54; Friedman, Hastie and Tibshirani 2010. Raises ValueError for data that do
    not fit or alpha not above 0, ArithmeticError when max_rounds do not suffice.

    >>> w, b = lasso(np.array([[-1.0], [1.0]]), np.array([[4.0], [8.0]]), alpha=2.0)
    >>> w, b
    (array([[1.]]), array([6.]))
    """
    x, y = _checked("lasso", x, y, alpha)
    expect_count("lasso", max_rounds=max_rounds)
    x_mean, y_mean = x.mean(axis=0), y.mean(axis=0)
    x = x - x_mean
    squares = (x * x).sum(axis=0)
    w, residual = np.zeros((x.shape[1], y.shape[1])), y - y_mean
    small = tolerance * (np.abs(residual).max() + np.finfo(float).tiny)
    for _ in range(max_rounds):
        moved = 0.0
        for i in np.flatnonzero(squares):
            new = soft_threshold(x[:, i] @ residual + squares[i] * w[i], alpha) / squares[i]
            residual = residual - np.outer(x[:, i], new - w[i])
            moved = max(moved, np.abs(new - w[i]).max() * squares[i] ** 0.5)
            w[i] = new
        if moved <= small:
            return w, y_mean - x_mean @ w
    raise ArithmeticError(
        f"lasso: expected weights that settle in {max_rounds} rounds, got moves of {moved:.2g}; "
        "scale the features, raise alpha or raise max_rounds"
    )


def lasso_alpha_max(x, y) -> float:
    """The least alpha at which all weights of `lasso` are 0: max |x^T y|, both centered."""
    x, y = _checked("lasso_alpha_max", x, y, 1.0)
    return float(np.abs((x - x.mean(axis=0)).T @ (y - y.mean(axis=0))).max())


def equivalent_alpha(alpha: float, loss: str, m: int, penalty: str = "l1") -> float:
    """The alpha of `ridge` or `lasso` for a cost with another loss on m samples, and its penalty unchanged.

    loss: "half_sum" (this module's), "sum", "half_mean" (the lasso of scikit-learn) or "mean". penalty: how
    that cost writes it: "l1", alpha sum |w|; "half_l2", alpha/2 sum w^2 (this module's); "l2", alpha sum w^2
    (the ridge of scikit-learn, with "sum"). Raises ValueError for another name.

    >>> equivalent_alpha(0.1, "half_mean", m=50), equivalent_alpha(3.0, "sum", m=50, penalty="l2")
    (5.0, 3.0)
    """
    penalties = {"l1": 1.0, "half_l2": 1.0, "l2": 2.0}
    if loss not in LOSSES or penalty not in penalties:
        raise ValueError(
            f"equivalent_alpha: expected a loss of {LOSSES} and a penalty of {tuple(penalties)}, got "
            f"{loss!r} and {penalty!r}; choose one of each"
        )
    expect_count("equivalent_alpha", m=m)
    factor = {"half_sum": 1.0, "sum": 0.5, "half_mean": float(m), "mean": m / 2}[loss]
    return alpha * factor * penalties[penalty]


def _checked(who, x, y, alpha):
    x, y = checked_samples(who, x, y)
    if isinstance(alpha, str) or not 0 < alpha < np.inf:
        raise ValueError(f"{who}: expected alpha > 0, got {alpha!r}; without a penalty, use least_squares")
    return x, y
