"""Every error at the public doors says who, what was expected, what came, and what to do."""

import ast
import contextlib
import functools
import re
from pathlib import Path

import numpy as np
from error_cases import EXCEPTIONS, PARTS, WRONG
from errors_common import T
from in_turn import in_turn

import dlcourse
from dlcourse import grad
from dlcourse.tensor import Parameter

LIBRARY = Path(dlcourse.__file__).parent
TOOLS = {
    "checks",
    "grading",
    "inventory",
    "skeletons",
    "widgets",
    "cli",
}  # rooms with registers of their own
SHAPE = re.compile(
    r"^(?P<who>[^:\n]{2,80}): expected (?P<expected>.+), got (?P<got>.+); (?P<advice>.+)$", re.DOTALL
)


def part_of(wrong):
    """The file of a row."""
    return next(part.__name__ for part in PARTS if wrong in part.WRONG)


@functools.cache
def raised(wrong):
    """What the call of a row raises; no row is called twice."""
    try:
        WRONG[wrong][0]()
    except Exception as error:
        return error
    return None


def texts(error):
    """The message and its notes: numpy's own errors get theirs from the op."""
    return [str(error), *getattr(error, "__notes__", ())]


@in_turn("wrong", WRONG, by=part_of)
def test_the_message_says_who_expected_what_got_what_and_what_to_do(wrong):
    _, expected, words = WRONG[wrong]
    error = raised(wrong)
    assert isinstance(error, expected), f"expected {expected}, got {error!r}"
    formed = [text for text in texts(error) if SHAPE.match(text)]
    assert formed, f"not of the form '<who>: expected <what>, got <what>; <what to do>': {texts(error)}"
    whole = "\n".join(texts(error))
    assert all(word in whole for word in words), f"{words} not all in: {whole}"
    assert len(formed[0]) < 400 and not formed[0].endswith(".")


def test_no_two_rows_have_one_name():
    assert len(WRONG) == sum(len(part.WRONG) for part in PARTS)


def statements():
    """Every statement of the library that raises an error of its own: module, first and last line, source."""
    for path in sorted(LIBRARY.rglob("*.py")):
        module = path.relative_to(LIBRARY)
        if module.parts[0] in TOOLS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                yield module.as_posix(), node.lineno, node.end_lineno, ast.unparse(node.exc)


def places(error):
    """The module and line where an error was raised, and those where the errors behind it were."""
    if error is None:
        return
    trace = error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(LIBRARY):
            yield path.relative_to(LIBRARY).as_posix(), trace.tb_lineno
        trace = trace.tb_next
    yield from places(error.__cause__)
    yield from places(error.__context__)


def test_every_error_that_the_library_raises_has_its_row():
    reached = {place for wrong in WRONG for place in places(raised(wrong))}
    missing, excused = [], set()
    for module, first, last, source in statements():
        if any((module, line) in reached for line in range(first, last + 1)):
            continue
        excuses = [
            key for key in EXCEPTIONS if key.split(": ")[0] == module and key.split(": ", 1)[1] in source
        ]
        excused.update(excuses)
        if not excuses:
            missing.append(f"{module}:{first} {source}")
    assert not missing, "add a row to tests/library/errors_*.py for\n" + "\n".join(missing)
    assert not set(EXCEPTIONS) - excused, f"no longer needed: {sorted(set(EXCEPTIONS) - excused)}"


def test_after_an_error_the_library_works_as_before():
    for call, _, _ in WRONG.values():
        with contextlib.suppress(Exception):  # the table judges which
            call()
    assert grad((T * T).sum(), T).tolist() == [2.0, 4.0]
    assert Parameter([1.0]).dtype == np.float64
