"""Judging: a test cell, run in the judge's shell: its score, and what a student may read of it."""

import functools
import math
import numbers
import traceback
import warnings

import numpy as np

from dlcourse.grading.markers import HIDDEN, regions
from dlcourse.grading.plans import CRASHED, LATE, RAISED, RAN, Limits, Outcome, Step
from dlcourse.grading.split import closed_lists
from dlcourse.grading.split.faults import Refused
from dlcourse.grading.split.names import Main, Names
from dlcourse.grading.split.shell import Shell, text_of

ENDED_SAYS = {
    LATE: "Your code was not done in time, and was stopped.",
    CRASHED: "Your code ended its whole process, by a crash or by a limit on what it may use.",
}
HIDDEN_SAYS = "A hidden test did not pass."


@functools.cache
def shell() -> Shell:
    """The shell in which tests run. Made before a fork, it is there at once after it."""
    names = Names(lambda: None)
    made = Shell.instance(user_module=Main(names))
    names.pop("open", None)  # IPython's own: a name of the tests' means one that they have put there
    return made


def run(source: str, limits: Limits):
    """(IPython's result, the outputs) of a cell of the judge's; text that goes to stderr costs nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a test that asks for warnings sets its own filter
        return shell().run(source, limits.output)


def failure(result):
    """The exception of a cell; None when it ran to its end."""
    return result.error_before_exec or result.error_in_exec


def outcome(step: Step, result, outputs, ended: str, limits: Limits) -> Outcome:
    """What came of a test.   ended: how the student's process ended meanwhile, "" when it did not."""
    kept = [one for one in outputs if one["output_type"] in ("stream", "display_data")]
    error = failure(result)
    if ended:
        return Outcome(step.name, (*kept, shown("Stopped", ENDED_SAYS[ended])), 0.0, ended)
    if error is not None:
        return Outcome(step.name, (*kept, told(step, error, limits)), 0.0, RAISED)
    score = score_of(result.result, step.points)
    if score != step.points:
        value = {"text/plain": f"{score:g}"}
        kept.append({"output_type": "execute_result", "data": value, "metadata": {}, "execution_count": None})
    return Outcome(step.name, tuple(kept), score, RAN)


def score_of(value, points: float) -> float:
    """The points for a test that ran: a number as its last value is partial credit, as nbgrader has it."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, numbers.Real | np.integer | np.floating):
        return float(points)
    number = float(value)
    return 0.0 if math.isnan(number) else min(max(number, 0.0), float(points))


def told(step: Step, error: BaseException, limits: Limits) -> dict:
    """The output of a test that failed, without a line of a hidden test, or a text of the student's code.

    What the student's code raised is told by the name of Python's class alone: its text, and a class's name,
    could hold what a hidden test has tried.
    """
    line, inside = place(step.trusted, error)
    hidden = line is None or is_hidden(step.trusted, line)
    name = name_of(error)
    if hasattr(error, "_raised_by_student"):
        text = (
            f"Your code raised {name} in {HIDDEN_SAYS[:13].lower()}."
            if hidden
            else f"Your code raised {name}."
        )
    elif isinstance(error, Refused) or not hidden or inside or speaks_to_students(error):
        text = text_of(error, limits.output // 4)
    else:
        text = ""
    if hidden:
        return shown(name, text or HIDDEN_SAYS)
    source = step.trusted.split("\n")[line - 1].strip()
    return shown(name, text, f"in the line `{source}`")


def speaks_to_students(error: BaseException) -> bool:
    """Whether an exception says itself what a notebook is to show of it, as this course's checks do."""
    return callable(getattr(error, "_render_traceback_", None))


def shown(name: str, text: str, *more: str) -> dict:
    """An error as an output of a cell."""
    lines = [f"{name}: {text}".rstrip(": "), *more]
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": lines}


def name_of(error: BaseException) -> str:
    """The name of an exception's class; of a class of the student's, that of the next of Python's own."""
    if hasattr(error, "_raised_by_student"):
        return next(closed_lists.NAMES[kind] for kind in type(error).__mro__ if kind in closed_lists.NAMES)
    return type(error).__name__


def place(source: str, error: BaseException) -> tuple:
    """(the line of the cell in which it stopped, whether the cell itself raised there)."""
    if isinstance(error, SyntaxError):
        return error.lineno, False
    frames = [*traceback.walk_tb(error.__traceback__)]
    own = [i for i, (frame, _) in enumerate(frames) if frame.f_globals.get("__name__") == "__main__"]
    if not own:
        return None, False
    line = frames[own[-1]][1]
    return (line if 0 < line <= source.count("\n") + 1 else None), own[-1] == len(frames) - 1


def is_hidden(source: str, line: int) -> bool:
    """Whether a line, from 1, stands between the markers of hidden tests."""
    lines = source.split("\n")
    if "HIDDEN TESTS" not in source:
        return False
    found = [one for one in regions(source) if one.kind == HIDDEN]
    return (
        not found
        or any(one.start < line <= one.start + len(one.lines) + 2 for one in found)
        or line > len(lines)
    )
