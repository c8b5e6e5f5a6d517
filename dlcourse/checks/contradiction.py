"""Checks: a cause that one case shows, and another speaks against: it has to explain every wrong number."""

from dlcourse.checks.diagnosis import agrees
from dlcourse.checks.review import Finding
from dlcourse.checks.right import RTOL


def refuted(right) -> set:
    """The causes that a right answer to this case excludes: slips that lead to another result there."""
    led = {True: set(), False: set()}  # by whether they lead to the right result: a sentence may have several
    for slip in getattr(right, "slips", ()):
        same = all(agrees(value, right.results[name], RTOL) for name, value in slip.results.items())
        led[same].add(("slip", slip.told))
    return led[False] - led[True]


# What a case may be unable to show: a square matrix is needed, other entries are exchanged.
NOT_EVERYWHERE = {"transposed", "entry", "kink", "permuted", "dtype", "integers", "memory", "step"}
OF_SHAPES = {"kind", "shape", "results", "free"}
OF_NUMBERS = {"factor", "factor twice", "square", "term", "in place"}  # no right result has them


def contradicted(causes, other: Finding | None, right) -> set:
    """The causes that another case speaks against, where they should lead to other results than they do.

    other: what is wrong there, with the causes of every row; None where nothing is.   right: its judgement.
    """
    there = other.causes if other else {}
    kinds = {key: key if isinstance(key, str) else key[0] for key in (*causes, *there)}
    if OF_SHAPES & {kinds[key] for key in there}:
        return set()
    asked = frozenset(key[1] for key in causes if kinds[key] == "change")
    changed = {("change", kind.told) for kind in right.kinds(asked)} if asked else set()
    if (
        other is None
    ):  # of changes it says nothing: one sentence has many places, and some lead to right results
        return {key for key in causes if key in refuted(right) or kinds[key] in OF_NUMBERS}
    told = {("slip", slip.told) for slip in getattr(right, "slips", ())} | changed
    return {
        key
        for key in causes
        if key not in other.causes
        and kinds[key] not in NOT_EVERYWHERE | OF_SHAPES
        and (kinds[key] not in ("slip", "change") or key in told)
    }


def beside_another(causes, seen) -> set:
    """The causes that other wrong results show, too, and no right one excludes: beside a second mistake.

    seen: pairs (what is wrong in another case or None, its judgement)
    """
    shown = set().union(*(found.causes for found, _ in seen if found))
    excluded = set().union(*(contradicted(causes, None, right) for found, right in seen if not found))
    return set(causes) & shown - excluded
