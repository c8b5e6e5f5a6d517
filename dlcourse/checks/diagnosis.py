"""Checks: the diagnosis of a wrong answer, in words that name the shape, the axis, the factor."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from dlcourse.checks import factors, precision, shapes, values
from dlcourse.checks.gradients import close, off
from dlcourse.checks.values import Evidence
from dlcourse.checks.wording import first_wrong

# From the most particular to the most general: the first that explains the numbers is named.
CAUSES = (
    values.wrong_sign,
    values.transposed,
    values.missing_factor,
    factors.constant_factor,
    values.swapped_entry,
    values.swapped_input,
    values.missing_term,
    precision.kink,
    values.permuted,
    values.constant_offset,
)
OBSERVATIONS = (  # facts about the numbers, for when no cause is found
    values.all_zero,
    precision.rounded,
    precision.some_entries,
    factors.unnamed_factor,
)
UNKNOWN = "has the right shape, but its numbers are not right, and they do not show why."


@dataclass(frozen=True)
class Finding:
    """What is wrong with an answer.   explained: whether the cause is known, so that no hint is needed"""

    message: str
    explained: bool


def diagnose(
    got, expected, *, name: str = "your answer", rtol: float = 1e-6, slips: Iterable = (), **context
) -> str | None:
    """A sentence on what is wrong with got and, if the numbers show it, why; None when it is as expected.

    got: an answer.   expected: the right one, a number or an array. Each number is compared by itself: it may
    be off by rtol of its size, or by rounding (see `gradients.off`); integers (counts) must be exact.
    slips: pairs (the answer that results from a slip, what to say then), tried before the general causes.
    context: the quantities in the answer, by name: integers are counts (m=4), anything else may be a factor
    or a term that is missing. The message never contains an expected number.

    >>> print(diagnose(np.array([2.0, 4.0]), np.array([0.5, 1.0]), name="dw", m=4))
    dw is 4 times too large. 4 is m: did you forget to divide by it? First wrong entry: dw[0], yours is 2.
    """
    finding = find(got, expected, name=name, rtol=rtol, slips=slips, context=context)
    return finding.message if finding else None


def find(got, expected, *, name: str, rtol: float, slips: Iterable, context: dict) -> Finding | None:
    """The Finding from which `diagnose` takes its sentence."""
    message = shapes.kind_of(got, name)
    if message:
        return Finding(message, explained=True)
    if agrees(got, expected, rtol):
        return None
    # Before both become floats below.
    counted, dtype = np.asarray(expected).dtype.kind in "iu", np.asarray(got).dtype
    got, expected = np.asarray(got, dtype=float), np.asarray(expected, dtype=float)
    # The slips that the exercise foresees know more than any general cause: they come first.
    for slip, sentence in slips:
        if _same(got, slip, rtol):
            return Finding(sentence, explained=True)
    message = shapes.shape_suspicion(got, expected, name, context, lambda a, b: _same(a, b, rtol))
    message = message or precision.not_finite(name, got, expected)
    if message:
        return Finding(message, explained=True)
    if not np.isfinite(expected).all():  # the causes below compute with the numbers, so they need finite ones
        wrong = off(got, expected, rtol)
        missed = np.isfinite(got) & ~np.isfinite(expected)
        problem = "should not be finite there" if missed.any() else UNKNOWN.split(", ", 1)[1]
        where = first_wrong(name, got, missed if missed.any() else wrong)
        return Finding(f"{name} has the right shape, but {problem} {where}", explained=False)
    if counted:  # no factor or rounding explains a wrong count
        return Finding(f"{name} is a wrong count. {first_wrong(name, got, got != expected)}", explained=False)
    return _explain(Evidence(name, got, expected, context, rtol), dtype)


def agrees(got, expected, rtol: float) -> bool:
    """Whether an answer is right: integers must be equal, other numbers each to rtol."""
    if shapes.kind_of(got, "it"):
        return False
    if np.asarray(expected).dtype.kind in "iu":
        return np.array_equal(got, expected)
    return _same(got, expected, rtol)


def _same(a, b, rtol: float) -> bool:
    with np.errstate(all="ignore"):  # a suspect may divide by 0 or overflow: then it just does not fit
        return np.shape(a) == np.shape(b) and close(a, b, rtol)


def _explain(evidence: Evidence, dtype) -> Finding:
    name, wrong = evidence.name, evidence.wrong()
    where = first_wrong(name, evidence.got, wrong if wrong.any() else evidence.got != evidence.expected)
    # Needs the dtype, which float64 evidence has lost.
    cause = precision.cut_to_integers(evidence, dtype) or _first(CAUSES, evidence)
    if cause:
        return Finding(f"{cause} {where}", explained=True)
    seen = _first(OBSERVATIONS, evidence) or f"{name} {UNKNOWN}"
    return Finding(f"{seen} {where}", explained=False)


def _first(suspects, evidence: Evidence) -> str | None:
    return next(filter(None, (shapes.unless_it_raises(suspect, evidence) for suspect in suspects)), None)
