"""Filled in: the tests that nbgrader has made of a source's AUTOTEST lines, from its gradebook."""

import json
from pathlib import Path

from dlcourse.grading.classrun.result import to_bytes
from dlcourse.grading.intake.marks import TEST, marks_of

AUTOTEST = "AUTOTEST"


def filled_in(place, assignment, notebooks) -> dict[str, bytes]:
    """The notebooks, {name: bytes}, with the tests that nbgrader has made in the place of AUTOTEST lines.

    Cells that the gradebook does not have stay as they are: no class can be graded with them.
    """
    if not any(AUTOTEST.encode() in data for data in notebooks.values()):
        return notebooks
    made = in_gradebook(place.db_url, assignment)
    return {name: with_tests(name, data, made) for name, data in notebooks.items()}


def with_tests(name, data, made):
    """The bytes of a notebook with the tests of {(notebook, grade_id): source}."""
    notebook = json.loads(data)
    for cell in notebook.get("cells", ()):
        marks = marks_of(cell.get("metadata"))
        asked = marks.kind == TEST and AUTOTEST in "".join(cell.get("source", ""))
        if asked and (name, marks.name) in made:
            cell["source"] = made[name, marks.name]
    return to_bytes(notebook)


def in_gradebook(db_url, assignment):
    """{(notebook, grade_id): source} of an assignment; a gradebook that is not there is not made."""
    from nbgrader.api import SourceCell  # here: it takes a second, and few sources need it
    from sqlalchemy import create_engine, make_url, select
    from sqlalchemy.orm import Session

    url = make_url(db_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return {}
    engine = create_engine(url)
    try:
        with Session(engine) as session:
            cells = session.scalars(select(SourceCell)).all()
            mine = [cell for cell in cells if cell.notebook.assignment.name == assignment]
            return {(cell.notebook.name, cell.name): cell.source for cell in mine}
    finally:
        engine.dispose()
