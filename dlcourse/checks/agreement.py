"""Checks: whether an answer is right, up to the tolerance."""

import numpy as np

from dlcourse.checks import shapes
from dlcourse.checks.gradients import close


def agrees(got, right, rtol: float) -> bool:
    """Whether an answer is right: integers must be equal, other numbers each to rtol."""
    if shapes.kind_of(got, "it"):
        return False
    if np.asarray(right).dtype.kind in "iu":
        return np.array_equal(got, right)
    return same(got, right, rtol)


def same(a, b, rtol: float) -> bool:
    """Whether two arrays have one shape and equal numbers, up to rtol."""
    return np.shape(a) == np.shape(b) and close(a, b, rtol)
