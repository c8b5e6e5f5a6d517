"""Own copies: the exercises in a folder where they belong to the student, and nothing is ever overwritten."""

import hashlib
import json
from pathlib import Path

import nbformat

from dlcourse.grading.course import assignment_names, release_path
from dlcourse.grading.markers import STUB

OWN = Path("my_work")  # git ignores it
RECORD = ".released.json"  # of which release each copy was made: {assignment: hash}


def own_path(name, root):
    """The student's notebook of an assignment."""
    return Path(root, OWN, name, f"{name}.ipynb")


def copy_for_student(root="."):
    """Copy each released notebook that the student has not got; returns what there is to say, in sentences.

    A copy that is there stays as it is, whatever it holds. Where a newer release exists, that is said.
    """
    told, path = [], Path(root, OWN, RECORD)
    record = read_record(path)
    for name in assignment_names(root):
        released, own = release_path(name, root), own_path(name, root)
        if not released.is_file():
            continue
        content = released.read_bytes()
        now = hashlib.sha256(content).hexdigest()
        if write_new(own, content):
            record[name] = now
            told.append(f"{own.relative_to(root)} is yours: work there")
        elif record.get(name) != now and own.read_bytes() != content:
            told.append(
                f"{own.relative_to(root)} stays as it is, and {released.relative_to(root)} is a newer release"
                "; to begin with that, give yours another name and say `make lab` again"
            )
    if record:
        path.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return told


def write_new(path, content):
    """Write a file where none is; False, and nothing is written, where there is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "xb") as file:  # x: the system itself refuses to overwrite, links included
            file.write(content)
    except FileExistsError:
        return False
    return True


def read_record(path):
    """The hashes that are written down; {} when there are none, or when they cannot be read."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def is_worked_in(path):
    """Whether somebody has run a released notebook, or written an answer into it."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception:  # no notebook, or none at all
        return False
    for cell in notebook.cells:
        asked = cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution")
        if cell.get("outputs") or cell.get("execution_count") or (asked and STUB not in cell.source):
            return True
    return False
