"""Checks: the answer is right up to a factor. Which count or constant is that factor?"""

import numpy as np

from dlcourse.checks.values import Evidence
from dlcourse.checks.wording import number


def constant_factor(e: Evidence) -> str | None:
    """A sentence if every entry is off by a factor with a meaning: 2, 1/2, m, 1/m, m/k."""
    factor = _factor(e)
    named = _name(abs(factor), e) if factor else None
    return f"{named}{_sign(factor)}" if named else None


def unnamed_factor(e: Evidence) -> str | None:
    """A sentence if every entry is off by the same factor, whatever it is."""
    factor = _factor(e)
    if not factor or np.count_nonzero(e.expected) < 2:
        return None  # one wrong number is always some multiple of the right one
    return f"Every entry of {e.name} is off by the same factor, {number(factor)}.{_sign(factor)}"


def _factor(e: Evidence) -> float | None:
    """The factor got / expected, if it is the same for all entries."""
    # By least squares, since a single quotient may be 0 / 0.
    square = np.vdot(e.expected, e.expected)
    factor = float(np.vdot(e.expected, e.got) / square) if square else 0.0
    return factor if factor and e.same(e.got / factor, e.expected) else None  # the fit alone proves nothing


def _sign(factor: float) -> str:
    return " Its sign is wrong, too." if factor < 0 else ""


def _name(factor: float, e: Evidence) -> str | None:
    """A sentence with all the meanings that the factor may have."""

    def close(value):
        return abs(factor / value - 1) < 10 * e.rtol  # it was fitted to numbers that are right to rtol

    counts = e.counts()
    # All counts of that size: m and k may both be 4.
    large = [f"{v} is {k}: did you forget to divide by it?" for k, v in counts.items() if close(v)]
    small = [f"{v} is {k}: did you divide by it once too often?" for k, v in counts.items() if close(1 / v)]
    if close(2):
        large.append("Is there a half in front of the square, which its derivative's 2 cancels?")
    if close(0.5):
        small.append("Is the 2 missing that a square leaves when it is differentiated?")
    if large:
        return f"{e.name} is {number(factor)} times too large. {' Or: '.join(large)}"
    if small:
        return f"{e.name} is {number(1 / factor)} times too small. {' Or: '.join(small)}"
    # A quotient of two counts last: with many counts it may fit by chance.
    for top, p in counts.items():
        for bottom, q in counts.items():
            if p != q and close(p / q):
                return f"{e.name} looks divided by {q} ({bottom}), where {p} ({top}) belongs."
    return None
