"""Checks: a student's function, tried on the cases of an exercise: the one way of all checks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from dlcourse.checks.calls import call
from dlcourse.checks.devices import at_hand, brought_back
from dlcourse.checks.failed import CheckFailed
from dlcourse.checks.limits import Limits
from dlcourse.checks.peeking import peeks
from dlcourse.checks.review import refuted, review
from dlcourse.checks.wording import describe_inputs

OTHERS = 3  # further cases that are tried when two causes explain the first wrong one


@dataclass(frozen=True)
class Case:
    """A call to try.

    inputs: by name, in order.   judge: () -> a judgement.   with_slips: () -> the same with its slips, asked
    only when the answer is wrong; None when it has them already.
    """

    inputs: dict
    judge: Callable
    with_slips: Callable | None = None


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
        if finding and len(finding.causes) > 1:
            # One of the causes may have to be given up: it has to explain every wrong number.
            others = [_tried(function, task, other)[2] for other in cases[i + 1 : i + 1 + OTHERS]]
            finding = finding.narrowed(list(filter(None, others)))
        if finding and any(key[0] == "slip" for key in finding.causes):
            for passed in cases[:i][:OTHERS]:
                finding = finding.without(refuted((passed.with_slips or passed.judge)()))
        if finding and "sign" in finding.causes and _some_pass(function, task, cases):
            finding = finding.with_signs_here_alone()
        if problem or finding:
            raise _failed(task, case, i, problem, warned, finding)


def _some_pass(function, task: Task, cases) -> bool:
    return any(_tried(function, task, case) == (None, [], None) for case in cases)


def _tried(function, task: Task, case: Case):
    """(a problem of the call, numpy's warnings, what is wrong with the result), each None without one."""
    outcome = call(function, case.inputs, task.limits, task.name)
    if outcome.problem:
        return outcome.problem, outcome.warned, None
    if outcome.result is None and outcome.printed:
        told = f"{task.name} prints and returns None: `print` shows a result, `return` gives it back."
        return told, outcome.warned, None
    right = case.judge()
    result, strange = brought_back(outcome.result, getattr(right, "results", {}), case.inputs)
    if strange:
        return strange, outcome.warned, None
    inputs = at_hand(case.inputs)
    finding = review(result, right, inputs, task.name)
    if finding:
        right = case.with_slips() if case.with_slips else right
        finding = review(result, right, inputs, task.name, outcome.unused)
        if not finding.causes:  # a hint beside a known cause would mislead
            finding = finding.hinting(right.hint)
    return None, outcome.warned, finding


def _failed(task: Task, case: Case, i, problem, warned, finding) -> CheckFailed:
    error = CheckFailed(
        problem or finding.message,
        f"NumPy warned: {'; '.join(warned)}." if warned and finding else "",
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
