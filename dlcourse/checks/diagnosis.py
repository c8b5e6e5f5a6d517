"""Checks: the diagnosis of a wrong result, in words that name the shape, the axis, the factor."""

import functools
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from dlcourse.checks import factors, precision, shapes, values
from dlcourse.checks.agreement import agrees, same
from dlcourse.checks.gradients import off
from dlcourse.checks.right import RTOL32
from dlcourse.checks.values import Evidence
from dlcourse.checks.wording import first_wrong

# From the most particular to the most general. All causes of a row that explain the numbers stand beside each
# other; a later row is asked only when an earlier one has none.
CAUSES = (
    (
        values.wrong_sign,
        values.transposed,
        values.missing_factor,
        values.after_a_step,
        factors.constant_factor,
        values.swapped_entry,
        values.missing_term,
    ),
    (values.swapped_input, factors.wrong_count, precision.kink),
    (values.permuted, values.constant_offset),
)
OBSERVATIONS = (  # facts about the numbers, for when no cause is found
    precision.all_zero,
    precision.rounded,
    factors.unnamed_factor,
    precision.some_entries,
)
UNKNOWN = "has the right shape, but its numbers are not right, and they do not show why."
ONE_UNKNOWN = "is not right, and a single number does not show why."


@dataclass
class Wrong:
    """What is known about a wrong result.

    causes: sentences, by a key that is the same for every result.   fact: () -> one, where there is no cause;
    None where the numbers are not looked at.   where: the first wrong entry.   few: whether there are so few
    numbers that a cause may fit by chance.
    """

    causes: dict = field(default_factory=dict)
    fact: Callable | None = None
    where: str = ""
    few: bool = False

    @functools.cached_property
    def seen(self) -> str:
        """What is told when there is no cause: found only then, since it takes a while."""
        return self.fact() if self.fact else ""


@dataclass(frozen=True)
class Look:
    """How causes are looked for.

    without: keys that do not count.   every: whether those of all rows together.   sought: the keys then
    asked for, all by default.   whether: not at all, only whether anything is wrong.   changes: sentences of
    the changed model answers to try (see `kinds`), all by default.
    """

    without: frozenset = frozenset()
    every: bool = False
    sought: frozenset | None = None
    whether: bool = False
    changes: frozenset | None = None

    def left(self, causes: dict) -> dict:
        """The causes that count."""
        return {key: told for key, told in causes.items() if key not in self.without}

    def first(self, *rows, sought: frozenset | None = None) -> dict:
        """The causes of the first row that has any, or of every row.   rows: dicts, or () -> a dict

        sought: keys: when all are found, no further row is asked.
        """
        found: dict = {}
        for row in rows:
            if not found or (self.every and (sought is None or not sought <= found.keys())):
                found |= self.left(row() if callable(row) else row)
        return found


def suspect(
    got,
    right,
    *,
    name: str,
    rtol: float,
    known: dict,
    float64: bool = True,
    why: bool = True,
    hinted=False,
    look=None,
) -> Wrong | None:
    """What is wrong with a result; None when it is right.

    known: the quantities that it is computed from, by name: integers are counts, anything else may be a
    factor or a term.   float64: whether the inputs have that precision, which is then to be kept.
    why: whether to look for causes in the numbers, which takes a while.   hinted: whether the exercise says
    more where there is no cause.   look: for which causes, all by default.
    """
    counted = np.asarray(right).dtype.kind in "iu"
    message = shapes.kind_of(got, name, counted)
    if message:
        return Wrong({("kind", name): message})
    dtype = np.asarray(got).dtype
    lowered = dtype.kind == "f" and dtype.itemsize < 8 and float64 and not counted
    if agrees(got, right, rtol) and not lowered:
        return None
    got, right = np.asarray(got, dtype=float), np.asarray(right, dtype=float)
    message = shapes.shape_suspicion(got, right, name, known, lambda a, b: same(a, b, rtol))
    message = message or precision.not_finite(name, got, right)
    if message:
        return Wrong({("shape", name): message})
    if not np.isfinite(right).all():
        return _infinite(got, right, name, rtol)
    if counted:  # no factor or rounding explains a wrong count
        some = f"has {np.count_nonzero(got != right)} wrong entries of {got.size}"
        seen = f"{name} {some if got.ndim else 'is a wrong count'}."
        return Wrong(fact=lambda: seen, where=first_wrong(name, got, got != right), few=True)
    evidence = Evidence(name, got, right, known, max(rtol, RTOL32 * lowered), hinted)
    return _explain(evidence, dtype, float64, why, look or Look())


def _infinite(got, right, name, rtol) -> Wrong:
    """The causes compute with the numbers, so they need finite ones."""
    missed = np.isfinite(got) & ~np.isfinite(right)
    there = " there" if np.ndim(got) else ""
    told = f"has the right shape, but should not be finite{there}." if missed.any() else UNKNOWN
    where = first_wrong(name, got, missed if missed.any() else off(got, right, rtol))
    return Wrong(fact=lambda: f"{name} {told}", where=where)


def _explain(evidence: Evidence, dtype, float64, why, look: Look) -> Wrong:
    name, wrong = evidence.name, evidence.wrong()
    where = first_wrong(name, evidence.got, wrong) if wrong.any() else ""
    # Needs the dtype, which float64 evidence has lost.
    lost = dict(precision.lower_precision(evidence, dtype, float64))
    unknown, few = f"{name} {UNKNOWN if evidence.got.ndim else ONE_UNKNOWN}", evidence.got.size < 3
    if not why:
        return Wrong(lost, lambda: unknown, where, few)
    causes = look.first(lost, *((lambda row=row: _all(row, evidence)) for row in CAUSES))
    return Wrong(causes, lambda: _first(OBSERVATIONS, evidence) or unknown, where, few)


def _all(suspects, evidence: Evidence) -> dict:
    found = (shapes.unless_it_raises(lambda e, s=s: dict(s(e)), evidence) for s in suspects)
    return {key: sentence for causes in found if causes for key, sentence in causes.items()}


def _first(suspects, evidence: Evidence) -> str | None:
    return next(filter(None, (shapes.unless_it_raises(s, evidence) for s in suspects)), None)
