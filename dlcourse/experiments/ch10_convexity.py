"""Chapter 10: convex costs: two Hessians without negative eigenvalues, and a cost without a lowest point."""

import numpy as np

from dlcourse.critical_points import hessian_at
from dlcourse.experiments.ch04_descent import descend
from dlcourse.numbers import Number, kept
from dlcourse.ops import matmul, sigmoid, softplus, square
from dlcourse.optimizers import SGD

X = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 3.0]])  # a 1 for the bias, and one input
Y = np.array([0.0, 1.0, 0.0])  # no line divides them, so that both costs have a lowest point
W_SHOWN = np.array([0.0, 1.0])  # where the Hessian of the logistic cost is shown
TIMES = (100, 1000, 10_000)


def least_squares(w):
    """1/2 sum of (x w - y)^2.   w: Tensor (2,) -> Tensor of one number"""
    return square(matmul(X, w) - Y).sum() * 0.5


def logistic(w):
    """The sum of the cross-entropies of sigmoid(x w) and y, in nats.   w: Tensor (2,) -> Tensor of one number

    Of softplus(z) - y z, one term per sample, with z = x w. Source: deck Fix, page 28, with the index of
    x_i that is missing there.
    """
    z = matmul(X, w)
    return (softplus(z) - z * Y).sum()


def factors(w) -> np.ndarray:
    """sigma (1 - sigma) for each sample, by which x_i x_i^T counts in the logistic Hessian.   -> (3,)"""
    p = sigmoid(X @ w)
    return p * (1 - p)


def with_one_factor(w) -> np.ndarray:
    """The logistic Hessian as it would be with the factor of the first sample for all: wrong.   -> (2, 2)"""
    return factors(w)[0] * X.T @ X


def one_sample(w):
    """ln(1 + exp(-w)): the logistic cost of one sample x = 1, y = 1. It falls forever.   w: Tensor ()"""
    return softplus(-w)


@kept
def forever(n_steps: int = TIMES[-1], lr: float = 1.0) -> np.ndarray:
    """The path of w on `one_sample`, from 0 on.   -> (n_steps + 1,)"""
    return descend(one_sample, 0.0, SGD, n_steps, lr=lr)


def numbers() -> dict[str, Number]:
    """Entries and eigenvalues of the Hessians, and how far w comes without a minimum."""
    of_squares, of_logistic = hessian_at(least_squares, W_SHOWN), hessian_at(logistic, W_SHOWN)
    path = forever()
    found = {
        "largest_factor": Number(float(sigmoid(np.zeros(()))) ** 2, "g", ("F007",), "by hand"),
        "logistic_last": Number(of_logistic[1, 1], ".3f", ("F007", "F093"), "NumPy alone"),
        "one_factor_last": Number(with_one_factor(W_SHOWN)[1, 1], ".2g", ("F093",), "by hand"),
    }
    for name, value in zip(("least", "largest"), np.linalg.eigvalsh(of_squares), strict=True):
        found[f"squares_{name}"] = Number(value, ".2f", ("F004",), "a quadratic equation")
    for t in TIMES:
        found[f"w_{t}"] = Number(float(path[t]), ".2f", ("F093", "S036"), "math.exp alone")
    J = float(np.log1p(np.exp(-path[-1])))
    return found | {"J_end": Number(J, ".0e", ("F093",), "math.exp alone")}
