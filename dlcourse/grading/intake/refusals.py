"""Refusals: what a source must be, so that a class can be graded with it; each names the cell."""

from dlcourse.grading.intake.marks import MANUAL, TASK, TEST
from dlcourse.grading.intake.reading import CODE, MARKDOWN

PYTHON = ("python", "ipython", "xpython", "pyolite", "pyodide", "conda", "py3", "py2", "sage")


def is_python(language):
    """Whether a notebook's language is Python; one that does not say is taken for it.

    >>> is_python("python3"), is_python(""), is_python("r")
    (True, True, False)
    """
    return not language or language.startswith(PYTHON) or "python" in language


def asked_notebook(name, notebooks, notebook=None):
    """Raise ValueError unless there are notebooks, in Python."""
    if not notebooks:
        raise ValueError(
            f"{name}: expected the source's notebooks (with answers and hidden tests), got none; "
            "put them into the course's source folder: a release and a gradebook do not hold the answers"
        )
    if notebook and not is_python(notebook.language):
        raise ValueError(
            f"{name}: expected a notebook in Python, got one in {notebook.language!r}; "
            "grade other languages with nbgrader itself"
        )


def asked_cells(notebook, cells, release):
    """Raise ValueError for cells that no submission could be graded with."""
    seen = set()
    for position, cell in enumerate(cells, 1):
        for expected, got, do in faults(cell, seen):
            raise ValueError(
                f"{notebook} (cell {cell.name or position}): expected {expected}, got {got}; {do}"
            )
        seen.add(cell.name)
    asked = [cell for cell in cells if cell.is_answer]
    stubs = [text.split("\n")[-1] for text in (release.code_stub, release.text_stub)]
    if asked and all(cell.marks.checksum and any(stub in cell.source for stub in stubs) for cell in asked):
        raise ValueError(
            f"{notebook}: expected the source, with answers and hidden tests, got what students get; "
            "point the source folder at the instructor's version"
        )


def faults(cell, seen):
    """(expected, got, what to do) of a cell.   seen: the grade_ids above it"""
    if cell.kind in (TEST, MANUAL, TASK) and not cell.marks.name:
        yield "a grade_id", "none", "give the cell an ID in nbgrader's Create Assignment bar"
    if cell.name and cell.name in seen:
        yield "a grade_id of its own", "that of a cell above", "rename one of the two"
    if cell.kind in (TEST, MANUAL, TASK):
        points = cell.marks.points
        if points is not None and points < 0:
            yield "points from 0", f"{points:g}", "correct its points"
    if cell.kind == TEST and cell.type != CODE:
        what = "text" if cell.type == MARKDOWN else "raw text"
        yield "code in a test", what, "make it a code cell, or a manually graded answer"
    if cell.kind == TEST and "AUTOTEST" in cell.source:
        do = "run nbgrader generate_assignment, which writes those tests into the gradebook"
        yield "tests", "AUTOTEST lines, which nbgrader has still to replace by tests", do
