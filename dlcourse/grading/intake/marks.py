"""Marks: nbgrader's metadata of a cell, of its schemas 0 to 3, and the role that they give to it."""

import math
from dataclasses import dataclass

ANSWER, MANUAL, TEST, LOCKED, TASK, PLAIN = "answer", "manual", "test", "locked", "task", "plain"


@dataclass(frozen=True)
class Marks:
    """What nbgrader's metadata say: grade_id ("" for none), flags, points (None for none), checksum."""

    name: str = ""
    grade: bool = False
    solution: bool = False
    locked: bool = False
    task: bool = False
    points: float | None = None
    checksum: str = ""

    @property
    def kind(self):
        """The role: an answer, one graded by hand, a test, a task, a locked cell, or none of nbgrader's."""
        if self.solution:
            return MANUAL if self.grade else ANSWER
        if self.task:
            return TASK
        if self.grade:
            return TEST
        return LOCKED if self.locked else PLAIN


NO_MARKS = Marks()


def marks_of(metadata):
    """The Marks in a cell's metadata; whatever is wrong there counts as not there."""
    found = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    if not isinstance(found, dict):
        return NO_MARKS
    name, checksum = found.get("grade_id"), found.get("checksum")
    return Marks(
        name if isinstance(name, str) and name.isprintable() and len(name) <= 200 else "",
        *(found.get(key) is True for key in ("grade", "solution", "locked", "task")),
        points_of(found.get("points")),
        checksum if isinstance(checksum, str) else "",
    )


def points_of(value):
    """A number of points as a float; the first schema wrote it as text, too. None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        points = float(value)
    except (ValueError, OverflowError):
        return None
    return points if math.isfinite(points) else None
