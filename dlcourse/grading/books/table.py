"""Table: how a class did in an assignment, a row a student, with a person's marks and what was noted."""

from collections import Counter
from dataclasses import dataclass, field

from nbgrader.api import Gradebook

from dlcourse.grading.books.marked import most_points, read_marked

MISSING, GRADED, FLAGGED = "missing", "graded", "flagged"


@dataclass(frozen=True)
class Row:
    """A student's result.

    status: graded, flagged (a person should look), rejected (nothing could be graded), or missing (nothing
    was handed in: a 0 that nobody has given).   reasons: sentences.   cells: {question: (points, most)}, the
    points None where a person has still to give them.   penalty: for being late, in points.
    """

    student: str
    status: str = MISSING
    cells: dict[str, tuple[float | None, float]] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    penalty: float = 0.0
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def score(self) -> float:
        """The points so far, less the penalty, never below 0."""
        return max(0.0, sum(score or 0.0 for score, _ in self.cells.values()) - self.penalty)

    @property
    def max_score(self) -> float:
        """The points that there are."""
        return sum(most for _, most in self.cells.values())

    @property
    def n_ungraded(self) -> int:
        """How many questions wait for a person."""
        return sum(score is None for score, _ in self.cells.values())

    @property
    def name(self) -> str:
        """First and last name, the id where there is none."""
        return f"{self.first_name} {self.last_name}".strip() or self.student


def rows_of(book: Gradebook, assignment: str, records=None) -> list[Row]:
    """The Row of every student of the gradebook, in the order of their ids.

    records: {student: {"status", "reasons", ...}}, as the file of records has them; without them a student is
    flagged whose notebook has a flag in formgrader. Raises nbgrader's MissingEntry for an unknown assignment.
    """
    book.find_assignment(assignment)
    records, of_student, rows = records or {}, {}, []
    for (student, notebook), one in read_marked(book.db, assignment).items():
        of_student.setdefault(student, {})[notebook] = one
    points = most_points(book.db, assignment)
    for student in sorted(book.students, key=lambda one: one.id):
        own, record = of_student.get(student.id, {}), records.get(student.id, {})
        flagged = any(one.flagged for one in own.values())
        status = (FLAGGED if flagged else GRADED) if own else MISSING
        rows.append(
            Row(
                student.id,
                record.get("status", status),
                cells_of(own, points),
                tuple(record.get("reasons", ())),
                sum(one.penalty for one in own.values()),
                *(text or "" for text in (student.first_name, student.last_name, student.email)),
                student.lms_user_id or "",
            )
        )
    return rows


def cells_of(own, points):
    """The cells of a Row.   own: {notebook: Marked} of the student.   points: {notebook: {grade_id: most}}"""
    twice = Counter(name for cells in points.values() for name in cells)
    found = {}
    for notebook, cells in sorted(points.items()):
        for name, most in cells.items():
            key = name if twice[name] == 1 else f"{notebook}/{name}"
            found[key] = (own[notebook].scores.get(name) if notebook in own else 0.0, most)
    return found
