"""Marked: what the gradebook says of submissions now, a person's marks included, read at once for a class."""

from dataclasses import dataclass, field

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    GradeCell,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy import select

from dlcourse.grading.books.record import cell_rows


@dataclass
class Marked:
    """A notebook of a submission.

    scores: {grade_id: points with extra credit}, None where a person has still to give them.   points: the
    most.   comments: {grade_id: text}, of those that have one.   penalty: for being late.
    flagged: somebody is asked to look at it.
    """

    points: dict[str, float]
    scores: dict[str, float | None] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    penalty: float = 0.0
    flagged: bool = False

    @property
    def score(self) -> float:
        """The points of all cells so far, before the penalty."""
        return sum(score or 0.0 for score in self.scores.values())

    @property
    def max_score(self) -> float:
        """The points that there are."""
        return sum(self.points.values())


def read_marked(session, assignment, students=None) -> dict[tuple[str, str], Marked]:
    """{(student, notebook): Marked} of an assignment, of these students or of all who handed it in."""
    cells, points = cell_rows(session, assignment), most_points(session, assignment)
    names = {cell: name for _, of_notebook in cells.values() for cell, name, _ in of_notebook}
    columns = (SubmittedNotebook.id, SubmittedAssignment.student_id, Notebook.name)
    state = (SubmittedNotebook.late_submission_penalty, SubmittedNotebook.flagged)
    found, by_id = {}, {}
    for row, student, notebook, penalty, flagged in session.execute(
        of(assignment, students, *columns, *state)
    ):
        one = found[student, notebook] = Marked(points.get(notebook, {}))
        one.penalty, one.flagged = penalty or 0.0, bool(flagged)
        by_id[row] = one
    grades = (Grade.notebook_id, Grade.cell_id, Grade.manual_score, Grade.auto_score, Grade.extra_credit)
    asked = Grade.needs_manual_grade
    joined = of(assignment, students, *grades, asked).join(Grade, Grade.notebook_id == SubmittedNotebook.id)
    for row, cell, by_hand, auto, extra, waits in session.execute(joined):
        score = auto if by_hand is None else by_hand
        known = None if score is None and waits else (score or 0.0)
        by_id[row].scores[names[cell]] = known if known is None else known + (extra or 0.0)
    said = (Comment.notebook_id, Comment.cell_id, Comment.manual_comment, Comment.auto_comment)
    joined = of(assignment, students, *said).join(Comment, Comment.notebook_id == SubmittedNotebook.id)
    for row, cell, by_hand, auto in session.execute(joined):
        text = auto if by_hand is None else by_hand
        if text:
            by_id[row].comments[names[cell]] = text
    return found


def of(assignment, students, *columns):
    """The selection of columns of an assignment's submitted notebooks."""
    chosen = (
        select(*columns)
        .select_from(SubmittedNotebook)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .where(Assignment.name == assignment)
    )
    return chosen if students is None else chosen.where(SubmittedAssignment.student_id.in_([*students]))


def most_points(session, assignment) -> dict[str, dict[str, float]]:
    """{notebook: {grade_id: most points}} of the cells of an assignment that have points."""
    found = {}
    for table in (GradeCell, TaskCell):
        rows = (
            select(Notebook.name, table.name, table.max_score)
            .join(Notebook, Notebook.id == table.notebook_id)
            .join(Assignment, Assignment.id == Notebook.assignment_id)
            .where(Assignment.name == assignment)
        )
        for notebook, name, points in session.execute(rows):
            found.setdefault(notebook, {})[name] = points
    return found
