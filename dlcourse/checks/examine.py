"""Checks: a student's function, tried on the cases of an exercise: the one way of all checks."""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from dlcourse.checks import closed
from dlcourse.checks.calls import call, unused
from dlcourse.checks.contradiction import beside_another, contradicted, refutable
from dlcourse.checks.devices import at_hand, brought_back
from dlcourse.checks.diagnosis import Look
from dlcourse.checks.failed import CheckFailed
from dlcourse.checks.finding import Finding
from dlcourse.checks.limits import Limits
from dlcourse.checks.peeking import peeks
from dlcourse.checks.review import is_float32, review
from dlcourse.checks.wording import describe_inputs, never_uses

OTHERS = 3  # further cases that are tried: a cause has to explain them, too


@dataclass(frozen=True)
class Case:
    """A call to try.

    inputs: by name, in order.   judge: () -> a judgement.   repeats: whether it has the numbers of the case
    before, in another layout or dtype.
    """

    inputs: dict
    judge: Callable
    repeats: bool = False


@dataclass(frozen=True)
class Task:
    """What else belongs to the checks of a function.

    name: of the function.   reread: the section, in words.   control: the address of a control in the state
    that shows the mistake.   hint: what is told on request.
    inputs_shown: whether the student may see the inputs.   kept: of a hidden check the sentences that may be
    told as they are, see `closed`; None where all may be told.
    """

    name: str
    reread: str = ""
    control: str = ""
    hint: str = ""
    limits: Limits = field(default_factory=Limits)
    inputs_shown: bool = False
    kept: tuple | None = None


def examine(function: Callable, task: Task, cases: Iterable[Case]) -> None:
    """Try a function on each case in turn. Raises CheckFailed, with a `finding`, at the first that fails."""
    refused = peeks(function)
    if refused:
        raise CheckFailed(refused)
    cases, warnings = list(cases), []  # numpy's, of those that pass
    for i, case in enumerate(cases):
        problem, warned, finding = _tried(function, task, case)
        if not problem and not finding:
            warnings.append(warned)
            continue
        if finding and finding.causes:
            finding = _upheld(function, task, cases, i, finding)
        if finding and "sign" in finding.causes and _some_pass(function, task, cases, i, warnings):
            finding = finding.with_signs_here_alone()
        raise _failed(task, case, i, problem, warned, finding)


def words_in(case: Case) -> list:
    """The inputs that are words, as "tanh", or True or False: with another, another formula is asked for."""
    return [value for value in case.inputs.values() if isinstance(value, (str, bool))]


def _upheld(function, task: Task, cases, i: int, finding):
    """The finding with those causes only that no other case speaks against.

    If each is spoken against, an answer has two mistakes: then those that at least one other case shows.
    """
    alike = [words_in(case) == words_in(cases[i]) for case in cases]
    later = [case for j, case in enumerate(cases) if j > i and alike[j] and not case.repeats][:OTHERS]
    passed = [case for j, case in enumerate(cases[:i]) if alike[j] and not case.repeats][:OTHERS]
    without: set = set()
    first, twice = finding, None
    while refutable(finding.causes):
        seen = _seen(function, task, finding.causes, later, passed)
        against = set().union(*(contradicted(finding.causes, found, right) for found, right in seen))
        if not against:
            break
        twice = beside_another(finding.causes, seen) if twice is None else twice
        kept = finding.without(against)
        without |= against
        if not kept.causes:
            kept = _tried(function, task, cases[i], Look(frozenset(without)))[2].without(without)
        finding = kept
    return finding if finding.causes or not twice else first.without(first.causes.keys() - twice)


def _seen(function, task: Task, causes, later, passed) -> list:
    """(what is wrong or None, the judgement) in each later case, and in each that has passed.

    There it is looked for these causes alone, so that the rest need not be found out.
    """
    changes = frozenset(key[1] for key in causes if key[0] == "change")
    look = Look(every=True, sought=refutable(causes), changes=changes)
    cases = [*((case, _tried) for case in later), *((case, _passes) for case in passed)]
    seen = [
        (case, way(function, task, case, look))
        for case, way in cases
        if not (changes and is_float32(case.inputs))  # too coarse for them
    ]
    return [(found, case.judge()) for case, (problem, _, found) in seen if not problem]


def _passes(*_) -> tuple:
    """What `_tried` gives for a case that passes."""
    return None, [], None


def _some_pass(function, task: Task, cases, i: int, warnings) -> bool:
    """Whether a case with the same words as that of i passes in silence.   warnings: of those before i"""
    alike = [words_in(case) == words_in(cases[i]) for case in cases]
    if any(alike[j] and not warned for j, warned in enumerate(warnings)):
        return True
    later = (case for j, case in enumerate(cases) if j > i and alike[j])
    whether = Look(whether=True)
    return any(_tried(function, task, case, whether) == (None, [], None) for case in later)


def _tried(function, task: Task, case: Case, look: Look | None = None):
    """(a problem of the call, numpy's warnings, what is wrong with the result), each None without one."""
    outcome = call(function, case.inputs, task.limits, task.name)
    if outcome.problem:
        return outcome.problem, outcome.warned, None
    none = _none(task.name, case, outcome.printed) if outcome.result is None else ""
    if none:
        return none, outcome.warned, None
    right = case.judge()
    result, strange = brought_back(outcome.result, getattr(right, "results", {}), case.inputs)
    if strange:
        return strange, outcome.warned, None
    never_read = functools.partial(unused, function)
    finding = review(result, right, at_hand(case.inputs), task.name, never_read, look)
    if not finding and getattr(right, "seeded", False):
        finding = _unseeded(function, task, case, outcome.result, never_read())
    if finding and not finding.causes:  # a hint beside a known cause would mislead
        finding = finding.hinting(right.hint)
    return None, outcome.warned, finding


def _unseeded(function, task: Task, case: Case, first, never_read) -> Finding | None:
    """What is wrong with lists of numbers that chance of another source than `seed` has part in."""
    if "seed" in never_read:
        told = f"{never_uses(task.name, ['seed'])} Make one generator with it, and draw from that alone."
        return Finding({"free": told})
    again = call(function, case.inputs, task.limits, task.name).result
    if again is not None and all(map(np.array_equal, first, again)):
        return None
    told = "Called twice with the same seed, it draws other numbers: draw from one generator of this seed."
    return Finding({"free": told})


def _none(name: str, case: Case, printed: bool) -> str:
    """A sentence on a result None, if more is to be said of it than that."""
    if printed:
        return f"{name} prints and returns None: `print` shows a result, `return` gives it back."
    words = [f"{key} is {value!r}" for key, value in case.inputs.items() if isinstance(value, (str, bool))]
    there = " and ".join(words)
    return f"{name} returns None where {there}: is that case written, with a `return`?" if words else ""


def _failed(task: Task, case: Case, i, problem, warned, finding) -> CheckFailed:
    if task.kept is not None:
        right = getattr(case.judge(), "results", {})
        return closed.failure(task, case.inputs, right, problem, warned, finding)
    error = CheckFailed(
        problem or finding.message,
        f"NumPy warned: {'; '.join(warned)}." if warned and finding and finding.is_open else "",
        finding.hint if finding else "",
        f"Reread {task.reread}." if task.reread else "",
        called=_called(task, case.inputs, i),
        see=task.control if finding else "",
    )
    error.finding = finding
    return error


def _called(task: Task, inputs: dict, i: int) -> str:
    if not inputs:
        return ""
    call = f"Called: {task.name}({describe_inputs(inputs, whole=task.inputs_shown)})"
    again = f'"{task.name}", {i}' if i else f'"{task.name}"'
    return f"{call}; these are check.inputs({again})" if task.inputs_shown else call
