"""Checks: a result as one number, its print: a weighted sum of its numbers.

Of two results that differ, no two prints agree to nine digits. So what wrong answers lead to is written down
in little, and without an array in which a right number stands.
"""

import functools
import math
from dataclasses import dataclass

import numpy as np

from dlcourse.checks.gradients import close

SAME, DIGITS = 1e-9, 12
SHARP = 1e-10  # where each number may be off by SAME: in a sum, what is off in two may cancel
EVEN = 1e-6  # of the largest number: a smaller one hardly changes a sum
EXACT = 1e-12  # relative: numbers that two ways of rounding tell apart


@functools.cache
def _weights(n: int):
    return 1.5 + np.sin(np.arange(1.0, n + 1))


def print_of(value) -> tuple[float, float]:
    """The print of a result, and its size: that of the numbers whose sum it is."""
    numbers = np.ravel(np.asarray(value, dtype=float))
    weights = _weights(numbers.size)
    with np.errstate(all="ignore"):  # of huge numbers and of NaN: then no other print is equal
        return float(numbers @ weights), float(abs(numbers) @ weights)


def written(value) -> float:
    """The print of a result with as many digits as are written down."""
    return float(f"{print_of(value)[0]:.{DIGITS}g}")


@dataclass(frozen=True)
class Print:
    """A result of which its shape and its print are known, and nothing else."""

    shape: tuple
    number: float

    def is_of(self, value) -> bool:
        """Whether it is the print of a result."""
        number, size = print_of(value)
        fits = np.shape(value) == self.shape and math.isfinite(size)
        return fits and abs(self.number - number) <= SHARP * size


def has_print(value) -> bool:
    """Whether a result can be known by its print: finite numbers that all count in a sum, and no counts.

    Of two numbers it is not: what is off in one may cancel what is off in the other.
    """
    array = np.asarray(value)
    if array.dtype.kind != "f" or not np.isfinite(array).all() or array.size == 2:
        return False
    sizes = abs(array[array != 0])
    return sizes.size > 0 and sizes.min() >= EVEN * max(1.0, sizes.max())


def is_same(value, right) -> bool:
    """Whether a result is another one, up to rounding."""
    a, b = np.asarray(value), np.asarray(right)
    if a.shape != b.shape or a.dtype.kind != b.dtype.kind:
        return False
    return close(a, b, EXACT) if a.dtype.kind == "f" else bool(np.all(a == b))


@dataclass(frozen=True)
class Kind:
    """A slip that any formula knows: its sentence, and the prints of its results, in their order."""

    told: str
    prints: tuple[float, ...]

    def leads_to(self, prints, scales) -> bool:
        """Whether its prints are those of an answer.   scales: the size of each"""
        return all(self.leads_to_one(i, *each) for i, each in enumerate(zip(prints, scales, strict=True)))

    def leads_to_one(self, i: int, print_, scale) -> bool:
        """Whether its result i has this print."""
        return abs(self.prints[i] - print_) <= SAME * scale + SAME**2
