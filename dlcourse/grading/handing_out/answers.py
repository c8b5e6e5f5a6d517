"""Answers: the source's own pass every test, and what is handed out earns nothing, by the class's judge."""

import contextlib

from dlcourse.grading.classrun.bench import Bench
from dlcourse.grading.classrun.told import cause_of
from dlcourse.grading.handing_out.secrets import place
from dlcourse.grading.intake.folder import Found
from dlcourse.grading.intake.rejected import Rejected
from dlcourse.grading.plans import RAISED, RAN
from dlcourse.grading.problem import Problem
from dlcourse.grading.sandbox.refusal import NoSandbox

NEEDS = "let the test call what is to be written, move its asserts into one that does, or give it 0 points"


@contextlib.contextmanager
def bench_of(package, root):
    """A `with` block with a Bench; where no sandbox can be had one without: it runs the instructor's code."""
    try:
        bench = Bench(package, None, (str(root),))
    except NoSandbox:
        bench = Bench(package, "unsafe")
    with contextlib.closing(bench):
        yield bench


def unsolved(bench):
    """A Problem for each test that the source's own answers do not pass with all points."""
    for sheet in bench.assignment.sheets:
        outcomes = {one.name: one for one in bench.reference[sheet.name].outcomes}
        failed = [one for one in outcomes.values() if one.score is None and one.ended != RAN]
        for position, cell in enumerate(sheet.cells, 1):
            outcome = outcomes.get(cell.name)
            if outcome is None or outcome.score is None:
                continue
            if outcome.ended == RAN and outcome.score >= cell.points:
                continue
            got = f"{outcome.score:g} of {cell.points:g} points ({said(outcome)})"
            if failed:
                got += f"; before it the cell {failed[0].name!r} did not end well ({said(failed[0])})"
            do = "correct the answer or the test; book/grading_untrusted.md says what a test cannot do"
            where = place(sheet.name, cell.name, position)
            yield Problem(where, "the source's own answers to pass this test", got, do)


def said(outcome) -> str:
    """How a cell ended, in a line."""
    told = cause_of(outcome)
    return "a part of its points" if told == RAN else told if told != RAISED else "an error"


def paid_for_nothing(bench, files):
    """A Problem for each test that what students get passes as it is.   files: {relative path: bytes}"""
    try:
        cells = bench.judged("", Found(files)).summary.cells
    except Rejected as error:
        yield Problem("the release", "a notebook that can be graded", str(error), "correct the source")
        return
    for sheet in bench.assignment.sheets:
        for position, cell in enumerate(sheet.cells, 1):
            key = bench.assignment.keys.get((sheet.name, cell.name))
            score = cells[key]["score"] if key else 0.0
            if score:
                where, got = place(sheet.name, cell.name, position), f"{score:g} of {cell.points:g} points"
                yield Problem(where, "nothing for what nobody has written yet", got, NEEDS)
