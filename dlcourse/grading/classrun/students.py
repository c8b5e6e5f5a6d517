"""Students: who has handed something in for an assignment, and where it lies."""

from dataclasses import dataclass
from pathlib import Path

from dlcourse.grading.classrun.place import STRUCTURE, folders
from dlcourse.grading.intake.finding import beside
from dlcourse.grading.intake.folder import Room, gather, is_notebook
from dlcourse.grading.intake.rejected import Rejected

MOST_BESIDE = 2 << 20


@dataclass(frozen=True)
class HandedIn:
    """A student's submission, by the folder root/parts[0]/parts[1]...; nothing below root may be a link.

    notebooks: see `find_submission`, which finds it also beside that folder.
    """

    root: str
    parts: tuple[str, ...]
    notebooks: tuple[str, ...] = ()


def handed_in(place, assignment: str, only=()) -> dict[str, HandedIn]:
    """{student: HandedIn}, sorted, of the students in `only`, or of all.

    Work that lies beside the folder of the assignment, or in one of nearly its name, counts. Raises
    ValueError for one in `only` who has handed in nothing.
    """
    notebooks = ()
    students = {student for student, _ in folders(place, "submitted", assignment=assignment)}
    if place.structure == STRUCTURE:  # what lies beside the folder is the student's
        notebooks = tuple(sorted(path.stem for path in place.source_folder(assignment).glob("*.ipynb")))
        for student, _ in folders(place, "submitted"):
            mine = place.path("submitted", student, assignment).parent
            if student not in students and any(beside(mine, assignment, notebooks)):
                students.add(student)
    for student in only:
        if student not in students:
            folder = place.path("submitted", student, assignment)
            raise ValueError(f"grade: expected a submission of {student!r} in {folder}, got none; see --only")
    return {student: where(place, student, assignment, notebooks) for student in sorted(only or students)}


def other_files(place, student: str, assignment: str) -> dict[str, bytes]:
    """{relative path: bytes} of what was handed in beside notebooks: ordinary files, 2 MB at most."""
    one = where(place, student, assignment)
    try:
        found = gather(one.root, one.parts, Room(notebooks=0, size=MOST_BESIDE))
    except Rejected:  # nothing is there, or a file: then it is the notebook
        return {}
    return {path: data for path, data in found.files.items() if not is_notebook(path)}


def where(place, student, assignment, notebooks=()):
    """The HandedIn of a student: its root is what of the path is the same for all."""
    mine = place.path("submitted", student, assignment).parts
    other = place.path("submitted", f"{student}?", f"{assignment}?").parts
    n_same = next(i for i, (one, two) in enumerate(zip(mine, other, strict=True)) if one != two)
    return HandedIn(str(Path(*mine[:n_same])), mine[n_same:], notebooks)
