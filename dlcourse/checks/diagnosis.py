"""Checks: what is wrong with an answer, in words that name the shape, the axis, the factor."""

from collections.abc import Iterable

import numpy as np

from dlcourse.checks import factors, precision, shapes, values
from dlcourse.checks.values import Evidence, close
from dlcourse.checks.wording import first_wrong

# From the most particular to the most general: the first that explains the numbers is named.
SUSPECTS = (
    values.all_zero,
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
    precision.some_entries,
    precision.rounded,
)


def diagnose(
    got, expected, *, name: str = "your answer", rtol: float = 1e-6, slips: Iterable = (), **context
) -> str | None:
    """None when got agrees with expected; otherwise what is wrong with it and, where it shows, why.

    got: an answer.   expected: the right one, a number or an array; equal means norm-wise, to `rtol`.
    slips: pairs (the answer that a certain slip gives, what to say then), tried before the general suspects.
    context: what the answer is made of, by name: whole numbers are counts (m=4), everything else may be a factor or
    a term that is missing. The message never holds an expected number.

    >>> diagnose(np.array([2.0, 4.0]), np.array([0.5, 1.0]), name="dw", m=4)
    'dw is 4 times too large. 4 is m: did you forget to divide by it? First wrong entry: dw[0], yours is 2.'
    """
    message = shapes.kind_of(got, name)
    if message:
        return message
    dtype, got, expected = np.asarray(got).dtype, np.asarray(got, dtype=float), np.asarray(expected, dtype=float)
    if got.shape == expected.shape and close(got, expected, rtol):
        return None
    for slip, told in slips:
        if np.shape(slip) == got.shape and close(got, slip, rtol):
            return told
    message = shapes.shape_suspicion(got, expected, name, context, lambda a, b: close(a, b, rtol))
    message = message or precision.not_finite(name, got)
    if message:
        return message
    evidence = Evidence(name, got, expected, context, rtol)
    reasons = (suspect(evidence) for suspect in SUSPECTS)
    reason = precision.cut_to_integers(evidence, dtype) or next(filter(None, reasons), None)
    wrong = evidence.wrong()
    where = first_wrong(name, got, wrong if wrong.any() else got != expected)
    return f"{reason or _unexplained(name)} {where}"


def _unexplained(name: str) -> str:
    return (
        f"{name} has the right shape but not the right numbers, and none of the usual slips "
        "(a sign, a factor, a transpose, a missing term, rounding) explains them."
    )
