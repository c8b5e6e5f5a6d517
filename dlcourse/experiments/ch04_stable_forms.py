"""Chapter 4: stable forms. Formulas that are right on paper and fail in floating point, and where they do.

They are here to be seen failing; the library has none. Source: deck Srihari, section II, slides 30 and
40; deck Leibe, "Implementing Softmax Correctly".
"""

import numpy as np

from dlcourse.numbers import Number
from dlcourse.ops import logsumexp, sigmoid, softplus


def naive_sigmoid_cross_entropy(z: float, y: float) -> float:
    """-y ln p - (1 - y) ln(1 - p), computed from p = sigmoid(z): infinite as soon as p rounds to 0 or 1."""
    with np.errstate(divide="ignore"):  # ln 0 is what is to be shown
        p = sigmoid(np.float64(z))
        return float(-(np.log(p) if y else np.log(1 - p)))


def naive_breaking_point() -> float:
    """The smallest z at which the naive loss of target 0 is infinite: 53 ln 2 = 36.73680..., by bisection.

    There e^-z falls to 2^-53, and 1 - sigmoid(z) rounds to 0. Section II, slide 30: the curves of
    cross-entropy and softplus are one function; only floating point makes them differ.
    """
    return _least(lambda z: np.isinf(naive_sigmoid_cross_entropy(z, 0)), 30.0, 40.0)


def underflow_point() -> float:
    """The smallest x at which e^-x is 0 in float64: 1075 ln 2 = 745.13..., by bisection.

    There it falls to half of 2^-1074, the smallest number. Deck Leibe, "Implementing Softmax Correctly".
    """
    return _least(lambda x: np.exp(-x) == 0, 700.0, 800.0)


def _least(fails, low: float, high: float) -> float:
    while (middle := (low + high) / 2) not in (low, high):  # until no float lies between the two
        low, high = (low, middle) if fails(middle) else (middle, high)
    return high


def naive_softmax(z):
    """e^z / sum(e^z), without subtracting the maximum: NaN as soon as one e^z overflows. Slide 40."""
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(z)
        return e / e.sum()


def overflow_points() -> tuple[float, float]:
    """The largest x with a finite e^x, in float64 and float32: the ln of the largest number. Slide 40."""
    # the maximum as a float64 first: a float32 logarithm would round the answer
    return tuple(float(np.log(float(np.finfo(dtype).max))) for dtype in (np.float64, np.float32))


def numbers() -> dict[str, Number]:
    """Where the naive formulas fail, and values that the stable ones have."""
    double, single = overflow_points()
    form = "closed form"
    return {
        "lse_123": Number(float(logsumexp(np.array([1.0, 2.0, 3.0]))), ".4f", ("S061",), form),
        "softplus_0": Number(float(softplus(0.0)), ".4f", ("S052",), "ln 2"),
        "softplus_difference": Number(float(softplus(10.0) - softplus(-10.0)), ".0f", ("S053",), "by hand"),
        "breaking_point": Number(naive_breaking_point(), ".4f", ("S055",), "53 ln 2"),
        "underflow": Number(underflow_point(), ".1f", ("S065",), "1075 ln 2"),
        "overflow": Number(double, ".1f", ("S065",), "the largest number"),
        "overflow_single": Number(single, ".1f", ("S065",), "the largest number"),
    }
