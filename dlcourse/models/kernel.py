"""Chapter 1: kernel ridge regression and the support vector machine, f(x) = b + sum_i alpha_i k(x, x_i).

Of the features phi, training needs only the products k(x, x') = phi(x)^T phi(x'), however many features there
are. Source: deck Srihari, section I, slide 15.
"""

import math

import numpy as np

from dlcourse import expect
from dlcourse.models.linear import checked_samples, numbers_in


def rbf_kernel(x, centers, gamma: float = 1.0):
    """The Gaussian kernel exp(-gamma |x - c|^2).   x (m, n), centers (k, n) -> (m, k)

    >>> rbf_kernel(np.array([[0.0], [1.0]]), np.array([[0.0]])).round(4)
    array([[1.    ],
           [0.3679]])
    """
    difference = x[:, None] - centers
    return np.exp(-gamma * (difference * difference).sum(axis=2))


def linear_kernel(x, centers):
    """x^T c, the kernel whose features are x itself.   x (m, n), centers (k, n) -> (m, k)"""
    return x @ centers.T


class KernelModel:
    """f(x) = b + sum_i alpha_i k(x, x_i).   x (m, n) -> (m, n_out)

    alpha (n_samples, n_out), b (n_out,). The support vectors are the x_i with nonzero alpha.
    """

    def __init__(self, samples, alpha, b, kernel):
        self.samples, self.alpha, self.b, self.kernel = samples, alpha, b, kernel

    def __call__(self, x):
        return self.kernel(numbers_in("KernelModel", x), self.samples) @ self.alpha + self.b

    @property
    def support(self):
        """The indices of the support vectors among the samples."""
        return np.flatnonzero(self.alpha.any(axis=1))


def kernel_ridge(x, y, alpha: float, kernel=rbf_kernel) -> KernelModel:
    """The f, without a bias, that minimizes sum_i (f(x_i) - y_i)^2 + alpha |f|^2.   x (m, n), y (m, k)

    Its coefficients a solve (K + alpha I) a = y. |f|^2 = a^T K a is the squared norm of the weights of the
    features; with `linear_kernel` this is ridge regression without a bias. Source: DL book, section 5.7.2;
    Murphy 2012, section 14.4.3. Raises ValueError for data that do not fit or an alpha that is not positive.

    >>> x = np.array([[0.0], [1.0]])
    >>> kernel_ridge(x, np.array([[1.0], [3.0]]), alpha=1e-9)(x).round(6).ravel()
    array([1., 3.])
    """
    x, y = checked_samples("kernel_ridge", x, y)
    expect.positive("kernel_ridge", alpha=alpha, advice="a small one such as 1e-6 nearly interpolates")
    K = _gram("kernel_ridge", kernel, x)
    # a kernel's K is positive semidefinite, so with alpha > 0 the system has one solution
    return KernelModel(x, np.linalg.solve(K + alpha * np.eye(len(x)), y), np.zeros(y.shape[1]), kernel)


def fit_svm(
    x, y, C: float = 1.0, kernel=rbf_kernel, *, tolerance: float = 1e-10, max_steps: int = 100_000
) -> KernelModel:
    """The support vector machine: f minimizes 1/2 |f|^2 + C sum_i max(0, 1 - y_i (f(x_i) + b)).   x (m, n)

    y (m,): labels -1 and 1, both present. Solves the dual, a quadratic program: maximize sum_i a_i - 1/2
    sum_ij a_i a_j y_i y_j k(x_i, x_j) subject to 0 <= a_i <= C and sum_i a_i y_i = 0. Each step changes two
    of the a, until no pair violates the optimality conditions by more than tolerance. The slide has the
    alphas from "linear regression on Lagrangian"; they are the solution of this program. Source: Platt 1998;
    Fan, Chen and Lin 2005 for the choice of the pair. Raises ValueError for data that do not fit,
    ArithmeticError when max_steps do not suffice.

    >>> model = fit_svm(np.array([[-1.0], [1.0]]), np.array([-1, 1]), kernel=linear_kernel)
    >>> model(np.array([[-1.0], [3.0]])).ravel().round(9)
    array([-1.,  3.])
    """
    labels = numbers_in("fit_svm", y)
    x, _ = checked_samples("fit_svm", x, labels.reshape(-1, 1) if labels.ndim == 1 else labels)
    if labels.ndim != 1 or set(labels) != {-1.0, 1.0}:
        raise ValueError(
            f"fit_svm: expected y (m,) of labels -1 and 1, both present, got {np.unique(labels)[:5]} of "
            f"shape {labels.shape}; map {{0, 1}} with 2 * y - 1"
        )
    expect.positive("fit_svm", C=C, tolerance=tolerance, advice="1.0 is common for C, 1e-10 for tolerance")
    expect.count("fit_svm", max_steps=max_steps, advice="count steps")
    K = _gram("fit_svm", kernel, x)
    a, b = _ascend_in_pairs(K, labels, C, tolerance, max_steps)
    # alpha_i of the kernel form is a_i y_i: the dual variables are sizes, the labels give the signs
    return KernelModel(x, (a * labels)[:, None], np.array([b]), kernel)


def _ascend_in_pairs(K, y, C, tolerance, max_steps):
    """The dual variables a and the bias b, by steps along y_i e_i - y_j e_j, which keep sum a_i y_i = 0."""
    # the slope of the dual along y_i e_i is -error_i; b, the multiplier of the constraint, follows at the end
    a, error = np.zeros(len(y)), -y  # error: f(x_i) - y_i without b
    for _ in range(max_steps):
        up = np.where(y > 0, a < C, a > 0)  # a_i y_i may grow
        down = np.where(y > 0, a > 0, a < C)  # a_j y_j may shrink
        i = int(np.where(up, error, math.inf).argmin())
        gaps = np.where(down, error - error[i], -math.inf)
        if gaps.max() <= tolerance:
            return a, -error[i] - gaps.max() / 2  # any b between the two ends of the gap would do
        # the second derivative along the pair; floored, since it is 0 for two samples that are equal
        curvatures = np.maximum(K[i, i] + np.diag(K) - 2 * K[i], 1e-12)
        j = int((np.maximum(gaps, 0.0) ** 2 / curvatures).argmax())  # the pair that raises the dual most
        room = min(C - a[i] if y[i] > 0 else a[i], a[j] if y[j] > 0 else C - a[j])
        step = min(gaps[j] / curvatures[j], room)
        for place, change in ((i, step * y[i]), (j, -step * y[j])):
            moved = a[place] + change
            # a + (C - a) may miss C by rounding: a bound that is reached must be seen as reached above
            a[place] = 0.0 if moved < 1e-15 * C else C if moved > C * (1 - 1e-15) else moved
        error = error + step * (K[:, i] - K[:, j])  # two columns of K: O(m) a step, not O(m^2)
    raise ArithmeticError(
        f"fit_svm: expected convergence within {max_steps} steps, got a gap of {gaps.max():.2g}; "
        "scale the features, lower C or raise tolerance"
    )


def _gram(who, kernel, x):
    expect.function(who, kernel=kernel, advice="give one like rbf_kernel, (m, n), (k, n) -> (m, k)")
    K = np.asarray(kernel(x, x), float)
    # cheap necessary conditions; that K is positive semidefinite would need its eigenvalues
    if K.shape != (len(x), len(x)) or not np.isfinite(K).all() or not np.allclose(K, K.T):
        raise ValueError(
            f"{who}: expected kernel(x, x) to return a finite symmetric matrix ({len(x)}, {len(x)}), got "
            f"shape {K.shape}; k(x, x') must be k(x', x)"
        )
    return K
