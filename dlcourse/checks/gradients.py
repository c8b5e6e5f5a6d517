"""Checks: slopes without calculus, and the tolerance for two answers to be equal."""

import numpy as np

from dlcourse.gradcheck import numerical_gradient


def slopes(J, inputs: dict, names: str) -> dict:
    """The gradients of J(**inputs) with respect to the named inputs, in order, to all digits.

    J: a function of numbers and arrays that returns a number, written so that it takes complex ones: compare
    by z.real, and use np.where(z.real > 0, z, 0) for max(0, z).   inputs: its arguments, left as they are.

    >>> slopes(lambda x, w: w @ w * x, {"x": 2.0, "w": np.array([1.0, 3.0])}, "w")["dw"]
    array([ 4., 12.])
    """
    return {
        # `name=name`, since a lambda reads the loop's variable only when called.
        f"d{name}": numerical_gradient(
            lambda value, name=name: J(**inputs | {name: value}), inputs[name], scheme="complex"
        )
        for name in names.split()
    }


def sigmoid(z):
    """1 / (1 + exp(-z)), element by element, also of complex numbers.

    >>> sigmoid(np.zeros(2))
    array([0.5, 0.5])
    """
    return 1 / (1 + np.exp(-z))


def sigmoid_parts(name: str, h) -> dict:
    """What the slope of a sigmoid is made of, and what is taken for it, by name.   h: the sigmoid's value

    >>> list(sigmoid_parts("h", 0.5))
    ['h', '1 - h', 'h (1 - h)', '1 + h', '1 - h^2']
    """
    return {
        name: h,
        f"1 - {name}": 1 - h,
        f"{name} (1 - {name})": h * (1 - h),
        f"1 + {name}": 1 + h,
        f"1 - {name}^2": 1 - h * h,
    }


ROUNDING, ROUNDING32 = 50 * np.finfo(np.float64).eps, 50 * np.finfo(np.float32).eps


def close(a, b, rtol: float) -> bool:
    """Whether every number of a equals that of b, the right one, within the tolerance of `off`."""
    return not off(a, b, rtol).any()


def off(a, b, rtol: float):
    """The mask of the numbers of a that differ from those of b, the right ones.   a, b: of one shape

    Each number is compared by itself, within the `tolerance`. Where b is infinite or NaN, a must be the same,
    with the same sign. 0 and -0 are equal.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    with np.errstate(all="ignore"):
        allowed = tolerance(b, rtol)
        if allowed is not None:  # as nearly always
            return ~(abs(a - b) <= allowed)
        finite = np.isfinite(b)
        near = abs(a - b) <= tolerance(np.where(finite, b, 0.0), rtol)
        same = (a == b) | (np.isnan(a) & np.isnan(b))
    return ~np.where(finite, near, same)


def tolerance(b, rtol: float):
    """What each number may be off from that of b, the right one; None where b is not finite.

    It is the largest of three: rtol times its own size; `floor(rtol)`, since the right numbers may be
    measured slopes; and 50 rounding errors of the largest number, which may remain where large terms nearly
    cancel in a sum.
    """
    size = abs(b)
    largest = size.max(initial=0.0)  # initial: b may be empty
    rounding = ROUNDING if rtol < 1e-5 else ROUNDING32  # a looser rtol means float32
    if not np.isfinite(largest):
        return None
    return np.maximum(rtol * size, max(floor(rtol), rounding * largest))


def floor(rtol: float) -> float:
    """The absolute tolerance: 1e-9 for the rtol 1e-6 of float64, 1e-5 for the 1e-4 of float32."""
    return 1000 * rtol**2
