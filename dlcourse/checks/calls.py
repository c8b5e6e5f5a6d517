"""Checks: the call of a student's function. Errors and warnings become sentences for a beginner."""

import contextlib
import inspect
import io
import linecache
import signal
import threading
import traceback
import warnings
from dataclasses import dataclass, field

from dlcourse.checks.inputs import remember, unchanged

TIME_LIMIT = 10.0  # seconds
SLOW = "Does it work the same thing out again and again?"


class OutOfTime(BaseException):
    """Raised in a call that takes too long. A BaseException, so that `except Exception` does not catch it."""


@dataclass
class Outcome:
    """The outcome of a call: a result, or a problem in words; and numpy's warnings."""

    result: object = None
    problem: str | None = None
    warned: list[str] = field(default_factory=list)


def call(
    function, inputs: dict, *, time_limit: float = TIME_LIMIT, slow: str = SLOW, quiet: bool = False
) -> Outcome:
    """The outcome of function(*inputs.values()), with exceptions, warnings and changed inputs in words.

    Nothing reaches stderr, since nbgrader gives no points for a cell that writes there. quiet: prints
    are discarded, too. slow: what to add when the time is up.
    """
    name = getattr(function, "__name__", "the function")
    problem = _signature(function, name, inputs)
    if problem:
        return Outcome(problem=problem)
    before, outcome = remember(inputs), Outcome()
    with _captured_output(quiet) as warned, _alarm(time_limit):
        try:
            outcome.result = function(*inputs.values())
        except KeyboardInterrupt:
            raise  # the student stops the cell: not a fault of the answer
        except BaseException as error:  # SystemExit, too: no answer may end the test
            outcome.problem = _in_words(error, name, time_limit, slow)
    # A set: a loop may warn a thousand times.
    outcome.warned = sorted({str(warning.message) for warning in warned})
    # An exception comes first: it explains more.
    outcome.problem = outcome.problem or unchanged(inputs, before, name)
    return outcome


def _signature(function, name: str, inputs: dict) -> str | None:
    if not callable(function):
        return f"{name} is not a function but a {type(function).__name__}: does something else have its name?"
    try:
        # Before the call: a TypeError from within has other causes.
        inspect.signature(function).bind(*inputs.values())
    except TypeError:
        return (
            f"{name} should take the {len(inputs)} argument(s) ({', '.join(inputs)}), in this order; "
            f"yours is defined as {name}{inspect.signature(function)}."
        )
    except ValueError:  # a builtin without a signature
        pass
    return None


def _in_words(error: BaseException, name: str, time_limit: float, slow: str) -> str:
    if isinstance(error, NotImplementedError):
        name = traceback.extract_tb(error.__traceback__)[-1].name  # it may be a function called by this one
        return f"{name} is not written yet: put your answer in the place of `raise NotImplementedError()`."
    if isinstance(error, OutOfTime):
        return f"{name} was not done after {time_limit:g} seconds and was stopped. {slow}"
    what = f"{type(error).__name__}: {error}".rstrip(": ")  # an error without a text: only its name
    return f"{name} stopped with {what}{_line_of(error)}."


def _line_of(error: BaseException) -> str:
    """The line of the student that raised, in words: the last one outside installed packages."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)[1:]):  # without the frame of `call`
        # IPython registers the source of cells there.
        line = linecache.getline(frame.filename, frame.lineno or 0).strip() or frame.line
        if line and "site-packages" not in frame.filename:
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


@contextlib.contextmanager
def _alarm(seconds: float):
    """A `with` block, left with OutOfTime after some seconds; without effect on Windows and in threads."""
    # Python runs signal handlers in the main thread.
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(signum, frame):
        raise OutOfTime

    previous = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        # 0 stops the timer; first of all, so that it cannot ring here.
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
