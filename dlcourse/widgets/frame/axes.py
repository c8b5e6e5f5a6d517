"""Chapter 2: axes of a live picture: from numbers to places in a drawing, and their ticks; as `axes.js`."""

import math
from dataclasses import dataclass, replace

from dlcourse.widgets.frame.markup import number_text


@dataclass(frozen=True)
class Axis:
    """An axis from low to high.   log: logarithmic; label: its name; marks: ((value, text), ...) as ticks

    holds: the name of a value for which it is long enough; fits: the pairs of ends that it then may have
    """

    low: float
    high: float
    label: str = ""
    log: bool = False
    marks: tuple | None = None
    holds: str = ""
    fits: tuple = ()

    def share(self, value) -> float:
        """Where a value lies on the axis, from 0 at its low end to 1 at its high end.

        >>> round(Axis(1, 1000, log=True).share(10), 12)
        0.333333333333
        """
        if self.log:
            return math.log(max(value, 1e-300) / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    @property
    def ends(self) -> tuple[float, float]:
        return self.low, self.high

    def fitting(self, pairs, most) -> "Axis":
        """The same axis from low to high of the first pair of `pairs` that holds `most`, else of the last.

        Few pairs are declared, so that an axis seldom jumps while values grow.

        >>> Axis(0, 1).fitting([(0, 2), (-1, 5)], 3.0).ends
        (-1, 5)
        """
        low, high = next((pair for pair in pairs if pair[1] >= most), pairs[-1])
        return replace(self, low=low, high=high)

    def holding(self, values: dict) -> "Axis":
        """The same axis, long enough for what it holds."""
        return self.fitting(self.fits, values[self.holds]) if self.holds else self

    def ticks(self, count: int = 4) -> list[tuple[float, str]]:
        """Round numbers within the axis with their texts: about `count` of them, or the powers of ten.

        >>> Axis(-0.5, 1.5).ticks()
        [(-0.5, '−0.5'), (0.0, '0'), (0.5, '0.5'), (1.0, '1'), (1.5, '1.5')]
        """
        if self.marks is not None:
            return list(self.marks)
        if self.log:
            first, last = math.log10(self.low) - 1e-9, math.log10(self.high) + 1e-9
            found = [10.0**k for k in range(math.ceil(first), math.floor(last) + 1)]
        else:
            power = 10.0 ** math.floor(math.log10((self.high - self.low) / count))
            step = (
                next(p for p in (1, 2, 5, 10) if (self.high - self.low) / (p * power) <= count + 1e-9) * power
            )
            first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
            found = [k * step for k in range(first, last + 1)]
        return [(value, number_text(value)) for value in found]


def steps_axis(most: int, label: str) -> Axis:
    """The axis of a course, logarithmic and counted from 1, so that it has room for step 0.

    >>> steps_axis(100, "step").ticks()
    [(1.0, '0'), (11.0, '10'), (101.0, '100')]
    """
    powers = [10**k for k in range(1, 7) if 10**k <= most]
    return Axis(1, most + 1, label, True, tuple((k + 1.0, str(k)) for k in (0, *powers)))
