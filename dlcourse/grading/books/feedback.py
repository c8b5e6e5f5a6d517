"""Feedback: the pages of a class, with one exporter and one look into the gradebook for all of them."""

import nbformat
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from nbgrader.utils import is_grade, is_solution, is_task

from dlcourse.grading.books.marked import read_marked
from dlcourse.grading.books.page import FeedbackExporter
from dlcourse.grading.books.shelf import Shelf


def write_feedback(coursedir, config, assignment, students=None):
    """Write feedback/STUDENT/ASSIGNMENT/NOTEBOOK.html for each autograded notebook; yields their paths.

    students: None for all who handed in. The pages are those of `nbgrader generate_feedback --force` with
    page.FeedbackExporter. A notebook that is not there has no page.
    """
    with Gradebook(coursedir.db_url, coursedir.course_id) as book:
        marked = read_marked(book.db, assignment, students)
    autograded, shelf = Shelf(coursedir, config), Shelf(coursedir, config, GenerateFeedback)
    exporter = page_exporter(coursedir, config)
    for (student, notebook), marks in sorted(marked.items(), key=lambda one: one[0]):
        source = autograded.folder(student, assignment)
        path = source / f"{notebook}.ipynb"
        if not path.is_file():
            continue
        names = {"student": student, "assignment": assignment, "notebook": notebook}
        page = page_of(exporter, nbformat.read(path, as_version=4), marks, names)
        folder = shelf.opened(student, assignment)
        shelf.write(folder / f"{notebook}.html", page.encode())
        if (source / "timestamp.txt").is_file():  # by it nbgrader knows the page of an older submission
            shelf.write(folder / "timestamp.txt", (source / "timestamp.txt").read_bytes())
        yield folder / f"{notebook}.html"


def page_exporter(coursedir, config) -> FeedbackExporter:
    """The exporter of pages with nbgrader's template and the course's settings."""
    converter = GenerateFeedback(coursedir=coursedir, config=config)
    exporter = FeedbackExporter(config=converter.config)
    exporter.register_preprocessor(CSSHTMLHeaderPreprocessor)
    return exporter


def page_of(exporter, notebook, marks, names) -> str:
    """The page of an autograded notebook.   marks: a Marked.   names: nbgrader's resources."""
    for cell in notebook.cells:
        data = cell.metadata.get("nbgrader", {})
        name = data.get("grade_id")
        if is_grade(cell) or is_task(cell):
            data.score, data.points = marks.scores.get(name) or 0.0, marks.points.get(name, 0.0)
        if is_solution(cell) or is_task(cell):
            data.comment = marks.comments.get(name)
    totals = {"score": marks.score - marks.penalty, "max_score": marks.max_score}
    waiting = {name for name, score in marks.scores.items() if score is None}
    told = {**names, **totals, "late_penalty": marks.penalty, "waiting": waiting}
    resources = {"unique_key": names["notebook"], "nbgrader": told}
    return exporter.from_notebook_node(notebook, resources=resources)[0]
