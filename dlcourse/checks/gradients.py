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
    """Equal in norm: |a - b| <= rtol |b|, or below the floor."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return bool(np.linalg.norm(a - b) <= max(rtol * np.linalg.norm(b), floor(rtol)))


def floor(rtol: float) -> float:
    """What counts as zero: 1e-9 for the rtol 1e-6 of float64, 1e-5 for the 1e-4 of float32."""
    return 1000 * rtol**2
