"""Checks: one call for a test cell. Call the function, look at every result, say what is wrong."""

from collections.abc import Callable

import numpy as np

from dlcourse.checks.calls import TIME_LIMIT, Outcome, call
from dlcourse.checks.diagnosis import Finding, find
from dlcourse.checks.inputs import aliased
from dlcourse.checks.wording import describe_inputs, wrapped


class CheckFailed(AssertionError):
    """A wrong answer, told in sentences. A notebook shows these alone, not the lines of the tests."""

    def __init__(self, *sentences: str):
        super().__init__(wrapped(*sentences))

    def _render_traceback_(self):  # IPython asks for it
        return ["Not right yet.", str(self)]


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
    outcome = _done(function, inputs, reread, time_limit, quiet)
    name = getattr(function, "__name__", "the function")
    finding = _review(outcome.result, inputs, expected, name, context or {}, slips or {}, rtol)
    if finding:
        called = f"{name}({describe_inputs(inputs)}):" if inputs else f"{name}():"
        warned = f"NumPy warned: {'; '.join(outcome.warned)}." if outcome.warned else ""
        hint = "" if finding.explained else hint
        raise CheckFailed(called, finding.told, warned, hint, f"Reread {reread}.")


def result_of(function: Callable, inputs: dict, *, reread: str, time_limit=TIME_LIMIT, quiet=False):
    """function(*inputs.values()), for a test of its own; CheckFailed when the call does not come through."""
    return _done(function, inputs, reread, time_limit, quiet).result


def _done(function, inputs, reread, time_limit, quiet) -> Outcome:
    outcome = call(function, inputs, time_limit=time_limit, quiet=quiet)
    if outcome.problem:
        raise CheckFailed(outcome.problem, f"Reread {reread}.")
    return outcome


def _review(result, inputs, expected, name, context, slips, rtol) -> Finding | None:
    """The first wrong result that is explained, or else the first wrong one; None when all are right."""
    results, problem = _by_name(result, list(expected), name)
    if problem:
        return Finding(problem, explained=True)
    known = {k: np.asarray(v, dtype=float) for k, v in inputs.items() if isinstance(v, (np.ndarray, float))}
    findings = [
        find(results[key], right, name=key, rtol=rtol, slips=slips.get(key, ()), context=known | context)
        for key, right in expected.items()
    ]
    wrong = sorted(filter(None, findings), key=lambda finding: not finding.explained)
    if wrong:
        return wrong[0]
    problem = aliased(results, inputs)
    return Finding(problem, explained=True) if problem else None


def _by_name(result, names: list[str], function: str) -> tuple[dict, str | None]:
    if len(names) == 1:
        if isinstance(result, tuple):
            return {}, (
                f"{function} returned {len(result)} values; expected is {names[0]} alone "
                "(a comma after `return` makes a tuple)."
            )
        return {names[0]: result}, None
    if result is None:
        return {}, f"{function} returned None. Does it end with `return {', '.join(names)}`?"
    if not isinstance(result, (tuple, list)) or len(result) != len(names):
        got = f"{len(result)} values" if isinstance(result, (tuple, list)) else f"one {type(result).__name__}"
        wanted = f"{len(names)} values, {', '.join(names)}, in this order"
        return {}, f"{function} should return {wanted}; it returned {got}."
    return dict(zip(names, result, strict=True)), None
