"""Chapter 3: activations. Slopes at kinks, maxout as the greatest of its tangents, identities, saturation.

Every function returns numbers of the chapter. Slides are those of deck Srihari, section III.
"""

import math

import numpy as np

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.gradcheck import numerical_gradient
from dlcourse.models import maxout_tangents
from dlcourse.tensor import Tensor


def slope(f, x):
    """The derivative that the library takes at each x."""
    x = Tensor(x)
    return grad(f(x).sum(), x)


def slopes_at(f, x: float, eps: float = 2.0**-20) -> dict[str, float]:
    """The slopes of f at x: from the "left", from the "right", "central", and what the "library" takes.

    Central differences give a kink the mean of its one-sided slopes, 1/2 for relu at 0, so a gradient check
    has to keep away from kinks. eps is a power of 2, so that x +- eps is exact for small x. Source: deck
    Srihari, section III, slides 8 and 9.
    """
    here = float(f(np.float64(x)))
    return {
        "left": (here - float(f(np.float64(x - eps)))) / eps,
        "right": (float(f(np.float64(x + eps))) - here) / eps,
        "central": float(numerical_gradient(f, np.float64(x), eps=eps)),
        "library": float(slope(f, x)),
    }


def tangent_error(k: int, n_points: int = 4097) -> float:
    """The greatest distance between x^2 and its k tangents, one maxout unit, on [-1, 1]: 1 / k^2. Slide 16.

    It is reached at both ends and where two tangents meet, which lie on the grid when k divides
    n_points - 1.
    """
    x = np.linspace(-1, 1, n_points)[:, None]
    return float(abs(x**2 - maxout_tangents(np.square, lambda x: 2 * x, k)(x).array).max())


def identity_errors(x) -> dict[str, float]:
    """How far rounding takes the two sides of each identity apart, at worst over x. Deck Srihari, section II,
    slide 28, and section III, slide 21."""
    sigmoid, softplus, tanh = ops.sigmoid, ops.softplus, ops.tanh
    sides = {
        "tanh(x) = 2 sigmoid(2 x) - 1": (tanh(x), 2 * sigmoid(2 * x) - 1),
        "1 - sigmoid(x) = sigmoid(-x)": (1 - sigmoid(x), sigmoid(-x)),
        "softplus(x) - softplus(-x) = x": (softplus(x) - softplus(-x), x),
        "softplus'(x) = sigmoid(x)": (slope(softplus, x), sigmoid(x)),
        "sigmoid'(x) = sigmoid(x) sigmoid(-x)": (slope(ops.sigmoid, x), sigmoid(x) * sigmoid(-x)),
        "relu(x) - relu(-x) = x": (ops.relu(x) - ops.relu(-x), x),
    }
    return {name: float(abs(left - right).max()) for name, (left, right) in sides.items()}


def inverse_errors(y) -> dict[str, float]:
    """ln(y / (1 - y)) undoes sigmoid on (0, 1), ln(e^y - 1) undoes softplus: the errors at worst over y."""
    return {
        "sigmoid": float(abs(ops.sigmoid(np.log(y) - np.log1p(-y)) - y).max()),
        "softplus": float(abs(ops.softplus(np.log(np.expm1(y))) - y).max()),
    }


def linearization_error(z: float) -> float:
    """z - tanh(z), about z^3 / 3: with small activations a deep tanh net is nearly linear. Slide 23."""
    return float(z - ops.tanh(np.float64(z)))


def far_slopes(f, far: float = 1e4) -> tuple[float, float]:
    """The slopes of f far to the left and far to the right: both 0 for a saturating unit. Deck Sohn,
    "Activation functions"."""
    left, right = slope(f, np.array([-far, far]))
    return float(left), float(right)


def repeated(factor: float, n: int = 50) -> float:
    """factor^n, what n equal slopes in a row make of a gradient: level only near 1. Slide 19."""
    return math.prod([factor] * n)
