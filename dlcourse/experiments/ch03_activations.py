"""Chapter 3: activations. Slopes at kinks, maxout as a maximum of tangents, identities, saturation.

Every function returns numbers that the chapter shows. Slides are those of deck Srihari, section III.
"""

import math
from statistics import NormalDist

import numpy as np

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.gradcheck import numerical_gradient
from dlcourse.models import maxout_tangents
from dlcourse.numbers import Number
from dlcourse.tensor import Tensor


def slope(f, x):
    """The derivative of f at each x, as the library takes it.   x (...) -> the same shape"""
    x = Tensor(x)
    # f acts element by element, so the gradient of the sum holds the derivative at each x
    return grad(f(x).sum(), x)


def slopes_at(f, x: float, eps: float = 2.0**-20) -> dict[str, float]:
    """Slopes of f at x: "left" and "right" difference quotients, the "central" one, and the "library"'s.

    At a kink the central one is the mean of the one-sided slopes, 1/2 for relu at 0, so a gradient check has
    to stay away from kinks. Source: deck Srihari, section III, slides 8 and 9.
    """
    # eps is a power of 2, so that x +- eps and the division by eps are exact for small x
    here = float(f(np.float64(x)))
    return {
        "left": (here - float(f(np.float64(x - eps)))) / eps,
        "right": (float(f(np.float64(x + eps))) - here) / eps,
        "central": float(numerical_gradient(f, np.float64(x), eps=eps)),
        "library": float(slope(f, x)),
    }


def tangent_error(k: int, n_points: int = 4097) -> float:
    """The largest distance between x^2 and a maxout unit of k tangents on [-1, 1]: 1 / k^2. Slide 16."""
    # it is reached at both ends and where two tangents meet: on the grid if k divides n_points - 1 = 4096
    x = np.linspace(-1, 1, n_points)[:, None]
    return float(abs(x**2 - maxout_tangents(np.square, lambda x: 2 * x, k)(x).array).max())


def identity_errors(x) -> dict[str, float]:
    """The largest difference over x between the two sides of each identity, due to rounding alone.

    Source: deck Srihari, section II, slide 28, and section III, slide 21.
    """
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
    """The largest error over y of the inverses ln(y / (1 - y)) of sigmoid and ln(e^y - 1) of softplus."""
    # log1p and expm1: 1 - y and e^y - 1 would lose the digits of a small y
    return {
        "sigmoid": float(abs(ops.sigmoid(np.log(y) - np.log1p(-y)) - y).max()),
        "softplus": float(abs(ops.softplus(np.log(np.expm1(y))) - y).max()),
    }


def linearization_error(z: float) -> float:
    """z - tanh(z), about z^3 / 3: for small activations a deep tanh network is nearly linear. Slide 23."""
    return float(z - ops.tanh(np.float64(z)))


def far_slopes(f, far: float = 1e4) -> tuple[float, float]:
    """The slopes of f at -far and far: both 0 for a saturating unit. Deck Sohn, "Activation functions"."""
    left, right = slope(f, np.array([-far, far]))  # both in one sweep
    return float(left), float(right)


def flat_share(f, spread: float, below: float = 0.01, n: int = 20_001) -> float:
    """The fraction of normal inputs of standard deviation `spread` at which the slope of f is below 1/100."""
    z = np.linspace(-8, 8, n) * spread
    weights = np.exp(
        -((z / spread) ** 2) / 2
    )  # the density, up to a factor: an integral, so that nothing is drawn
    return float(weights[abs(slope(f, z)) < below].sum() / weights.sum())


def lowest(f, low: float = -3.0, high: float = 0.0, n: int = 30_001) -> tuple[float, float]:
    """Where f is lowest between low and high, and its value there, on a fine grid."""
    z = np.linspace(low, high, n)
    values = f(z)
    return float(z[values.argmin()]), float(values.min())


def gelu_error(n: int = 1201) -> float:
    """The largest distance over [-6, 6] between gelu's formula with tanh and x Phi(x)."""
    x = np.linspace(-6, 6, n)
    exact = [z * NormalDist().cdf(z) for z in x]
    return float(abs(ops.gelu(x) - exact).max())


def repeated(factor: float, n: int = 50) -> float:
    """factor^n, by which n equal slopes multiply a gradient: it keeps its size only near 1. Slide 19."""
    return math.prod([factor] * n)


def numbers() -> dict[str, Number]:
    """Slopes at the ReLU's kink, flat shares, errors of tangents and identities, minima of GELU and SiLU."""
    at_kink = slopes_at(ops.relu, 0.0)
    found = {name: Number(at_kink[name], "g", ("S070",), "by hand") for name in ("left", "right")}
    for name in ("sigmoid", "tanh", "relu"):
        for spread in (1, 3, 10):
            share = flat_share(getattr(ops, name), spread)
            found[f"{name}_flat_{spread}"] = Number(share, ".0%", ("S085",), "the normal distribution", 0.01)
    for k in (2, 4, 8, 16):
        found[f"tangents_{k}"] = Number(tangent_error(k), "g", ("S078",), "1/k^2")
    errors = identity_errors(np.linspace(-5, 5, 2001))
    found["tanh_identity"] = Number(
        errors["tanh(x) = 2 sigmoid(2 x) - 1"], ".1e", ("S084",), "the inventory", 0.02
    )
    linear = linearization_error(0.1)
    found["tanh_tenth"] = Number(linear, ".1e", ("S086",), "a third of the cube", 0.01)
    for name in ("gelu", "silu"):
        at, least = lowest(getattr(ops, name))
        found[f"{name}_at"] = Number(at, ".2f", (), "a root of the slope", 1e-3)
        found[f"{name}_least"] = Number(least, ".2f", (), "a root of the slope", 1e-6)
    return found | {
        "gelu_off": Number(gelu_error(), ".0e", (), "the error function", 0.01),
        "largest_exponent": Number(math.log(np.finfo(float).max), ".1f", ("S052",), "the largest float"),
        "softplus_at_0": Number(float(ops.softplus(np.float64(0))), ".3f", ("S052",), "ln 2"),
    }
