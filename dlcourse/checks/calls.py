"""Checks: the call of a student's function. Errors and warnings become sentences for a beginner."""

import contextlib
import dataclasses
import dis
import inspect
import io
import linecache
import re
import sys
import traceback
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType

from dlcourse.checks.devices import kept_there
from dlcourse.checks.elsewhere import ask_there
from dlcourse.checks.inputs import put_back, remember, unchanged
from dlcourse.checks.limits import Limits, OutOfTime, Refused, in_time
from dlcourse.checks.watching import watched
from dlcourse.checks.wording import a

LIBRARY = str(Path(__file__).parents[1])


@dataclass
class Outcome:
    """The outcome of a call: a result, or a problem in words.

    warned: numpy's warnings.   printed: whether it prints anything
    """

    result: object = None
    problem: str | None = None
    warned: list[str] = field(default_factory=list)
    printed: bool = False


def call(function, inputs: dict, limits: Limits | None = None, name: str = "") -> Outcome:
    """The outcome of function(*inputs.values()), with exceptions, warnings and changed inputs in words.

    name: of the function, for messages; its own by default. Nothing reaches stderr, since nbgrader gives no
    points for a cell that writes there.
    """
    limits, name = limits or Limits(), name or getattr(function, "__name__", "the function")
    if there := ask_there(function):
        return _called_there(there, inputs, limits, name)
    problem = _signature(function, name, inputs)
    if problem:
        return Outcome(problem=problem)
    before, outcome = remember(inputs), Outcome()
    with _captured_output(limits.quiet) as (warned, heard):
        try:
            allowed = watched(limits.refused, limits.at_most), in_time(limits.seconds, function)
            with kept_there(inputs), allowed[0], allowed[1]:
                outcome.result = function(*inputs.values())
        except KeyboardInterrupt:
            raise  # the student stops the cell: not a fault of the answer
        except BaseException as error:  # SystemExit, too: no answer may end the test
            outcome.problem = _in_another_order(function, name, inputs)
            outcome.problem = outcome.problem or _in_words(error, name, function, limits)
    outcome.printed = heard.anything
    # A set: a loop may warn a thousand times.
    outcome.warned = sorted({str(warning.message) for warning in warned})
    # An exception comes first: it explains more.
    changed = unchanged(inputs, before, name)
    if changed:
        put_back(inputs, before)
    outcome.problem = outcome.problem or changed
    return outcome


def _called_there(there, inputs: dict, limits: Limits, name: str) -> Outcome:
    """The outcome of a call in another process, whose word on the inputs is not taken for it."""
    before, outcome = remember(inputs), Outcome()
    try:
        # The exercise's own functions are watched here, where they run: the student has call-backs for them.
        with watched((), limits.at_most):
            outcome = Outcome(*there("call", inputs, dataclasses.asdict(limits), name))
    except Refused as error:
        outcome.problem = _in_words(error, name, None, limits)
    changed = unchanged(inputs, before, name)
    if changed:
        put_back(inputs, before)
    outcome.problem = outcome.problem or changed
    return outcome


def _signature(function, name: str, inputs: dict) -> str | None:
    if not callable(function):
        return (
            f"{name} is not a function but {a(type(function).__name__)}: does something else have its name?"
        )
    if _takes(function, len(inputs)):
        return None
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


def _in_another_order(function, name: str, inputs: dict) -> str | None:
    """A sentence on a function whose arguments have the right names in another order, for when it stops."""
    code = getattr(function, "__code__", None)
    own = list(code.co_varnames[: code.co_argcount]) if code else []
    if own == [*inputs] or sorted(own) != sorted(inputs):
        return None
    return f"{name} should take {', '.join(inputs)}, in this order; yours takes {', '.join(own)}."


def _takes(function, n: int) -> bool:
    """Whether it surely takes n arguments: nearly all answers do, and to ask `inspect` takes longer."""
    code = function.__code__ if isinstance(function, FunctionType) else None
    return code is not None and code.co_argcount == n and not code.co_kwonlyargcount


def unused(function) -> list[str]:
    """The arguments that the function's code never reads; none for what is no plain function."""
    if there := ask_there(function):
        return there("unused")
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
        limit = f"{limits.seconds:g} second{'s' * (limits.seconds != 1)} of computing"
        return f"{name} was not done after {limit}, and was stopped. {limits.slow}"
    if isinstance(error, Refused):
        return f"{name} {error} {limits.slow if 'more than' in str(error) else ''}"
    text = str(error)
    if isinstance(error, RecursionError):  # Python says in what: chance, a frame more and it differs
        text = text.partition(" exceeded")[0] + " exceeded"
    what = f"{type(error).__name__}: {text}".rstrip(": .")  # an error without a text: only its name
    return f"{name} stopped with {what}{_line_of(error, function)}.{_advice(error)}"


ADVICE = {  # a part of the text of an error that says little to a beginner: what to say then
    "truth value of an array": "`max`, `if`, `and` and `0 < z < 1` take one number: `np.maximum(0, z)`, "
    "`np.where` and `(0 < z) & (z < 1)` work entry by entry.",
    "'bitwise_": "`&`, `|`, `^` and `~` work on booleans and whole numbers, not on other numbers: in "
    "`(z > 0) & (z < 1)` the parentheses count.",
    "numpy boolean": "A mask, as `z > 0`, is True or False: `1.0 * (z > 0)` has numbers instead.",
    "to Python scalars": "`math.exp`, `math.sqrt` and `float` take one number: `np.exp` and `np.sqrt` work "
    "entry by entry.",
    "could not be broadcast": "Shapes are matched from their last axes: is a mean or a sum taken over "
    "the wrong axis, or is `keepdims=True` missing?",
    "'NoneType' object": "What works in place, as `rng.shuffle` and `list.sort`, gives back None.",
    "math range error": "A power is too large for a float.",
    "matmul: ": "In `A @ B`, A needs as many columns as B has rows: compare their shapes.",
    "inhomogeneous": "One array cannot hold arrays of different shapes: put commas between them.",
    "maximum recursion depth": "It calls itself deeper than Python allows: does it end? "
    "A list of what is left to do has no such limit.",
    "not associated with a value": "No line that ran has set it: is this case left out by an `if` or a loop?",
}


def _advice(error: BaseException) -> str:
    """A sentence on an error whose own text says little to a beginner; "" for others."""
    for text, told in ADVICE.items():
        if text in str(error):
            return f" {told}"
    for name in re.findall(r"'(\w+)'", str(error)) if isinstance(error, TypeError) else ():
        for module in [m for key, m in sys.modules.items() if key.startswith("dlcourse.")]:
            record = vars(module).get(name)
            if dataclasses.is_dataclass(record):
                parts = ", ".join(f"`.{part.name}`" for part in dataclasses.fields(record))
                return f" The library's {name} holds {parts}: take one of its parts."
    return ""


def _line_of(error: BaseException, function) -> str:
    """The line of the student that raised, in words: the last outside the library and packages.

    Lines of the cell of the function come first: what it calls may be of the cell that sets up.
    """
    own = getattr(getattr(function, "__code__", None), "co_filename", None)
    frames = traceback.extract_tb(error.__traceback__)[::-1]
    for frame in sorted(frames, key=lambda frame: frame.filename != own):  # stable: the innermost first
        # IPython registers the source of cells there.
        line = linecache.getline(frame.filename, frame.lineno or 0).strip() or frame.line
        if line and not any(part in frame.filename for part in (LIBRARY, "site-packages")):
            return f", in the line `{line}`"
    return ""


@contextlib.contextmanager
def _captured_output(quiet: bool):
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
        heard = stack.enter_context(contextlib.redirect_stdout(_Heard(None if quiet else sys.stdout)))
        warned = stack.enter_context(warnings.catch_warnings(record=True))
        warnings.simplefilter("always")  # by default Python shows a warning only the first time
        yield warned, heard


class _Heard(io.TextIOBase):
    """A stream that remembers whether anything was printed, and passes it on to `to`."""

    def __init__(self, to):
        self.to, self.anything = to, False

    def write(self, text: str) -> int:
        self.anything = True
        return self.to.write(text) if self.to else len(text)

    def flush(self):
        if self.to:
            self.to.flush()
