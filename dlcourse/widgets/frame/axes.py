"""Chapter 2: axes of a live picture: from numbers to places in a drawing and back, and their ticks."""

import math
from dataclasses import dataclass

from dlcourse.widgets.frame.text import SUPERSCRIPTS, number_text


@dataclass(frozen=True)
class Axis:
    """An axis from low to high.   log: logarithmic; label: its name; marks: ((value, text), ...) as ticks

    "@name" as an end stands for a value of the control. The functions below take an axis as a dict.
    """

    low: float | str
    high: float | str
    label: str = ""
    log: bool = False
    marks: tuple | None = None


def share(axis, value):
    """Where a value lies on the axis, from 0 at its low end to 1 at its high end.

    >>> round(share({"low": 1, "high": 1000, "log": True}, 10), 12)
    0.333333333333
    """
    low, high = axis["low"], axis["high"]
    if axis["log"]:
        return math.log(max(value, 1e-300) / low) / math.log(high / low)
    return (value - low) / (high - low)


def value_at(axis, part):
    """The value at a place on an axis: the inverse of `share`."""
    low, high = axis["low"], axis["high"]
    return low * (high / low) ** part if axis["log"] else low + part * (high - low)


def fitting(pairs, most):
    """The first pair of low and high that holds `most`, else the last.

    Few pairs are declared, so that an axis seldom jumps while values grow.

    >>> fitting([(0, 2), (-1, 5)], 3.0)
    (-1, 5)
    """
    return [*[pair for pair in pairs if pair[1] >= most], pairs[-1]][0]


def ticks(axis, count=4):
    """Round numbers within the axis with their texts: about `count` of them, or the powers of ten.

    >>> ticks({"low": -0.5, "high": 1.5, "log": False, "marks": None})
    [(-0.5, '−0.5'), (0.0, '0'), (0.5, '0.5'), (1.0, '1'), (1.5, '1.5')]
    """
    low, high = axis["low"], axis["high"]
    if axis["marks"] is not None:
        return axis["marks"]
    if axis["log"]:
        first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
        found = [10.0**k for k in range(first, last + 1)]
    else:
        power = 10.0 ** math.floor(math.log10((high - low) / count))
        fits = [p * power for p in (1, 2, 5, 10) if (high - low) / (p * power) <= count + 1e-9]
        first, last = math.ceil(low / fits[0] - 1e-9), math.floor(high / fits[0] + 1e-9)
        found = [k * fits[0] for k in range(first, last + 1)]
    return [(value, number_text(value)) for value in found]


def steps_axis(most: int, label: str, end: str = "") -> Axis:
    """The axis of a course, logarithmic and counted from 1, so that it has room for step 0.   end: what the
    last number is called

    >>> ticks(vars(steps_axis(100, "step"))), ticks(vars(steps_axis(400, "steps", "never")))
    (((1.0, '0'), (11.0, '10'), (101.0, '100')), ((1.0, '0'), (11.0, '10'), (401, 'never')))
    """
    powers = [10**k for k in range(1, 7) if 10**k <= (most / 10 if end else most)]
    last = [(most + 1, end)] if end else []
    return Axis(1, most + 1, label, True, (*((k + 1.0, str(k)) for k in (0, *powers)), *last))


def decades(low, high, most: int = 4) -> tuple:
    """The ticks of a logarithmic axis at powers of ten: at most so many, and that of the high end.

    >>> decades(1e-6, 100)
    ((0.0001, '10⁻⁴'), (0.1, '10⁻¹'), (100.0, '10²'))
    """
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    every = math.ceil((last - first + 1) / most)
    powers = sorted(range(last, first - 1, -every))
    return tuple((10.0**k, "10" + str(k).translate(SUPERSCRIPTS) if k else "1") for k in powers)
