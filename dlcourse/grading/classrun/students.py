"""Students: who has handed something in for an assignment, and where it lies."""

from dataclasses import dataclass
from pathlib import Path

from dlcourse.grading.classrun.place import folders


@dataclass(frozen=True)
class HandedIn:
    """A student's submission, by the folder root/parts[0]/parts[1]...; nothing below root may be a link.

    hint: what is added to the reason where nothing is there.
    """

    root: str
    parts: tuple[str, ...]
    hint: str = ""


def handed_in(place, assignment: str, only=()) -> dict[str, HandedIn]:
    """{student: HandedIn}, sorted, of the students in `only`, or of all.

    A folder whose name is nearly the assignment's counts as one in which nothing is found: its student gets
    a record that says so. Raises ValueError for one in `only` who has handed in nothing.
    """
    students = {student for student, _ in folders(place, "submitted", assignment=assignment)}
    found = {student: where(place, student, assignment) for student in students}
    for student, other in folders(place, "submitted"):
        if student not in students and plain(other) == plain(assignment):
            hint = f"Its folder is named {other!r} where {assignment!r} is expected: rename it."
            found[student] = where(place, student, assignment, hint)
    for student in only:
        if student not in found:
            folder = place.path("submitted", student, assignment)
            raise ValueError(f"grade: expected a submission of {student!r} in {folder}, got none; see --only")
    return {student: found[student] for student in sorted(only or found)}


def where(place, student, assignment, hint=""):
    """The HandedIn of a student: its root is what of the path is the same for all."""
    mine = place.path("submitted", student, assignment).parts
    other = place.path("submitted", f"{student}?", f"{assignment}?").parts
    n_same = next(i for i, (one, two) in enumerate(zip(mine, other, strict=True)) if one != two)
    return HandedIn(str(Path(*mine[:n_same])), mine[n_same:], hint)


def plain(name):
    """A name without what people write differently.

    >>> plain("Problem Set_1") == plain("problem-set 1")
    True
    """
    return "".join(letter for letter in name.casefold() if letter.isalnum())
