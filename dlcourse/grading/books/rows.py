"""Rows: a batch of submissions in nbgrader's tables, read and completed with a few statements."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nbgrader.api import Grade, GradeCell, Student, SubmittedAssignment, SubmittedNotebook, new_uuid
from sqlalchemy import insert, select

from dlcourse.grading.books.record import TABLES, blank_rows


@dataclass
class Submitted:
    """A submission's row: its id, when it came, how much later it may, {notebook: id of its row}."""

    id: str
    timestamp: datetime | None = None
    extension: timedelta | None = None
    notebooks: dict[str, str] = field(default_factory=dict)


def submitted_rows(session, assignment_id, cells, students) -> dict[str, Submitted]:
    """The submissions of these students with all their rows; what is missing of them is added.

    cells: as record.cell_rows gives them.
    """
    complete(session, Student, "id", students)
    found = read_submissions(session, assignment_id, students)
    new = {student: new_uuid() for student in students if student not in found}
    add(
        session,
        SubmittedAssignment,
        [{"id": row, "assignment_id": assignment_id, "student_id": student} for student, row in new.items()],
    )
    found |= {student: Submitted(row) for student, row in new.items()}
    add_notebooks(session, cells, found)
    return {student: found[student] for student in students}


def complete(session, table, key, values):
    """Add a row for each value of a key that has none."""
    column = getattr(table, key)
    held = set(session.scalars(select(column).where(column.in_(values))))
    add(session, table, [{key: value} for value in values if value not in held])


def add(session, table, rows):
    """Insert rows in one statement, none where there are none."""
    if rows:
        session.execute(insert(table), rows)


def read_submissions(session, assignment_id, students):
    """The submissions of these students that are there, with their notebooks."""
    named = (SubmittedAssignment.assignment_id == assignment_id, SubmittedAssignment.student_id.in_(students))
    columns = (SubmittedAssignment.id, SubmittedAssignment.timestamp, SubmittedAssignment.extension)
    rows = session.execute(select(SubmittedAssignment.student_id, *columns).where(*named)).all()
    return {student: Submitted(*rest) for student, *rest in rows}


def add_notebooks(session, cells, submissions):
    """Fill in the notebooks of submissions; those that have no row get one, and one for each cell."""
    names = {notebook_id: name for name, (notebook_id, _) in cells.items()}
    by_id = {one.id: one for one in submissions.values()}
    columns = (SubmittedNotebook.assignment_id, SubmittedNotebook.notebook_id, SubmittedNotebook.id)
    held = select(*columns).where(SubmittedNotebook.assignment_id.in_(by_id))
    for submission, notebook, row in session.execute(held):
        by_id[submission].notebooks[names[notebook]] = row
    new, blank = [], {}
    for one in by_id.values():
        for name, (notebook_id, of_notebook) in cells.items():
            if name in one.notebooks:
                continue
            row = one.notebooks[name] = new_uuid()
            new.append({"id": row, "assignment_id": one.id, "notebook_id": notebook_id})
            for cell_id, _, table in of_notebook:
                for blank_row in blank_rows(table, cell_id, row):
                    plain = {"cell_id": cell_id, "notebook_id": row}
                    blank.setdefault(type(blank_row), []).append(plain)
    add(session, SubmittedNotebook, new)
    for table, rows in blank.items():
        add(session, table, rows)


def graded_ids(cells):
    """{notebook: {grade_id: cell's id}} of what has a grade, and the same of what has a comment."""
    grades, comments = {}, {}
    for notebook, (_, of_notebook) in cells.items():
        for cell_id, name, table in of_notebook:
            if table is not TABLES["solution"]:
                grades.setdefault(notebook, {})[name] = cell_id
            if table is not GradeCell:
                comments.setdefault(notebook, {})[name] = cell_id
    return grades, comments


def scores_of(session, notebook_ids) -> dict[str, float]:
    """The score of each submitted notebook, as nbgrader counts it: what a person gave before the grader's."""
    columns = (Grade.notebook_id, Grade.manual_score, Grade.auto_score, Grade.extra_credit)
    found = dict.fromkeys(notebook_ids, 0.0)
    for notebook, by_hand, auto, extra in session.execute(
        select(*columns).where(Grade.notebook_id.in_(notebook_ids))
    ):
        score = auto if by_hand is None else by_hand
        if score is not None:  # extra credit counts beside a score alone
            found[notebook] += score + (extra or 0.0)
    return found
