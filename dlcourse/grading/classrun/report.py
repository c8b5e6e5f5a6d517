"""Report: what a class run and the gradebook know of a class, for other programs and for the next lesson."""

from dataclasses import dataclass
from pathlib import Path

from dlcourse.grading.classrun.booking import coursedir_of
from dlcourse.grading.classrun.journal import Journal
from dlcourse.grading.classrun.numbered import sweep
from dlcourse.grading.classrun.overview import show
from dlcourse.grading.classrun.place import find_place


@dataclass(frozen=True)
class Files:
    """The files that are asked for, None for those that are not.   folder: for the table and the figures.

    title: of the assignment in Canvas or Moodle, None for its name here.
    """

    csv: str | None = None
    json: str | None = None
    canvas: str | None = None
    moodle: str | None = None
    folder: str | None = None
    title: str | None = None


def report(assignment: str, course: str, files: Files, console=None) -> list[Path]:
    """Write the files; their paths. What a person has marked since the class run counts.

    console: of rich, for the tables of the report; None for none.

    Raises ValueError where the assignment has not been graded yet.
    """
    sweep()
    place = find_place(course)
    summaries = list(known(place, assignment))
    if not summaries:
        raise ValueError(
            f"report: expected results of {assignment!r} in {place.root}, got none; run `dlcourse grade`"
        )
    rows = rows_of_class(place, assignment, {one.student: one.record() for one in summaries})
    from dlcourse.grading.books.exports import write_exports
    from dlcourse.grading.books.statistics import mistakes, questions, write_report

    asked = {name: getattr(files, name) for name in ("csv", "json", "canvas", "moodle")}
    written = write_exports(rows, files.title or assignment, **asked)
    causes = [one.causes for one in summaries]
    found, said = questions(rows, causes), mistakes(causes)
    if console:
        show(rows, found, said, console)
    if files.folder:
        written += write_report(found, said, files.folder)
    return written


def known(place, assignment):
    """The summaries of a class, as the journal has them."""
    if place.own_folder(assignment).is_dir():
        journal = Journal(place.own_folder(assignment))
        try:
            yield from map(journal.summary, sorted(journal.known))
        finally:
            journal.close()


def rows_of_class(place, assignment, records):
    """The rows of a class, from the gradebook and the records."""
    coursedir = coursedir_of(place)
    from nbgrader.api import Gradebook

    from dlcourse.grading.books.table import rows_of

    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        return rows_of(gradebook, assignment, records)


def feedback(assignment: str, course: str, students=None):
    """Write the feedback pages of these students, of all by default; their paths."""
    sweep()
    place = find_place(course)
    coursedir = coursedir_of(place)
    from dlcourse.grading.books.feedback import write_feedback

    return list(write_feedback(coursedir, place.config, assignment, students))
