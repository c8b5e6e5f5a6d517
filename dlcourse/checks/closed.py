"""Checks: what a hidden check may tell. Nothing that the student's process says while it is tried.

A student's code could put what it was called with into the text of an error, into the name of a class, into a
number that it returns. So told are the judge's own words; of an error the name of a class of Python's, what
Python or NumPy says in such a case without its values, and a line of the student's own text; and such numbers
alone as the judge has itself.
"""

import ast
import builtins
import contextlib
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable

from dlcourse.checks.calls import ADVICE
from dlcourse.checks.elsewhere import ask_there
from dlcourse.checks.failed import CheckFailed
from dlcourse.checks.limits import Limits
from dlcourse.checks.watching import ALSO, functions_of, why
from dlcourse.checks.wording import describe_inputs

ERRORS = {name for name, kind in vars(builtins).items() if isinstance(kind, type)}
ERRORS = {name for name in ERRORS if issubclass(getattr(builtins, name), BaseException)} | {"LinAlgError"}
WARNINGS = ("divide by zero", "overflow", "underflow", "invalid value")  # NumPy adds " encountered in exp"
TEXTS = {  # how Python or NumPy begins, as a pattern: what of it is told, without its values
    "operands could not be broadcast": "operands could not be broadcast together",
    "matmul: ": "matmul: the shapes do not fit",
    r"shapes \(.*not aligned": "the shapes are not aligned",
    "The truth value of an array": "the truth value of an array is ambiguous",
    "ufunc 'bitwise_": "'bitwise_' operators are not supported for these numbers",
    "numpy boolean": "numpy boolean arrays have no `-`",
    "only .*(length-1|size-1|0-dimensional)": "only single numbers can be converted to Python scalars",
    "setting an array element with a sequence": "the array would have an inhomogeneous shape",
    "cannot reshape array": "the array cannot be reshaped into that shape",
    "(list|tuple|string|range object) index out of range": "an index is out of range",
    "index .* is out of bounds": "an index is out of bounds",
    "axis .* is out of bounds": "an axis is out of bounds",
    "too many indices": "too many indices for the array",
    "(too many|not enough) values to unpack": "another number of values than names to unpack them to",
    "(float |integer )?(division|modulo).* by zero": "division by zero",
    "math (range|domain) error": "math range error",
    "maximum recursion depth": "maximum recursion depth exceeded",
    "cannot access local variable": "a local variable is not associated with a value",
    "name '": "a name is not defined",
    "'NoneType' object (is not|has no)": "a 'NoneType' object, None, cannot be used so",
    "'[^']*' object (is not|does not support|has no)": "an object cannot be used so",
    "unsupported operand": "unsupported operand types",
    r"[\w.<>]+\(\) (missing|takes|got)": "a function is called with other arguments than it takes",
    "Singular matrix": "singular matrix",
}
TOKEN = re.compile(
    r"(?<!\w)'[^']*'(?!\w)|[<>|=]?\b[USVmM]\d+\b(?:\[\w*\])?"  # texts, and the dtypes that have a length
    r"|(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|\b(?:nan|inf)\b"
)
LEFT_OUT = "\N{HORIZONTAL ELLIPSIS}"


class Told(str):
    """A sentence of the judge's own, in which every word and number may be told."""


class Closed:
    """A student's function in another process, whose answers come from closed lists but for its results."""

    def __init__(self, function: Callable, name: str):
        self.function, self.name = function, name

    def _checks_there(self, what: str, *parts):
        if what == "unused":
            return self.never_read()
        found = ask_there(self.function)(what, *parts)
        if what == "peeks":
            return found and "This notebook reads model answers: take that out, and answer by yourself."
        (result, problem, warned, printed), (inputs, limits, _) = found, parts
        told = problem and self.problem(problem, inputs, Limits(**limits))
        return [nameless(result), told, sorted({*filter(None, map(warning, warned))}), printed]

    def problem(self, text: str, inputs: dict, limits: Limits) -> str:
        """The judge's own words for a sentence on a call that came to no result."""
        for begin, told in possible(self.name, inputs, limits):
            if re.match(begin, text):
                return Told(told)
        match = re.match(rf"{re.escape(self.name)} stopped with (\w+)(?:: )?(.*)", text, re.S)
        kind, rest = match.groups() if match else ("", "")
        stopped = f"{self.name} stopped with {kind if kind in ERRORS else 'an error'}"
        said = next((f": {told}" for begin, told in TEXTS.items() if re.match(begin, rest)), "")
        advice = next((f" {told}" for part, told in ADVICE.items() if part in said), "")
        return Told(f"{stopped}{said}{self.line(rest)}.{advice}")

    def never_read(self) -> list[str]:
        """The arguments that its text never reads: its process could choose which ones to name."""
        with contextlib.suppress(OSError, TypeError, SyntaxError):
            for made in ast.parse(textwrap.dedent(inspect.getsource(self.function))).body:
                if isinstance(made, ast.FunctionDef) and made.name == self.name:
                    return [one.arg for one in made.args.args if one.arg not in read_in(made)]
        return []

    def line(self, text: str) -> str:
        """The line that a text names, if it is one of the function's own."""
        named = re.findall(r", in the line `([^\n]*?)`", text)
        with contextlib.suppress(OSError, TypeError):
            lines = [line.strip() for line in inspect.getsource(self.function).split("\n")]
            if named and named[-1] in lines:
                return f", in the line `{named[-1]}`"
        return ""


def read_in(tree: ast.AST) -> set[str]:
    """The names that a piece of a program reads; `x += 1` reads x, too."""
    nodes = [*ast.walk(tree)]
    changed = (node.target for node in nodes if isinstance(node, ast.AugAssign))
    loaded = (node for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
    return {node.id for node in (*changed, *loaded) if isinstance(node, ast.Name)}


def possible(name: str, inputs: dict, limits: Limits) -> Iterable[tuple[str, str]]:
    """(how it begins, what is told) of each sentence that does not depend on what the function is given."""
    own = re.escape(name)
    order = ", in this order" * (len(inputs) > 1)
    yield f"{own} should take ", f"{name} should take {', '.join(inputs) or 'no arguments'}{order}."
    yield (
        r"\w+ is not written yet",
        f"{name} is not written yet: put your answer in the place of `raise ...`.",
    )
    yield f"{own} changed (its input|the shape of)", f"{name} changed its input. Work on a copy."
    seconds = f"{limits.seconds:g} second{'s' * (limits.seconds != 1)} of computing"
    yield f"{own} was not done", f"{name} was not done after {seconds}, and was stopped. {limits.slow}"
    for refused in (*limits.refused, *limits.at_most):
        for home in (refused, *ALSO.get(refused, ())):
            for _, short in functions_of(home):
                told = f"{name} {why(refused, short, limits.at_most)}"
                yield re.escape(told), f"{told} {limits.slow if 'more than' in told else ''}".rstrip()


def nameless(result):
    """The result; what stands in it for an object of a class of the student's has no name of theirs."""
    if type(result) in (tuple, list):
        return type(result)(map(nameless, result))
    if type(result).__module__ == "student":
        type(result).__name__ = "object"
    return result


def warning(text: str) -> str:
    """What of a warning is told: NumPy's own beginning, "" for any other."""
    return next((f"{begin} encountered" for begin in WARNINGS if text.startswith(begin)), "")


def failure(task, inputs: dict, results: dict, problem, warned, finding) -> CheckFailed:
    """What is told of a case that failed: without the student's numbers, and without those of the inputs.

    results: the right ones.   The others as in `examine`.
    """
    known = {*map(str, numbers_of([*inputs.values(), *results.values()])), "0", "1", "2"}
    words = {value for value in inputs.values() if isinstance(value, str)}

    def closed(text: str) -> str:
        return without_values(text, known, words, task.kept)

    said = problem or finding.message.removesuffix(finding.where or " ")  # the first wrong entry is theirs
    return CheckFailed(
        said if isinstance(said, Told) else closed(said),
        f"NumPy warned: {'; '.join(warned)}." if warned and finding and finding.is_open else "",
        finding.hint if finding else "",
        f"Reread {task.reread}." if task.reread else "",
        called=f"Called: {task.name}({describe_inputs(inputs, numbers=False)})" if inputs else "",
        see=task.control if finding else "",
    )


def numbers_of(values) -> set[int]:
    """The lengths of arrays and lists, also of those in lists: a student knows what sizes are tried."""
    found: set[int] = set()
    for value in values:
        if isinstance(value, list | tuple):
            found |= {len(value)} | numbers_of(value)
        else:
            found |= {*getattr(value, "shape", ())}
    return found


def without_values(text: str, numbers, words, kept) -> str:
    """A text with dots for each number and each text in quotes that is not among these.

    kept: sentences that stay as they are.

    >>> without_values("dw is 0.37 times too large; its shape is (4, 1).", {"4", "1"}, (), ())
    'dw is … times too large; its shape is (4, 1).'
    """

    def known(match):
        token = match[0]
        return token if token.lstrip("-") in numbers or token.strip("'") in words else LEFT_OUT

    longest = sorted(filter(None, kept), key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, longest))})", text) if longest else [text]
    return "".join(part if i % 2 else TOKEN.sub(known, part) for i, part in enumerate(parts))
