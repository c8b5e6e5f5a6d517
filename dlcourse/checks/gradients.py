"""Checks: slopes without calculus to hold gradients against, and when two answers count as equal."""

import numpy as np

from dlcourse.gradcheck import numerical_gradient


def slopes(J, inputs: dict, names: str) -> dict:
    """The gradient of J(**inputs) by each of the inputs named, in their order, by central differences.

    J: a function of numbers and arrays that returns a number.   inputs: its arguments, left as they are.

    >>> slopes(lambda x, w: float(w @ w) * x, {"x": 2.0, "w": np.array([1.0, 3.0])}, "w")["dw"].round(6)
    array([ 4., 12.])
    """
    return {
        f"d{name}": numerical_gradient(lambda value, name=name: J(**inputs | {name: value}), inputs[name])
        for name in names.split()
    }


def close(a, b, rtol: float) -> bool:
    """Whether every number of a is that of b, the right one, within the tolerance of `off`."""
    return not off(a, b, rtol).any()


def off(a, b, rtol: float):
    """The mask of the numbers of a that are not those of b, the right ones.   a, b: of one shape

    Each is measured by itself. It may differ by rtol of its own size, and where that is less, by
    `floor(rtol)`, since the right ones may be measured slopes, or by 50 roundings of the largest number,
    which is what may be left where a sum of large numbers nearly vanishes. Where b is infinite or NaN, so
    is a, with the same sign. Zeros have no sign.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    finite = np.isfinite(b)
    largest = abs(np.where(finite, b, 0.0)).max(initial=0.0)
    rounding = 50 * np.finfo(np.float64 if rtol < 1e-5 else np.float32).eps
    with np.errstate(all="ignore"):
        near = abs(a - b) <= np.maximum(rtol * abs(b), max(floor(rtol), rounding * largest))
        same = (a == b) | (np.isnan(a) & np.isnan(b))
    return ~np.where(finite, near, same)


def floor(rtol: float) -> float:
    """What counts as zero: 1e-9 for the rtol 1e-6 of float64, 1e-5 for the 1e-4 of float32."""
    return 1000 * rtol**2
