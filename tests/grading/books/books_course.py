"""A course of plain nbgrader for the tests of books: a source with each kind of cell, verdicts, entries."""

import copy
from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from dlcourse.grading.books.canonical import canonical
from dlcourse.grading.books.entry import Entry, Judged
from dlcourse.grading.plans import RAISED, RAN, Outcome, Verdict

ASSIGNMENT, NOTEBOOK = "ps1", "squares"
HIDDEN = "assert squares(4) == [1, 4, 9, 16]"
BEGIN, END = "    ### BEGIN SOLUTION", "    ### END SOLUTION"


def marked(cell, grade_id, **changes):
    """The cell with nbgrader's metadata."""
    kinds = {"grade": False, "solution": False, "locked": False, "task": False}
    cell.metadata.nbgrader = {"schema_version": 3, "grade_id": grade_id, **kinds, **changes}
    cell.id = grade_id
    return cell


def test_cell(grade_id, code, points):
    """A test, locked, worth points."""
    return marked(new_code_cell(code), grade_id, grade=True, locked=True, points=points)


test_cell.__test__ = False  # pytest: it makes one for nbgrader


def source(extra=()):
    """The instructor's notebook."""
    lines = ["def squares(n):", BEGIN, "    return [i * i for i in range(1, n + 1)]", END]
    answer = "\n".join(lines)
    hidden = f"assert squares(1) == [1]\n### BEGIN HIDDEN TESTS\n{HIDDEN}\n### END HIDDEN TESTS"
    task = "Draw it.\n\n### BEGIN MARK SCHEME\nTwo points.\n### END MARK SCHEME"
    cells = [
        new_markdown_cell("# Squares\n\n<div class='alert'>Read this.</div>", id="intro"),
        marked(new_code_cell(answer), "squares", solution=True),
        test_cell("seen", "assert squares(2) == [1, 4]", 1),
        test_cell("hidden", hidden, 2),
        marked(new_markdown_cell("Tell us why."), "why", grade=True, solution=True, points=3),
        marked(new_markdown_cell(task), "drawing", task=True, locked=True, points=4),
        marked(new_code_cell("import numpy as np"), "locked", locked=True),
        *extra,
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})
    notebook.nbformat_minor = 5
    return notebook


def course(folder, db_url="", **settings):
    """(course directory, settings) of a course in a folder."""
    config = Config({"CourseDirectory": {"root": str(Path(folder).resolve())}})
    if db_url:
        config.CourseDirectory.db_url = db_url
    config.merge(Config(settings))
    return CourseDirectory(config=config), config


def canonicals(coursedir, config, **sources):
    """The canonical notebooks of sources by name, the one above if none is given."""
    sources = sources or {NOTEBOOK: source()}
    return [canonical(name, notebook, coursedir, config) for name, notebook in sources.items()]


def shown(one, extra=(), **answers):
    """A notebook to show: the canonical cells as a student has them, with answers by grade_id."""
    notebook = copy.deepcopy(one.notebook)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(name, one.released.get(name, cell.source))
    notebook.cells += list(extra)
    return notebook


def verdict(outputs=None, **scores):
    """A verdict with these scores, and outputs by name of a cell."""
    outputs = outputs or {}
    names = dict.fromkeys([*scores, *outputs])
    return Verdict(
        tuple(
            Outcome(
                name,
                tuple(outputs.get(name, ())),
                scores.get(name),
                RAISED if scores.get(name) == 0 else RAN,
            )
            for name in names
        )
    )


def entry(student, one, *, timestamp=None, flagged=False, reasons=(), outputs=None, extra=(), **scores):
    """An Entry of one notebook in which all but `scores` is answered."""
    written = shown(one, extra, squares="def squares(n):\n    return []", why="Because.")
    judged = Judged(written, verdict(outputs, **{"seen": 1.0, "hidden": 2.0, **scores}), tuple(reasons))
    return Entry(student, {one.name: judged}, timestamp, flagged)
