"""Telling: what a student may read of a test that failed: no line of a hidden test, nothing that it tried.

What the student's code raised is told by the name of Python's own class alone: a text of theirs, and the
name of a class of theirs, could hold what a hidden test has tried. In a hidden test not even that name is
told, and of its author's words only those that no value of the student's is put into.
"""

import ast
import math
import re
import sys
import traceback

from dlcourse.grading.plans import CRASHED, HIDDEN, LATE
from dlcourse.grading.split import closed_lists
from dlcourse.grading.split.faults import Refused
from dlcourse.grading.split.shell import text_of

HIDDEN_SAYS = "A hidden test did not pass."
RAISED_SAYS = "Your code raised an error in a hidden test."
CHANGED_SAYS = "Your code changes what it is given, and the test passes only by that."
ENDS = {LATE: "was not done in time", CRASHED: "ended its process"}
SHORTEST = 6  # letters of a line that is looked for in what a test prints


def told(source: str, error: BaseException, most: int, words=HIDDEN) -> tuple[str, ...]:
    """(name, text, further lines) of what ended a test.   most: characters   words: see Plan.hidden"""
    source = as_run(source)
    lines, inside = place(source, error)
    hidden = not lines or max(lines) >= first_hidden(source, words)
    line = lines[-1] if lines else None
    name = name_of(error)
    if hasattr(error, "_raised_by_student"):
        if hidden:
            return "Error", RAISED_SAYS
        text = f"Your code raised {name}."
    else:
        open_one = (
            not hidden
            or (isinstance(error, Refused) or speaks_to_students(error))
            or (inside and says_so(source, line, error))
        )
        text = text_of(error, most) if open_one else ""
    if concealed(source, text, words) or (hidden and not text):
        text = HIDDEN_SAYS
    if hidden:
        return name, text
    return name, text, f"in the line `{source.split(chr(10))[line - 1].strip()}`"


def as_run(source: str) -> str:
    """The cell as IPython runs it, without the empty lines above: by these, numbers of lines are told."""
    lines = source.split("\n")
    first = next((i for i, line in enumerate(lines) if line and not line.isspace()), 0)
    return "\n".join(lines[first:])


def explain(result, names, failed) -> None:
    """Where a test misses a name that an answer binds, let its error say which cell was to bind it.

    result: IPython's, or None.   failed: {cell: (source, how it ended)}
    """
    error = result.error_in_exec if result else None
    name = getattr(error, "name", None)
    if type(error) is not NameError or name not in names:
        return
    for source, end in failed.values():
        if re.search(rf"\b{re.escape(name)}\b", source):
            error.args = (f"{error}, as the cell that was to define it {end}.",)
            return


def ending(ended: str, outputs) -> str:
    """How a cell ended that did not end well; of names, only Python's own are told."""
    if ended in ENDS:
        return ENDS[ended]
    name = next((one["ename"] for one in outputs if one["output_type"] == "error"), "")
    return f"stopped with {name}" if name in closed_lists.TYPES else "stopped with an error"


def speaks_to_students(error: BaseException) -> bool:
    """Whether an exception says itself what a notebook is to show of it, as this course's checks do."""
    return callable(getattr(error, "_render_traceback_", None))


def name_of(error: BaseException) -> str:
    """The name of an exception's class; of a class of the student's, that of the next of Python's own."""
    if hasattr(error, "_raised_by_student"):
        return next(closed_lists.NAMES[kind] for kind in type(error).__mro__ if kind in closed_lists.NAMES)
    return type(error).__name__


def place(source: str, error: BaseException) -> tuple:
    """(the lines of the cell that it went through, from 1; whether it was raised in the last of them).

    A helper that another cell has defined is no line of this one; a hidden line may have called it.
    """
    if isinstance(error, SyntaxError) and not error.__traceback__:
        return [error.lineno] if error.lineno else [], False
    frames = [*traceback.walk_tb(error.__traceback__)]
    main = [frame for frame, _ in frames if frame.f_globals.get("__name__") == "__main__"]
    cell = main[0].f_code.co_filename if main else None  # the cell that is run has called all others
    lines = [(i, line) for i, (frame, line) in enumerate(frames) if frame.f_code.co_filename == cell]
    if not lines or not all(0 < line <= source.count("\n") + 1 for _, line in lines):
        return [], False
    return [line for _, line in lines], lines[-1][0] == len(frames) - 1


def says_so(source: str, line: int, error: BaseException) -> bool:
    """Whether a line raises in fixed words, or misses a name; any other error may tell of values."""
    if isinstance(error, NameError):
        return True
    try:
        nodes = ast.walk(ast.parse(source))
    except SyntaxError:  # a cell with magics
        return False
    here = [node for node in nodes if isinstance(node, ast.Assert | ast.Raise)]
    here = [node for node in here if node.lineno <= line <= node.end_lineno]
    return bool(here) and all(map(fixed, here))


def fixed(node) -> bool:
    """Whether an assert or a raise has a message, and no value is put into it."""
    if isinstance(node, ast.Assert):
        return isinstance(node.msg, ast.Constant)
    if not isinstance(node.exc, ast.Call):
        return False
    return all(isinstance(one, ast.Constant) for one in node.exc.args) and not node.exc.keywords


def hidden_lines(source: str, words=HIDDEN) -> set[int]:
    """The numbers of lines, from 1, between markers of hidden tests; without an end, all that follow."""
    if not words:
        return set()
    (begin, end), found, opened = words, set(), False
    for i, line in enumerate(source.split("\n"), 1):
        opened = opened or begin in line  # as nbgrader looks for it
        if opened:
            found.add(i)
        opened = opened and end not in line
    return found


def first_hidden(source: str, words=HIDDEN) -> float:
    """The number of the first hidden line: what runs from there on may show what a hidden test has tried."""
    return min(hidden_lines(as_run(source), words), default=math.inf)


def is_open(first: float, names) -> bool:
    """Whether a student may see what is shown now.   first: see `first_hidden`.   names: those of the test"""
    frame, line = sys._getframe(), math.inf  # of no line of the test's, as what is shown at its end
    while frame:
        if frame.f_globals is names:
            line = frame.f_lineno  # at last that of the cell itself, which has called the others
        frame = frame.f_back
    return line < first or first == math.inf


def concealed(source: str, text: str, words=HIDDEN) -> bool:
    """Whether a text holds a line of a hidden test, as a traceback does that a test prints."""
    lines = source.split("\n")
    hidden = {lines[i - 1].strip() for i in hidden_lines(source, words)}
    return any(len(line) >= SHORTEST and line in text for line in hidden)


def without_concealed(source: str, outputs, words=HIDDEN) -> list[dict]:
    """The outputs of a test that a student may see."""
    kept = []
    for one in outputs:
        if one["output_type"] == "stream" and not concealed(source, one["text"], words):
            if not (one["name"] == "stderr" and hidden_lines(source, words)):  # where tracebacks go
                kept.append(one)
        elif one["output_type"] == "display_data":
            kept.append(one)
    return kept
