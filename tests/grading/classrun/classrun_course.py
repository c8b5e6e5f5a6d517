"""Courses graded by the command, in a process of its own, for tests."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

DLCOURSE = "from dlcourse.cli import app; app()"  # what the command `dlcourse` does
PATH = os.pathsep.join(filter(None, sys.path))
needs_sandbox = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("bwrap"), reason="no bubblewrap: apt-get install bubblewrap"
)


def started(course, *arguments, command="grade", **environment):
    """The command, started in a course's folder, with these variables."""
    return subprocess.Popen(
        [sys.executable, "-c", DLCOURSE, command, *map(str, arguments)],
        cwd=course,
        env={**os.environ, "PYTHONPATH": PATH, **environment},
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def graded(course, *arguments, status=0, **options):
    """What the command said, once it has ended with this status."""
    process = started(course, *arguments, **options)
    said = process.communicate()[1]
    assert process.returncode == status, said
    return said


def records(course):
    """The records file that was asked for as records.json."""
    return json.loads(Path(course, "records.json").read_text())


def scores(course):
    """{student: {test: score}} of the records."""
    return {
        student: {name: cell["score"] for name, cell in one["cells"].items()}
        for student, one in records(course).items()
    }


def in_gradebook(course):
    """{student: {cell: the grader's score}} of the gradebook."""
    query = """
        select student_id, base_cell.name, grade.auto_score from grade
        join base_cell on base_cell.id = grade.cell_id
        join submitted_notebook on submitted_notebook.id = grade.notebook_id
        join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
    """
    found = {}
    with sqlite3.connect(Path(course, "gradebook.db")) as gradebook:
        for student, cell, score in gradebook.execute(query):
            found.setdefault(student, {})[cell] = score
    gradebook.close()
    return found
