"""Checks: the answer is right up to a factor. Which count or constant is that factor?"""

import numpy as np

from dlcourse.checks.values import Causes, Evidence
from dlcourse.checks.wording import number

OF_SQUARES = "d", "J", "your answer"  # how slopes, losses and what has no name begin: a square may leave a 2


def constant_factor(e: Evidence) -> Causes:
    """When every entry is off by a factor with a meaning: 2, 1/2, m, 1/m, m/k. Each meaning is a cause."""
    factor = _factor(e)
    for key, size, meaning in _meanings(abs(factor), e) if factor else ():
        yield key, f"{e.name} {size}. {meaning}{_sign(factor)}"


def unnamed_factor(e: Evidence) -> str | None:
    """A sentence if every entry is off by the same factor, whatever it is."""
    factor = _factor(e)
    if not factor or np.count_nonzero(e.expected) < 2:
        return None  # one wrong number is always some multiple of the right one
    if abs(factor + 1) < 10 * e.rtol:
        return f"Every entry of {e.name} has the wrong sign."
    return f"Every entry of {e.name} is off by the same factor, {number(factor)}."


def _factor(e: Evidence) -> float | None:
    """The factor got / expected, if it is the same for all entries."""
    # By least squares, since a single quotient may be 0 / 0.
    square = np.vdot(e.expected, e.expected)
    factor = float(np.vdot(e.expected, e.got) / square) if square else 0.0
    return factor if factor and e.fits(e.got / factor) else None  # the fit alone proves nothing


def _sign(factor: float) -> str:
    return " Its sign is wrong, too." if factor < 0 else ""


def _meanings(factor: float, e: Evidence):
    """(key, how much, what it means) for each meaning that the factor may have."""

    def close(value):
        return abs(factor / value - 1) < 10 * e.rtol  # it was fitted to numbers that are right to rtol

    large, small = (
        f"is {number(size)} times too {word}" for size, word in ((factor, "large"), (1 / factor, "small"))
    )
    for name, count in e.counts().items():  # all of that size: m and k may both be 4
        if close(count):
            yield ("times", name), large, f"{count} is {name}: did you forget to divide by it?"
        if close(1 / count):
            yield ("over", name), small, f"{count} is {name}: did you divide by it once too often?"
    if not e.name.startswith(OF_SQUARES):
        return
    if close(2):
        yield "half", large, "Is there a half in front of the square, which its derivative's 2 cancels?"
    if close(0.5):
        yield "square", small, "Is the 2 missing that a square leaves when it is differentiated?"


def wrong_count(e: Evidence) -> Causes:
    """When every entry is off by a quotient of two counts."""
    factor, counts = _factor(e), e.counts()
    for top, p in counts.items():
        for bottom, q in counts.items():
            if factor and p != q and abs(factor / (p / q) - 1) < 10 * e.rtol:
                told = f"{e.name} looks divided by {q} ({bottom}), where {p} ({top}) belongs."
                yield ("quotient", top, bottom), told
