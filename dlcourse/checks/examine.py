"""Checks: a student's function, tried on the cases of an exercise: the one way of all checks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from dlcourse.checks.calls import call, unused
from dlcourse.checks.contradiction import beside_another, contradicted
from dlcourse.checks.devices import at_hand, brought_back
from dlcourse.checks.diagnosis import Look
from dlcourse.checks.failed import CheckFailed
from dlcourse.checks.limits import Limits
from dlcourse.checks.peeking import peeks
from dlcourse.checks.review import is_float32, review
from dlcourse.checks.wording import describe_inputs

OTHERS = 3  # further cases that are tried: a cause has to explain them, too


@dataclass(frozen=True)
class Case:
    """A call to try.

    inputs: by name, in order.   judge: () -> a judgement.   with_slips: () -> the same with its slips, asked
    only when the answer is wrong; None when it has them already.   repeats: whether it has the numbers of the
    case before, in another layout or dtype.
    """

    inputs: dict
    judge: Callable
    with_slips: Callable | None = None
    repeats: bool = False


@dataclass(frozen=True)
class Task:
    """What else belongs to the checks of a function.

    name: of the function.   reread: the section, in words.   control: the address of a control in the state
    that shows the mistake.   hint: what is told on request.
    inputs_shown: whether the student may see the inputs.
    """

    name: str
    reread: str = ""
    control: str = ""
    hint: str = ""
    limits: Limits = field(default_factory=Limits)
    inputs_shown: bool = False


def examine(function: Callable, task: Task, cases: Iterable[Case]) -> None:
    """Try a function on each case in turn. Raises CheckFailed, with a `finding`, at the first that fails."""
    refused = peeks(function)
    if refused:
        raise CheckFailed(refused)
    cases = list(cases)
    for i, case in enumerate(cases):
        problem, warned, finding = _tried(function, task, case)
        if finding and finding.causes:
            finding = _upheld(function, task, cases, i, finding)
        alike = [one for one in cases if words_in(one) == words_in(case)]
        if finding and "sign" in finding.causes and _some_pass(function, task, alike):
            finding = finding.with_signs_here_alone()
        if problem or finding:
            raise _failed(task, case, i, problem, warned, finding)


def words_in(case: Case) -> list:
    """The inputs that are words, as "tanh": with another word, another formula is asked for."""
    return [value for value in case.inputs.values() if isinstance(value, str)]


def _upheld(function, task: Task, cases, i: int, finding):
    """The finding with those causes only that no other case speaks against.

    If each is spoken against, an answer has two mistakes: then those that at least one other case shows.
    """
    alike = [words_in(case) == words_in(cases[i]) for case in cases]
    later = [case for j, case in enumerate(cases) if j > i and alike[j] and not case.repeats]
    others = [*later[:OTHERS], *[case for j, case in enumerate(cases[:i]) if alike[j]][:OTHERS]]
    without: set = set()
    first, twice = finding, None
    while finding.causes:
        seen, changes = [], frozenset(key[1] for key in finding.causes if key[0] == "change")
        for other in others:
            problem, _, found = _tried(function, task, other, Look(every=True, changes=changes))
            if not problem and not (changes and is_float32(other.inputs)):  # too coarse for them
                seen.append((found, _judged(other)))
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


def _judged(case: Case):
    return (case.with_slips or case.judge)()


def _some_pass(function, task: Task, cases) -> bool:
    whether = Look(whether=True)
    return any(_tried(function, task, case, whether) == (None, [], None) for case in cases)


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
    inputs = at_hand(case.inputs)
    finding = review(result, right, inputs, task.name, look=Look(whether=True))
    if finding and not (look and look.whether):
        right = case.with_slips() if case.with_slips else right
        finding = review(result, right, inputs, task.name, unused(function), look)
        if not finding.causes:  # a hint beside a known cause would mislead
            finding = finding.hinting(right.hint)
    return None, outcome.warned, finding


def _none(name: str, case: Case, printed: bool) -> str:
    """A sentence on a result None, if more is to be said of it than that."""
    if printed:
        return f"{name} prints and returns None: `print` shows a result, `return` gives it back."
    words = [f"{key} is {value!r}" for key, value in case.inputs.items() if isinstance(value, str)]
    there = " and ".join(words)
    return f"{name} returns None where {there}: is that case written, with a `return`?" if words else ""


def _failed(task: Task, case: Case, i, problem, warned, finding) -> CheckFailed:
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
