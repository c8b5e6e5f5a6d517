"""Checks: the call of a student's function. Errors and warnings become sentences for a beginner."""

import contextlib
import dis
import inspect
import io
import linecache
import traceback
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from dlcourse.checks.inputs import put_back, remember, unchanged
from dlcourse.checks.limits import Limits, OutOfTime, Refused, in_time, watched

LIBRARY = str(Path(__file__).parents[1])


@dataclass
class Outcome:
    """The outcome of a call: a result, or a problem in words.

    warned: numpy's warnings.   unused: the arguments that the function never reads.
    """

    result: object = None
    problem: str | None = None
    warned: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def call(function, inputs: dict, limits: Limits | None = None, name: str = "") -> Outcome:
    """The outcome of function(*inputs.values()), with exceptions, warnings and changed inputs in words.

    name: of the function, for messages; its own by default. Nothing reaches stderr, since nbgrader gives no
    points for a cell that writes there.
    """
    limits, name = limits or Limits(), name or getattr(function, "__name__", "the function")
    problem = _signature(function, name, inputs)
    if problem:
        return Outcome(problem=problem)
    before, outcome = remember(inputs), Outcome(unused=_unused(function))
    with _captured_output(limits.quiet) as warned:
        try:
            with in_time(limits.seconds, function), watched(limits.refused, limits.at_most):
                outcome.result = function(*inputs.values())
        except KeyboardInterrupt:
            raise  # the student stops the cell: not a fault of the answer
        except BaseException as error:  # SystemExit, too: no answer may end the test
            outcome.problem = _in_words(error, name, function, limits)
    # A set: a loop may warn a thousand times.
    outcome.warned = sorted({str(warning.message) for warning in warned})
    # An exception comes first: it explains more.
    changed = unchanged(inputs, before, name)
    if changed:
        put_back(inputs, before)
    outcome.problem = outcome.problem or changed
    return outcome


def _signature(function, name: str, inputs: dict) -> str | None:
    if not callable(function):
        return f"{name} is not a function but a {type(function).__name__}: does something else have its name?"
    try:
        # Before the call: a TypeError from within has other causes.
        inspect.signature(function).bind(*inputs.values())
    except TypeError:
        arguments = f"the {len(inputs)} arguments" if len(inputs) > 1 else "the argument" if inputs else ""
        listed = f"{arguments} {', '.join(inputs)}, in this order" if inputs else "no arguments"
        return f"{name} should take {listed}; yours is defined as {name}{inspect.signature(function)}."
    except ValueError:  # a builtin without a signature
        pass
    return None


def _unused(function) -> list[str]:
    """The arguments that the function's code never reads; none for what is no plain function."""
    code = getattr(function, "__code__", None)
    if code is None:
        return []
    read = set(code.co_cellvars)  # those read by a function within it
    for instruction in dis.get_instructions(code):
        if "LOAD_FAST" in instruction.opname:
            value = instruction.argval
            read.update(value if isinstance(value, tuple) else [value])  # two at once, from Python 3.13
    return [name for name in code.co_varnames[: code.co_argcount] if name not in read]


def _in_words(error: BaseException, name: str, function, limits: Limits) -> str:
    if isinstance(error, NotImplementedError):
        innermost = list(traceback.walk_tb(error.__traceback__))[-1][0]
        # One of the student's own, maybe another than was called; numpy and the library raise it, too.
        if innermost.f_globals is getattr(function, "__globals__", None):
            return (
                f"{innermost.f_code.co_name} is not written yet: put your answer in the place of `raise ...`."
            )
    if isinstance(error, OutOfTime):
        return f"{name} was not done after {limits.seconds:g} seconds and was stopped. {limits.slow}"
    if isinstance(error, Refused):
        return f"{name} {error} {limits.slow if 'more than' in str(error) else ''}"
    what = f"{type(error).__name__}: {error}".rstrip(": ")  # an error without a text: only its name
    return f"{name} stopped with {what}{_line_of(error)}."


def _line_of(error: BaseException) -> str:
    """The line of the student that raised, in words: the last outside the library and packages."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        # IPython registers the source of cells there.
        line = linecache.getline(frame.filename, frame.lineno or 0).strip() or frame.line
        if line and not any(part in frame.filename for part in (LIBRARY, "site-packages")):
            return f", in the line `{line}`"
    return ""


@contextlib.contextmanager
def _captured_output(quiet: bool):
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
        if quiet:
            stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
        warned = stack.enter_context(warnings.catch_warnings(record=True))
        warnings.simplefilter("always")  # by default Python shows a warning only the first time
        yield warned
