"""Filled in: the tests that nbgrader has made of a source's AUTOTEST lines, from its gradebook."""

import json
from pathlib import Path

AUTOTEST = "AUTOTEST"


def filled_in(place, assignment, notebooks) -> list[list[str]]:
    """[notebook, grade_id, source] of each cell with AUTOTEST lines, as nbgrader has filled it in.

    notebooks: {name: bytes}.   Cells that the gradebook does not have are left out.
    """
    asked = [(name, cell) for name, data in notebooks.items() for cell in cells_with_lines(data)]
    made = in_gradebook(place.db_url, assignment) if asked else {}
    return [[*one, made[one]] for one in asked if one in made]


def cells_with_lines(data):
    """The grade_ids of a notebook's cells that have AUTOTEST lines."""
    if AUTOTEST.encode() not in data:
        return []
    cells = json.loads(data).get("cells", [])
    asked = [cell for cell in cells if AUTOTEST in "".join(cell.get("source", ""))]
    names = [cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") for cell in asked]
    return [name for name in names if name]


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
