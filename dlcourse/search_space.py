"""Chapter 18: search spaces. The range of each hyperparameter and the scale on which it is searched."""

import math
import numbers
from dataclasses import dataclass

from dlcourse import expect


@dataclass(frozen=True)
class Uniform:
    """A float from low to high, uniformly distributed. Raises ValueError unless low < high, both finite."""

    low: float
    high: float

    def __post_init__(self):
        if not _numbers(self.low, self.high) or not -math.inf < self.low < self.high < math.inf:
            raise ValueError(
                f"{type(self).__name__}: expected low < high, got {self.low!r} and {self.high!r}; swap them?"
            )

    def sample(self, rng) -> float:
        """A random value."""
        return float(rng.uniform(self.low, self.high))

    def grid(self, n: int) -> list:
        """n values, the middles of n equal intervals: spread over the range, none at its ends."""
        expect.count(type(self).__name__, n=n, advice="count the values")
        width = (self.high - self.low) / n
        # midpoints, not both ends: each value stands for an equal part of the range
        return [self.low + (i + 0.5) * width for i in range(n)]

    def around(self, value: float, shrink: float) -> "Uniform":
        """The range around the value with `shrink` times the width, moved where it would leave this one."""
        width = (self.high - self.low) * shrink
        # moved, not cut off: near an end the new range keeps its full width
        low = min(max(value - width / 2, self.low), self.high - width)
        return Uniform(low, low + width)


@dataclass(frozen=True)
class LogUniform:
    """A float from low to high, uniform on a log scale: 10**U(log10 low, log10 high).

    For learning rates and penalties. Source: deck Sohn, "Hyperparameter tuning": 10 ** uniform(-6, 1). Raises
    ValueError unless 0 < low < high, both finite.

    >>> LogUniform(1e-4, 1.0).grid(2)
    [0.001, 0.1]
    """

    low: float
    high: float

    def __post_init__(self):
        if not _numbers(self.low, self.high) or not 0 < self.low < self.high < math.inf:
            raise ValueError(
                f"LogUniform: expected 0 < low < high, got {self.low!r} and {self.high!r}; "
                "a log scale has no zero: start at 1e-6, say"
            )

    @property
    def exponents(self) -> Uniform:
        """The range of the exponents, log10 of the values."""
        # sampling, grid and zoom are those of Uniform, on this scale
        return Uniform(math.log10(self.low), math.log10(self.high))

    @property
    def median(self) -> float:
        """The median of the distribution: the geometric mean of the ends, sqrt(low high)."""
        # two roots: low * high may overflow or underflow
        return math.sqrt(self.low) * math.sqrt(self.high)

    @property
    def mean(self) -> float:
        """The mean of the distribution, (high - low) / ln(high / low): far above the median."""
        # a difference of logarithms: high / low may overflow
        return (self.high - self.low) / (math.log(self.high) - math.log(self.low))

    def sample(self, rng) -> float:
        """A random value."""
        return self._within(10 ** self.exponents.sample(rng))

    def grid(self, n: int) -> list:
        """n values, the geometric middles of n intervals of equal length in decades."""
        return [self._within(10**e) for e in self.exponents.grid(n)]

    def around(self, value: float, shrink: float) -> "LogUniform":
        """The range around the value with `shrink` times as many decades, within this one."""
        near = self.exponents.around(math.log10(value), shrink)
        return LogUniform(self._within(10**near.low), self._within(10**near.high))

    def _within(self, value):
        return min(max(value, self.low), self.high)  # 10**log10(low) is low only up to rounding


@dataclass(frozen=True)
class Integers:
    """An int from low to high, both included: units, layers. Raises ValueError unless low < high."""

    low: int
    high: int

    def __post_init__(self):
        if not isinstance(self.low, int) or not isinstance(self.high, int) or self.low >= self.high:
            raise ValueError(
                f"Integers: expected whole numbers low < high, got {self.low!r} and {self.high!r}; swap them?"
            )

    def sample(self, rng) -> int:
        """A random value."""
        return int(rng.integers(self.low, self.high, endpoint=True))

    def grid(self, n: int) -> list:
        """At most n values, spread evenly over the range, without repetition."""
        # half a unit beyond each end: so every integer owns an interval of length 1, the ends, too
        values = Uniform(self.low - 0.5, self.high + 0.5).grid(n)
        # a set: with n above the number of integers, several values round to the same one
        return sorted({min(max(round(value), self.low), self.high) for value in values})

    def around(self, value: int, shrink: float) -> "Integers":
        """The range around the value with about `shrink` times the width, at least two numbers."""
        near = Uniform(self.low, self.high).around(value, shrink)
        # rounded outwards; floor may return high itself, and the new range needs low < high
        low = min(math.floor(near.low), self.high - 1)
        return Integers(low, max(math.ceil(near.high), low + 1))


@dataclass(frozen=True)
class Choice:
    """One of several values, all equally likely: an activation, an optimizer.

    Raises ValueError for an empty list, TypeError for what is no list.
    """

    values: tuple

    def __post_init__(self):
        if not hasattr(self.values, "__len__"):
            raise TypeError(
                f"Choice: expected a list of values, got {self.values!r}; one alone is Choice((a,))"
            )
        if len(self.values) == 0:
            raise ValueError("Choice: expected at least one value, got none; list what may be chosen")
        object.__setattr__(self, "values", tuple(self.values))  # a frozen dataclass allows no other way

    def sample(self, rng):
        """A random value."""
        # rng.choice would turn the values into an array, and 1 and "a" into two strings
        return self.values[int(rng.integers(len(self.values)))]

    def grid(self, n: int) -> list:
        """All values, whatever n."""
        return list(self.values)

    def around(self, value, shrink: float) -> "Choice":
        """This choice itself: values without an order have no neighborhood."""
        return self


def _numbers(*ends) -> bool:
    return all(isinstance(end, numbers.Real) for end in ends)


def check_space(who: str, space) -> None:
    """Raise TypeError unless space is a dict, not empty, from names to ranges."""
    if not isinstance(space, dict) or not space:
        raise TypeError(
            f'{who}: expected a dict of ranges, got {space!r}; as in {{"lr": LogUniform(1e-4, 1)}}'
        )
    for name, each in space.items():
        if isinstance(each, type) or not all(
            hasattr(each, method) for method in ("sample", "grid", "around")
        ):
            raise TypeError(
                f"{who}: expected Uniform, LogUniform, Integers or Choice for {name}, got {each!r}; "
                "a fixed value is a Choice of one"
            )
