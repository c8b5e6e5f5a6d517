"""An ordinary assignment of nbgrader's, small, and what students make of its notebook, as bytes."""

import json

from dlcourse.grading.intake.canonical import as_handed_out, read_assignment
from dlcourse.grading.intake.folder import Found
from dlcourse.grading.intake.record import record
from dlcourse.grading.intake.taking import take_in
from dlcourse.grading.plans import Outcome, Verdict

SQUARES = 'def squares(n):\n    """1, 4, ... n^2"""\n    return [i**2 for i in range(1, n + 1)]'
TOTAL = "def total(n):\n    return sum(squares(n))"
HIDDEN = "### BEGIN HIDDEN TESTS\nassert squares(0) == []\n### END HIDDEN TESTS"
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


def cell(source, kind="code", **nbgrader):
    """A cell of format 4, with nbgrader's metadata where some are given."""
    made = {"cell_type": kind, "source": source, "metadata": {}}
    if kind == "code":
        made |= {"outputs": [], "execution_count": None}
    if nbgrader:
        flags = dict.fromkeys(("grade", "solution", "locked", "task"), False)
        made["metadata"]["nbgrader"] = {"schema_version": 3, **flags, **nbgrader}
    return made


def notebook(*cells, language="python", **metadata):
    """A notebook of format 4 as a dictionary."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": language}
    metadata = {"kernelspec": kernel, **metadata}
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": list(cells)}


def as_bytes(book):
    """The file of a notebook."""
    return json.dumps(book).encode()


def source():
    """The source: a locked cell, two answers with a test each, an example, two answers in words, a task."""
    return notebook(
        cell("Squares and sums.", "markdown"),
        cell("import math", grade_id="setup", locked=True),
        cell(between(SQUARES, "return [i**2 for i in range(1, n + 1)]"), grade_id="squares", solution=True),
        cell("squares(10)"),
        cell(
            f"assert squares(2) == [1, 4]\n{HIDDEN}",
            grade_id="test_squares",
            grade=True,
            locked=True,
            points=2,
        ),
        cell(between(TOTAL, "return sum(squares(n))"), grade_id="total", solution=True),
        cell("assert total(10) == 385", grade_id="test_total", grade=True, locked=True, points=1),
        cell("Why is that?", "markdown"),
        cell("Because.", "markdown", grade_id="why", grade=True, solution=True, points=3),
        cell(
            "Plot.\n### BEGIN MARK SCHEME\nOne a line.\n### END MARK SCHEME",
            "markdown",
            grade_id="plot",
            task=True,
            locked=True,
            points=4,
        ),
    )


def between(answer, line):
    return answer.replace(f"    {line}", f"    {BEGIN}\n    {line}\n    {END}")


def assignment(book=None, **others):
    """The assignment "ps", of one notebook "p1"."""
    return read_assignment("ps", {"p1": as_bytes(book or source())}, **others)


def handed_out():
    """The notebook that students get, as a dictionary."""
    book, sheet = source(), ASSIGNMENT.sheets[0]
    for made, canonical in zip(book["cells"], sheet.cells, strict=True):
        made["source"] = as_handed_out(canonical).source
    return book


ASSIGNMENT = assignment()
ALL = {"test_squares": 2.0, "test_total": 1.0, "why": None, "plot": None}
ANSWERS = {"squares": SQUARES, "total": TOTAL, "why": "It is a sum."}


def solved(**answers):
    """The notebook with answers, by grade_id; right ones where none are given."""
    book = handed_out()
    for grade_id, text in {**ANSWERS, **answers}.items():
        find(book, grade_id)["source"] = text
    return book


def find(book, grade_id):
    """The first cell with a grade_id."""
    return next(c for c in book["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def position(book, grade_id):
    """Where it stands."""
    return book["cells"].index(find(book, grade_id))


def taken(book, name="p1.ipynb", files=None, of=None):
    """What becomes of a notebook (a dictionary, or bytes) that is handed in under a name."""
    data = book if isinstance(book, bytes) else as_bytes(book)
    return take_in(of or ASSIGNMENT, "ada", Found({name: data, **(files or {})}))


def run(plan):
    """The Verdict of a plan, by a judge without walls: all cells in one dictionary, in order."""
    space, outcomes = {}, []
    for step in plan.steps:
        text = step.trusted if step.role == "test" else step.source
        try:
            exec(compile(text, step.name, "exec"), space)
            score = step.points
        except Exception:
            score = 0.0
        outcomes.append(Outcome(step.name, (), score if step.role == "test" else None))
    return Verdict(tuple(outcomes))


def scores(one):
    """{grade_id: score} of what was taken in, when it has been run; and the record's reasons."""
    made = record(one, {plan.notebook: run(plan) for plan in one.plans})
    return {name: score for name, (score, _) in made.cells.items()}, list(made.reasons)


def insert_answer(book, grade_id, text):
    """Put a copy of a cell, with another text, below it."""
    one = find(book, grade_id)
    book["cells"].insert(position(book, grade_id) + 1, {**one, "source": text})
