"""Checks: one call for a test cell. Call the function, look at every result, say what is wrong."""

from collections.abc import Callable

import numpy as np

from dlcourse.checks.calls import SLOW, TIME_LIMIT, Outcome, call
from dlcourse.checks.diagnosis import Finding, find
from dlcourse.checks.inputs import aliased
from dlcourse.checks.results import by_name, in_another_order, shared_memory
from dlcourse.checks.wording import describe_inputs, wrapped

STEP_SIZES = ("lr",)  # inputs that no gradient is made of: never suspected as a factor or a term


class CheckFailed(AssertionError):
    """A wrong answer, told in sentences. A notebook shows these alone, not the lines of the tests.

    called: what was called, with which shapes; it stands on the last line.
    """

    def __init__(self, *sentences: str, called: str = ""):
        super().__init__("\n".join(filter(None, (wrapped(*sentences), wrapped(called)))))

    def _render_traceback_(self):  # IPython asks for it
        return ["Not right yet.", str(self)]


def expect(holds, *sentences: str) -> None:
    """CheckFailed with these sentences unless `holds`: what `assert` does, without the lines of the test."""
    if not holds:
        raise CheckFailed(*sentences)


def check_function(
    function: Callable,
    inputs: dict,
    expected: dict,
    *,
    reread: str,
    hint: str = "",
    context: dict | None = None,
    slips: dict | None = None,
    rtol: float = 1e-6,
    time_limit: float = TIME_LIMIT,
    quiet: bool = False,
) -> None:
    """Call function(*inputs.values()); raise CheckFailed, which says what is wrong with the answer.

    expected: the results by name and in order; one name means that the function returns this result alone.
    reread: the section of the chapter.   hint: what to look at when no cause is found.
    context: what else the results are made of, by name, beside the inputs (see `diagnose`).
    slips: by the name of the result, pairs (what a certain slip gives, what to say then).
    """
    outcome = _done(function, inputs, reread, time_limit=time_limit, quiet=quiet)
    name = _name(function)
    finding = _review(outcome.result, inputs, expected, name, context or {}, slips or {}, rtol)
    if finding:
        warned = f"NumPy warned: {'; '.join(outcome.warned)}." if outcome.warned else ""
        hint = "" if finding.explained else hint
        raise CheckFailed(finding.told, warned, hint, f"Reread {reread}.", called=_called(name, inputs))


def result_of(
    function: Callable, inputs: dict, *, reread: str, time_limit=TIME_LIMIT, slow: str = SLOW, quiet=False
):
    """function(*inputs.values()), for a test of its own; CheckFailed when the call does not come through.

    slow: what to say when it was stopped after time_limit seconds.
    """
    return _done(function, inputs, reread, time_limit=time_limit, slow=slow, quiet=quiet).result


def _done(function, inputs, reread, **options) -> Outcome:
    outcome = call(function, inputs, **options)
    if outcome.problem:
        raise CheckFailed(outcome.problem, f"Reread {reread}.", called=_called(_name(function), inputs))
    return outcome


def _name(function) -> str:
    return getattr(function, "__name__", "the function")


def _called(name: str, inputs: dict) -> str:
    return f"Called: {name}({describe_inputs(inputs)})" if inputs else ""


def _review(result, inputs, expected, name, context, slips, rtol) -> Finding | None:
    """The first wrong result that is explained, or else the first wrong one; None when all are right."""
    results, problem = by_name(result, expected, name)
    problem = problem or in_another_order(results, expected, name, rtol)
    if problem:
        return Finding(problem, explained=True)
    known = {k: v for k, v in _numbers(inputs).items() if k not in STEP_SIZES} | context
    findings = [
        find(results[key], right, name=key, rtol=rtol, slips=slips.get(key, ()), context=known)
        for key, right in expected.items()
    ]
    wrong = sorted(filter(None, findings), key=lambda finding: not finding.explained)
    problem = (shared_memory(results) if wrong else None) or (None if wrong else aliased(results, inputs))
    if problem:
        return Finding(problem, explained=True)
    return wrong[0] if wrong else None


def _numbers(inputs: dict) -> dict:
    """The real numbers and arrays among the inputs, as float64."""
    kinds = {
        name: np.asarray(v).dtype.kind for name, v in inputs.items() if isinstance(v, (np.ndarray, float))
    }
    return {name: np.asarray(inputs[name], dtype=float) for name, kind in kinds.items() if kind in "fiu"}
