"""Checks: a cause that one case shows, and another speaks against: it has to explain every wrong number."""

from dlcourse.checks.agreement import agrees
from dlcourse.checks.finding import Finding
from dlcourse.checks.prints import Print
from dlcourse.checks.right import RTOL


def refutes(right, told: str) -> bool:
    """Whether a right answer to this case excludes a slip: it leads to another result there."""
    led = [
        any(
            all(_is_right(value, form[name]) for name, value in slip.results.items())
            for form in getattr(right, "forms", [right.results])
        )
        for slip in getattr(right, "slips", ())
        if slip.told == told
    ]
    return bool(led) and not any(led)  # a sentence may have several


def _is_right(value, right) -> bool:
    return value.is_of(right) if isinstance(value, Print) else agrees(value, right, RTOL)


# What a case may be unable to show: a square matrix is needed, other entries are exchanged.
NOT_EVERYWHERE = {"transposed", "entry", "kink", "permuted", "dtype", "integers", "memory", "step"}
OF_SHAPES = {"kind", "shape", "results", "free"}
OF_NUMBERS = {"factor", "factor twice", "square", "term", "in place"}  # no right result has them


def kind_of(key) -> str:
    """The kind of a cause, by its key."""
    return key if isinstance(key, str) else key[0]


def refutable(causes) -> frozenset:
    """The causes that another case may speak against."""
    return frozenset(key for key in causes if kind_of(key) not in NOT_EVERYWHERE | OF_SHAPES)


def contradicted(causes, other: Finding | None, right) -> set:
    """The causes that another case speaks against, where they should lead to other results than they do.

    other: what is wrong there, with the causes of every row; None where nothing is.   right: its judgement.
    """
    if other is None:
        # Of changes it says nothing: one sentence has many places, and some lead to right results.
        return {
            key
            for key in causes
            if kind_of(key) in OF_NUMBERS or (kind_of(key) == "slip" and refutes(right, key[1]))
        }
    if OF_SHAPES & set(map(kind_of, other.causes)):
        return set()
    missing = refutable(causes) - other.causes.keys()
    kinds = set(map(kind_of, missing))
    told = {("slip", slip.told) for slip in getattr(right, "slips", ())} if "slip" in kinds else set()
    if "change" in kinds:
        asked = frozenset(key[1] for key in causes if kind_of(key) == "change")
        told |= {("change", kind.told) for kind in right.kinds(asked)}
    return {key for key in missing if kind_of(key) not in ("slip", "change") or key in told}


def beside_another(causes, seen) -> set:
    """The causes that other wrong results show, too, and no right one excludes: beside a second mistake.

    seen: pairs (what is wrong in another case or None, its judgement)
    """
    shown = set().union(*(found.causes for found, _ in seen if found))
    excluded = set().union(*(contradicted(causes, None, right) for found, right in seen if not found))
    return set(causes) & shown - excluded
