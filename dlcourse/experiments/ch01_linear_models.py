"""Chapter 1: linear models. Delta rule, least squares, logistic regression, bells and kernels, in numbers.

Sources are named by the models, in dlcourse/models; data and settings are ours unless said otherwise.
"""

from functools import partial

import numpy as np

from dlcourse.data import moons, truth_table, xor
from dlcourse.experiments.ch10_sgd_svm import svm_by_descent, two_clouds
from dlcourse.models import (
    fit_lms,
    fit_logistic,
    fit_perceptron,
    fit_svm,
    least_squares,
    rbf_features,
    rbf_kernel,
)
from dlcourse.models.kernel import linear_kernel
from dlcourse.models.logistic import logistic_gradient, logistic_hessian
from dlcourse.numbers import Number, kept
from dlcourse.ops import sigmoid

CORNERS = np.array([[0.0, 0.0], [1.0, 1.0]])  # the centers of two bells on XOR
SIGMA = 0.5**0.5  # their width: 2 sigma^2 = 1
FAR = (
    np.array([[0.0], [1.0], [2.0], [20.0]]),
    np.array([[0.0], [0.0], [1.0], [1.0]]),
)  # one point lies far away
HOURS = np.arange(1.0, 9)[:, None]  # of preparation
PASSED = np.array([0, 0, 0, 1, 0, 1, 1, 1])
DESCENTS = range(5)  # seeds of data sets on which an SVM is trained by gradients
RATES = (0.3, 0.6, 0.9)  # tried for gradient descent; with 1 it goes to and fro for ever


def nearest_to_the_line(w, b, x, level: float) -> float:
    """The distance of the nearest row of x (m, n) from the line x w + b = level."""
    return float(abs(x @ w + b - level).min() / np.linalg.norm(w))


def off_by(lr: float, n_epochs: int = 2000) -> float:
    """How far the delta rule's weights on AND stay from least squares: the largest difference."""
    x, y = truth_table("and")
    w, b = fit_lms(x, y.ravel(), lr=lr, n_epochs=n_epochs)
    exact_w, exact_b = least_squares(x, y)
    return float(abs(np.append(w, b) - np.append(exact_w, exact_b)).max())


def powers(x, degree: int) -> np.ndarray:
    """The design matrix of x, x^2, ..., x^degree and 1.   x (m,) -> (m, degree + 1)"""
    return np.column_stack([x**k for k in range(1, degree + 1)] + [np.ones(len(x))])


def newton_on_a_bias(n_steps: int = 3) -> list[float]:
    """The bias b of a logistic model without inputs, for targets 1, 1, 1, 0, after each step of Newton.

    b <- b - (p - 3/4) / (p (1 - p)) with p = sigmoid(b); the minimum is at ln 3.
    """
    path = [0.0]
    for _ in range(n_steps):
        p = float(sigmoid(path[-1]))
        path.append(path[-1] - (p - 0.75) / (p * (1 - p)))
    return path


def newton_on_and(n_steps: int) -> float:
    """The first weight of logistic regression on AND after n_steps of Newton: it grows for ever."""
    x, y = truth_table("and")
    theta = np.zeros(3)
    for _ in range(n_steps):
        g = logistic_gradient(x, y.ravel(), theta[:2], theta[2])
        theta = theta - np.linalg.solve(logistic_hessian(x, theta[:2], theta[2]), g)
    return float(theta[0])


def steps_to_the_minimum(move, tolerance: float = 1e-6, most: int = 20_000) -> int:
    """How many moves of theta = (w, b) take the logistic gradient on HOURS below the tolerance.

    move: gradient, Hessian -> the change of theta. `most` where they do not suffice.
    """
    theta = np.zeros(2)
    for n in range(most):
        g = logistic_gradient(HOURS, PASSED, theta[:1], theta[1])
        if abs(g).max() < tolerance:
            return n
        theta = theta + move(g, logistic_hessian(HOURS, theta[:1], theta[1]))
    return most


def newton_steps() -> int:
    """How many steps Newton's method needs on HOURS."""
    return steps_to_the_minimum(lambda g, H: -np.linalg.solve(H, g))


def descent_steps() -> int:
    """How many steps gradient descent needs on HOURS, with the best of RATES."""
    return min(steps_to_the_minimum(lambda g, H, lr=lr: -lr * g) for lr in RATES)


def two_bells():
    """Least squares on two bells, at the corners 00 and 11 of XOR.   -> w (2, 1), b (1,), features (4, 2)"""
    x, y = xor()
    features = rbf_features(x, CORNERS, SIGMA)
    return *least_squares(features, y), features


def svm_on_xor():
    """The support vector machine on XOR with labels -1 and 1, C = 100 and exp(-|x - x'|^2)."""
    x, y = xor()
    return fit_svm(x, 2 * y.ravel() - 1, C=100.0, kernel=rbf_kernel)


def svm_on_moons(m: int = 50, seed: int = 0):
    """A support vector machine on two moons of m points each.   -> the machine, x (2m, 2), labels (2m,)"""
    x, y = moons(m, rng=np.random.default_rng(seed), noise=0.2)
    labels = 2.0 * y - 1
    return fit_svm(x, labels, C=1.0, kernel=partial(rbf_kernel, gamma=2.0)), x, labels


@kept
def distance_of_descent(seed: int, penalty: float = 0.1) -> float:
    """How far the weights of an SVM by gradient descent are from those of the quadratic program, at most."""
    x, y = two_clouds(seed)
    found = svm_by_descent(x, y, penalty, rng=np.random.default_rng(seed), n_epochs=100)
    exact = fit_svm(x, y, C=1 / (penalty * len(x)), kernel=linear_kernel)
    return float(max(abs(found.w - (x.T @ exact.alpha)[:, 0]).max(), abs(found.b - exact.b[0])))


def numbers() -> dict[str, Number]:
    """What the page on linear models states."""
    return _of_squares() | _of_probabilities() | _of_features()


def _of_squares():
    x, y = truth_table("and")
    w, b = least_squares(x, y)
    perceptron = fit_perceptron(x, y.ravel())
    w_far, b_far = least_squares(*FAR)
    condition = float(np.linalg.cond(powers(np.linspace(0, 1, 20), 9)))
    hand, passes = "the normal equations, by hand", "the fixed point of a pass"
    return {
        "and_w": Number(float(w[0, 0]), ".1f", ("L005",), hand),
        "and_b": Number(float(b[0]), ".2f", ("L005",), hand),
        "and_distance": Number(nearest_to_the_line(w.ravel(), b, x, 0.5), ".2f", (), "by hand"),
        "perceptron_distance": Number(
            nearest_to_the_line(perceptron.w, perceptron.b, x, 0.0), ".0f", (), "by hand"
        ),
        "off_tenth": Number(off_by(0.1), ".2f", ("L005",), passes, tolerance=1e-3),
        "off_hundredth": Number(off_by(0.01), ".3f", ("L005",), passes, tolerance=1e-3),
        "far_at_2": Number(float((FAR[0] @ w_far + b_far)[2, 0]), ".2f", (), "by hand"),
        "condition": Number(condition, ".0e", ("S014",), "singular values", tolerance=1e-3),
        "condition_squared": Number(condition**2, ".0e", ("S014",), "singular values", tolerance=1e-3),
    }


def _of_probabilities():
    w, b = fit_logistic(HOURS, PASSED)
    path, wrong = newton_on_a_bias(), float(sigmoid(-10.0))
    theirs = "scikit-learn"
    return {
        "hours_middle": Number(-b / float(w[0]), ".1f", ("K002",), "symmetry", tolerance=1e-9),
        "hours_odds": Number(float(np.exp(w[0])), ".1f", ("K002",), theirs, tolerance=1e-4),
        "newton_1": Number(path[1], ".0f", (), "by hand"),
        "newton_2": Number(path[2], ".4f", (), "by hand"),
        "newton_3": Number(path[3], ".4f", (), "ln 3", tolerance=1e-4),
        "newton_end": Number(float(np.log(3)), ".4f", (), "ln 3"),
        "newton_steps": Number(newton_steps(), "d", ("S016",), "counted"),
        "descent_steps": Number(descent_steps(), ",", ("S016",), "counted"),
        "and_newton_10": Number(newton_on_and(10), ".0f", ("F007",), "its growth, two a step"),
        "and_newton_20": Number(newton_on_and(20), ".0f", ("F007",), "its growth, two a step"),
        "wrong_p": Number(wrong, ".1e", ("F008",), "closed form"),
        "wrong_by_entropy": Number(wrong - 1, ".2f", ("F008",), "closed form"),
        "wrong_by_squares": Number((wrong - 1) * wrong * (1 - wrong), ".1e", ("F008",), "closed form"),
    }


def _of_features():
    _, _, features = two_bells()
    machine, x, _ = svm_on_moons()
    hand, theirs = "by hand", "scikit-learn"
    return {
        "bell_at_1": Number(float(features[1, 0]), ".2f", ("F011",), "e^-1"),
        "bell_at_2": Number(float(features[0, 1]), ".2f", ("F011",), "e^-2"),
        "svm_alpha": Number(float(abs(svm_on_xor().alpha).max()), ".2f", ("S165",), hand, tolerance=1e-8),
        "moons_support": Number(len(machine.support), "d", ("S165",), theirs),
        "moons_points": Number(len(x), "d", (), "a setting of ours"),
        "descent_off": Number(max(map(distance_of_descent, DESCENTS)), ".3f", ("S169",), "other seeds"),
        "descent_sets": Number(len(DESCENTS), "d", (), "a setting of ours"),
    }
