"""What the checks say about answers that run in a process of their own, as where one grades."""

import sys
import time
from pathlib import Path

from dlcourse.checks import CheckFailed
from dlcourse.checks.examine import examine
from dlcourse.grading.split import judging, student
from dlcourse.grading.split.session import Session
from dlcourse.grading.split.shell import Shell

sys.path.append(str(Path(__file__).parents[1] / "grading" / "split"))
from plain_box import LIMITS, PlainBox  # noqa: E402

SECONDS = 60.0


def warm() -> None:
    """Make both shells, so that a fork has them."""
    student.shell()
    Shell.clear_instance()
    judging.shell()


def told_there(sources: dict, exercise, task, cases) -> dict:
    """{name of an answer: {check: what it says}}.   cases: by check"""
    session, said = None, {}
    for name, source in sources.items():
        if session is None or session.ended:  # an answer may end its process
            session = begun(exercise)
        session.until = time.monotonic() + SECONDS
        try:
            session.ask("cell", source, 1000)
            said[name] = told(session.name(exercise.name), task, cases)
        finally:
            if session.ended or name == [*sources][-1]:
                session.end("crashed")
    return said


def told(function, task, cases) -> dict:
    """{check: what it says} of a function; only those that it fails."""
    said = {}
    for check, tried in cases.items():
        try:
            examine(function, task, tried)
        except CheckFailed as error:
            said[check] = " ".join(str(error).split())
    return said


def begun(exercise) -> Session:
    """The conversation with a process that has run the setup cell."""
    session = Session(PlainBox().student({}, LIMITS), LIMITS)
    session.until = time.monotonic() + SECONDS
    session.ask("cell", exercise.cells["setup"][1], 1000)
    return session
