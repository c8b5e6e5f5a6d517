"""Ledger: a course's gradebook, SQLite or PostgreSQL; a batch of submissions goes in whole or not at all."""

from contextlib import contextmanager

from nbgrader.api import Assignment, Comment, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import Boolean, Float, Text, bindparam, func, or_, select, update
from sqlalchemy.exc import OperationalError

from dlcourse.grading.books.entry import Judged
from dlcourse.grading.books.lateness import Penalties, read_timestamp, seconds_late
from dlcourse.grading.books.record import cell_rows, record_cells
from dlcourse.grading.books.rows import graded_ids, scores_of, submitted_rows
from dlcourse.grading.books.scores import marks_of

MISSING = Judged(None)


class Ledger:
    """nbgrader's gradebook of a course, open for writing. Close it, or use it in a `with` statement.

    One process writes; formgrader and `nbgrader export` may read meanwhile.
    """

    def __init__(self, coursedir, config):
        self.gradebook = Gradebook(coursedir.db_url, coursedir.course_id)
        self.penalties = Penalties(config)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Let go of the gradebook."""
        self.gradebook.close()

    def record(self, assignment: str, canonicals) -> bool:
        """Enter the canonical cells of an assignment; whether anything was new. See record.record_cells."""
        with self.transaction() as session:
            return record_cells(session, self.gradebook.course_id, assignment, canonicals)

    def write(self, assignment: str, canonicals, entries) -> None:
        """Enter submissions (Entry, one a student) of an assignment whose cells are recorded: all or none.

        As nbgrader's autograde does: the grader's scores replace the grader's, scores and comments of a
        person stay, a notebook that is missing earns 0. What a person has marked asks to be looked at again,
        as there; but not where neither what the student wrote nor the grader's score is new (Judged.news).
        Twice is as once.
        """
        entries = list({entry.student: entry for entry in entries}.values())
        if not entries:
            return
        with self.transaction() as session:
            of_name = select(Assignment.id, Assignment.duedate).where(Assignment.name == assignment)
            assignment_id, duedate = session.execute(of_name).one()
            cells = cell_rows(session, assignment)
            students = [entry.student for entry in entries]
            rows = submitted_rows(session, assignment_id, cells, students)
            write_marks(session, {one.name: one for one in canonicals}, cells, entries, rows)
            write_times(session, entries, rows)
            self.write_penalties(session, duedate, entries, rows)

    def write_penalties(self, session, duedate, entries, rows):
        """The late penalty of each notebook that was handed in; none of one that came in time."""
        late = {}
        for entry in entries:
            row = rows[entry.student]
            seconds = seconds_late(row.timestamp, duedate, row.extension)
            late |= {
                one: (entry.student, seconds if name in entry.notebooks else 0)
                for name, one in row.notebooks.items()
            }
        scores = scores_of(session, [one for one, (_, seconds) in late.items() if seconds > 0])
        values = [
            {"row": one, "penalty": self.penalties(student, scores.get(one, 0.0), seconds)}
            for one, (student, seconds) in late.items()
        ]
        table = SubmittedNotebook.__table__
        change(session, table, values, late_submission_penalty=bindparam("penalty", type_=Float))

    @contextmanager
    def transaction(self):
        """A session whose work is kept when the block ends well, and undone when it does not."""
        session = self.gradebook.db
        try:
            yield session
            session.commit()
        except OperationalError as error:
            error.add_note(
                "Ledger: expected a gradebook that can be written, got the error above; close programs that "
                "hold it (formgrader, a database browser); of an older nbgrader, run `nbgrader db upgrade`"
            )
            raise
        finally:
            session.rollback()  # nothing, where all was kept
            session.expire_all()


def write_marks(session, canonicals, cells, entries, rows):
    """The grader's scores and comments, and the flag of what a person has to look at."""
    grade_ids, comment_ids = graded_ids(cells)
    grades, comments, flags = [], [], []
    for entry in entries:
        for name, row in rows[entry.student].notebooks.items():
            judged = entry.notebooks.get(name, MISSING)
            told = marks_of(canonicals[name], judged.shown, judged.verdict, judged.news)
            for cell, mark in told.marks.items():
                values = {"score": mark.auto_score, "first": mark.by_hand, "again": mark.again}
                grades.append({"row": row, "cell": grade_ids[name][cell], **values})
            for cell, text in told.comments.items():
                comments.append({"row": row, "cell": comment_ids[name][cell], "text": text})
            if judged.noted or (entry.flagged and not judged.reasons):
                flags.append({"row": row, "flag": True})
    held = Grade.__table__.c
    marked = held.manual_score.is_not(None)
    first, again = (bindparam(name, type_=Boolean) for name in ("first", "again"))
    score = bindparam("score", type_=Float)
    again = again | held.needs_manual_grade | func.coalesce(held.auto_score != score, False)
    change(
        session,
        Grade.__table__,
        grades,
        auto_score=score,
        needs_manual_grade=or_(marked & again, ~marked & first),
    )
    change(session, Comment.__table__, comments, auto_comment=bindparam("text", type_=Text))
    change(session, SubmittedNotebook.__table__, flags, flagged=bindparam("flag", type_=Boolean))


def write_times(session, entries, rows):
    """When each submission came; what is known stays where a submission does not say."""
    values = []
    for entry in entries:
        timestamp = read_timestamp(entry.timestamp)
        if timestamp is not None:
            row = rows[entry.student]
            row.timestamp = timestamp
            values.append({"row": row.id, "time": timestamp})
    change(session, SubmittedAssignment.__table__, values, timestamp=bindparam("time"))


def change(session, table, rows, **values):
    """Update rows in one statement: "row" is their id, or with "cell" their notebook's."""
    if not rows:
        return
    if "cell" in rows[0]:
        chosen = (table.c.notebook_id == bindparam("row")) & (table.c.cell_id == bindparam("cell"))
    else:
        chosen = table.c.id == bindparam("row")
    session.connection().execute(update(table).where(chosen).values(**values), rows)
