"""Releases: the cells of an assignment as students have got them, written down: a source may change later."""

import json
from pathlib import Path

from dlcourse.grading.intake.canonical import Assignment, scored
from dlcourse.grading.intake.reading import read_notebook
from dlcourse.grading.intake.reasons import listed
from dlcourse.grading.intake.rejected import Rejected
from dlcourse.grading.whole import replace_all

FILE = "releases.json"  # in the class run's folder of the assignment
MOST = 50  # texts of a cell that are kept


def known_releases(place, assignment: Assignment) -> dict:
    """{notebook: {grade_id: {"texts": [...], "points": [...]}}} of all releases that are known.

    Known are those that were written down before, the one in the course's release folder, and the one that
    nbgrader would make now of the source.
    """
    known = read(path_of(place, assignment.name))
    for sheet in assignment.sheets:
        add(known, sheet.name, released_cells(place.release_folder(assignment.name) / f"{sheet.name}.ipynb"))
        with_points = [one.name for one in scored(sheet)]
        own = [
            (one.name, one.released, one.points if one.name in with_points else None) for one in sheet.cells
        ]
        add(known, sheet.name, own)
    return known


def write_down(place, name: str, known: dict) -> None:
    """Write down what is known, for the time when the release folder and the source hold another version."""
    path = path_of(place, name)
    if known != read(path):
        replace_all({path: (json.dumps(known, indent=1) + "\n").encode()})


def path_of(place, name) -> Path:
    """Where the releases of an assignment are written down."""
    return Path(place.own_folder(name), FILE)


def read(path) -> dict:
    """What is written down; {} when nothing is, or when it cannot be read."""
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def released_cells(path):
    """(grade_id, text, points) of each cell of a released notebook; none where there is none."""
    try:
        return [
            (one.marks.name, one.source, one.marks.points) for one in read_notebook(path.read_bytes()).cells
        ]
    except (OSError, Rejected):
        return []


def add(known, notebook, cells) -> None:
    """Write down cells of a notebook."""
    for name, text, points in cells:
        if not name:
            continue
        one = known.setdefault(notebook, {}).setdefault(name, {"texts": [], "points": []})
        for what, value in (("texts", text), ("points", points)):
            if value is not None and value not in one[what]:
                one[what] = [*one[what], value][-MOST:]


def since(assignment: Assignment) -> str | None:
    """A sentence on the cells that have changed since a release; None where none has."""
    changed = [cell.name for sheet in assignment.sheets for cell in sheet.cells if cell.is_newer]
    if not changed:
        return None
    return (
        f"the source has changed since a release that students may have: {listed(changed)}. Everybody was "
        "graded by the source as it is now, and who has that release is not flagged for it"
    )
