"""Checks: one call for a test cell. It calls the function, compares every result and names what is wrong."""

from collections.abc import Callable

import numpy as np

from dlcourse.checks.calls import SLOW, TIME_LIMIT, Outcome, call
from dlcourse.checks.diagnosis import Finding, find
from dlcourse.checks.inputs import aliased
from dlcourse.checks.results import by_name, in_another_order, shared_memory
from dlcourse.checks.wording import describe_inputs, wrapped

STEP_SIZES = ("lr",)  # inputs that no gradient contains: never named as a missing factor or term


class CheckFailed(AssertionError):
    """Raised for a wrong answer. A notebook shows only its sentences, not the lines of the test.

    called: the call, with the shapes of its inputs, for the last line.
    """

    def __init__(self, *sentences: str, called: str = ""):
        super().__init__("\n".join(filter(None, (wrapped(*sentences), wrapped(called)))))

    def _render_traceback_(self):  # IPython shows these lines in place of a traceback
        return ["Not right yet.", str(self)]


def expect(holds, *sentences: str) -> None:
    """Raise CheckFailed with these sentences unless `holds`: an `assert` that does not show the test."""
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
    """Call function(*inputs.values()). Raises CheckFailed, which explains the slip, for a wrong answer.

    expected: the right results by name, in order; a single name means that the function returns just that.
    reread: the section of the chapter.   hint: what to say when no cause is found.
    context: quantities besides the inputs from which the results are computed, by name (see `diagnose`).
    slips: for the name of a result, pairs (the number that results from a certain slip, what to say then).
    """
    outcome = _done(function, inputs, reread, time_limit=time_limit, quiet=quiet)
    name = _name(function)
    finding = _review(outcome.result, inputs, expected, name, context or {}, slips or {}, rtol)
    if finding:
        warned = f"NumPy warned: {'; '.join(outcome.warned)}." if outcome.warned else ""
        hint = "" if finding.explained else hint  # a hint beside a known cause would mislead
        raise CheckFailed(finding.message, warned, hint, f"Reread {reread}.", called=_called(name, inputs))


def result_of(
    function: Callable, inputs: dict, *, reread: str, time_limit=TIME_LIMIT, slow: str = SLOW, quiet=False
):
    """The result of function(*inputs.values()), for a test of its own. Raises CheckFailed if the call fails.

    slow: what to say when the call was stopped after time_limit seconds.
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
    """The finding about the first wrong result with a known cause, else the first wrong one; or None."""
    results, problem = by_name(result, expected, name)
    # First: else each value would be called wrong by itself.
    problem = problem or in_another_order(results, expected, name, rtol)
    if problem:
        return Finding(problem, explained=True)
    known = {k: v for k, v in _numbers(inputs).items() if k not in STEP_SIZES} | context
    findings = [
        # All are compared: a later one may have a known cause.
        find(results[key], right, name=key, rtol=rtol, slips=slips.get(key, ()), context=known)
        for key, right in expected.items()
    ]
    wrong = sorted(filter(None, findings), key=lambda finding: not finding.explained)  # stable: in order
    # Shared memory explains a wrong result; a right one that is an input itself is a fault, too.
    problem = (shared_memory(results) if wrong else None) or (None if wrong else aliased(results, inputs))
    if problem:
        return Finding(problem, explained=True)
    return wrong[0] if wrong else None


def _numbers(inputs: dict) -> dict:
    """The real numbers and arrays among the inputs, as float64."""
    kinds = {
        # In a context an int is a count.
        name: np.asarray(v).dtype.kind
        for name, v in inputs.items()
        if isinstance(v, (np.ndarray, float))
    }
    return {name: np.asarray(inputs[name], dtype=float) for name, kind in kinds.items() if kind in "fiu"}
