"""Trials in short: what a student wrote, what a test says, and the score."""

import atexit
import contextlib
import functools
import os
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

from plain_box import LIMITS

from dlcourse.grading.intake.binding import bindings
from dlcourse.grading.intake.sharing import shared_by_all
from dlcourse.grading.plans import BOTH, RAN, STUDENT, TEST, Plan, Step, Verdict
from dlcourse.grading.sandbox.channel import Connection
from dlcourse.grading.split import judging
from dlcourse.grading.split.shell import Shell

POINTS = 4.0


@contextlib.contextmanager
def judges_shell():
    """A `with` block with the judge's shell in this process, which has none afterwards."""
    main = sys.modules["__main__"]
    Shell.clear_instance()  # that of a test before, if it is of the other half
    judging.shell.cache_clear()
    try:
        yield judging.shell()
    finally:
        judging.JudgeShell.clear_instance()
        judging.shell.cache_clear()
        sys.modules["__main__"] = main


@functools.cache
def warm_process() -> Connection:
    """The line to a process that has both shells, and judges plans until this one ends."""
    here, there = socket.socketpair()
    program, fd = str(Path(__file__).with_name("warm_judge.py")), there.fileno()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen([sys.executable, program, str(fd)], env=environment, pass_fds=[fd])
    there.close()
    atexit.register(process.wait)
    atexit.register(here.close)  # first: what is registered last comes first
    return Connection(here.fileno(), here.fileno())


def judge(plan: Plan) -> Verdict:
    """The verdict of a process without a sandbox."""
    connection = warm_process()
    connection.send(plan.to_bytes())
    return Verdict.from_bytes(connection.receive())


def plan_of(*cells, names=None, limits=LIMITS, **options) -> Plan:
    """A plan of cells: a text is an answer, ("test", text) a test, ("both", text) a cell of both halves."""
    steps = []
    for i, cell in enumerate(cells):
        role, text = (STUDENT, cell) if isinstance(cell, str) else cell
        own, trusted = "" if role == TEST else text, "" if role == STUDENT else text
        steps.append(Step(f"{role}{i}", role, own, trusted, POINTS if role == TEST else 0.0))
    answers = [bindings(step.source) for step in steps if step.role == STUDENT]
    if names is None:
        names = sorted({name for one in answers if one for name in one.names})
    shared = shared_by_all(
        [SimpleNamespace(source=step.source) for step in steps if step.role == STUDENT], names
    )
    used = {"reads": tuple(shared.reads), "binds": tuple(shared.binds)}
    return Plan("ps1", "problem1", "ann", tuple(steps), tuple(names), limits=limits, **used, **options)


def verdict_of(*cells, **options) -> Verdict:
    """The verdict on such a plan."""
    return judge(plan_of(*cells, **options))


def scores(*cells, **options) -> list[float]:
    """The scores of its tests, of 4 points each."""
    return [one.score for one in verdict_of(*cells, **options).outcomes if one.score is not None]


def against(right: str, answer: str, *tests: str, **options) -> Verdict:
    """The verdict on an answer, once the right one has shown what the tests ask of it."""
    names, known = shown_by(right, tests)
    plan = plan_of(answer, *map(test, tests), names=names, questions=known, **options)
    return judge(plan)


@functools.cache
def shown_by(right: str, tests: tuple) -> tuple:
    """(the names that an answer binds, {test: what it asks of objects}) of an answer that passes."""
    plan = plan_of(right, *map(test, tests), reference=True)
    judged = [one for one in judge(plan).outcomes if one.score is not None]
    assert all((one.score, one.ended) == (POINTS, RAN) for one in judged), judged
    return plan.names, {one.name: one.asked for one in judged}


def test(text: str) -> tuple:
    """A test cell."""
    return TEST, text


def both(text: str) -> tuple:
    """A cell that runs in both halves."""
    return BOTH, text


test.__test__ = False
