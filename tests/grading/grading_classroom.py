"""A class for tests: a course in a folder of its own, submissions, grades and feedback."""

import copy
import functools
import html
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from rich.console import Console
from small_assignment import write_small

from dlcourse.grading.classrun import command
from dlcourse.grading.classrun.report import feedback
from dlcourse.grading.course import CONFIG, completed, course_config, nbgrader_api, release_path, source_path
from dlcourse.grading.markers import marker
from dlcourse.grading.release import release
from dlcourse.grading.sandbox import NoSandbox, open_sandbox

ROOT = Path(__file__).resolve().parents[2]
OUTPUT_AREA = re.compile(r'<div class="output_wrapper">(.*?)(?=<div class="cell|</main>)', re.S)


@dataclass(frozen=True)
class Graded:
    """What nbgrader made of a submission: points by grade_id, what each cell said, the feedback page."""

    points: dict[str, float]
    total: float
    said: dict[str, str]  # by cell id: error messages and printed text, not the code
    feedback: str  # the page's HTML

    @property
    def feedback_outputs(self):
        """The text of the page's output areas, without the code of the cells."""
        return "\n".join(
            html.unescape(re.sub(r"<[^>]*>", "", area)) for area in OUTPUT_AREA.findall(self.feedback)
        )


def make_course(folder, solutions):
    """A course in `folder` with this repository's settings and the given folders of solutions/."""
    folder = Path(folder)
    shutil.copy(ROOT / CONFIG, folder)
    for path in map(Path, solutions):
        shutil.copytree(path, folder / "solutions" / path.name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def small_course(folder):
    """A course in `folder` with the one small assignment."""
    write_small(folder)
    return make_course(folder, [])


def open_class(course, name):
    """Release an assignment of the course: (points by test, the released notebook, answers by grade_id)."""
    release([name], course)
    released = nbformat.read(release_path(name, course), as_version=4)
    source = nbformat.read(source_path(name, course), as_version=4)
    return points_of(source), released, answers_of(source)


def points_of(source):
    """{grade_id: points} of a source's tests."""
    found = (cell.metadata.get("nbgrader", {}) for cell in source.cells)
    return {
        data["grade_id"]: data["points"] for data in found if data.get("grade") and not data.get("solution")
    }


def answers_of(source):
    """{grade_id: code} of a source's answers."""
    cells = [(cell, cell.metadata.get("nbgrader", {})) for cell in source.cells]
    return {data["grade_id"]: without_markers(cell.source) for cell, data in cells if data.get("solution")}


def without_markers(source):
    return "\n".join(line for line in source.split("\n") if not marker(line))


def submission(released, answers):
    """The released notebook with the given cells filled in, {grade_id: code}, as a student hands it in."""
    notebook = copy.deepcopy(released)
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
    for grade_id, code in answers.items():
        if grade_id not in cells:
            raise ValueError(
                f"submission: expected a cell among {sorted(filter(None, cells))}, got {grade_id!r}"
            )
        cells[grade_id].source = code.strip("\n")
    return notebook


def grade_class(course, name, submissions):
    """Grade {student: notebook} in one call of autograde and one of generate_feedback; {student: Graded}."""
    asked_sandbox()
    hand_in(course, name, submissions)
    api = nbgrader_api(course_config(course))
    completed(api.autograde(name, "*"), f"autograde {name}")
    completed(api.generate_feedback(name), f"generate_feedback {name}")
    return read_grades(course, name, submissions)


def run_class(course, name, submissions, nursery=None):
    """The same by `dlcourse grade` and `dlcourse feedback`, in one worker: each tries the answers anew."""
    asked_sandbox()
    hand_in(course, name, submissions)
    assert command.grade(command.Wanted(name, str(course), jobs=1), Console(quiet=True), nursery) == 0
    feedback(name, str(course))
    return read_grades(course, name, submissions)


def hand_in(course, name, submissions):
    """Put {student: notebook} where a course has what students have handed in."""
    for student, notebook in submissions.items():
        path = Path(course, "submitted", student, name, f"{name}.ipynb")
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)


def read_grades(course, name, submissions):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return {student: read_grade(course, name, student, gradebook) for student in submissions}


@functools.cache
def asked_sandbox():
    """Skip the test where no student's code can be run safely."""
    try:
        open_sandbox().close()
    except NoSandbox as error:
        pytest.skip(str(error))


def read_grade(course, name, student, gradebook):
    notebook = gradebook.find_submission_notebook(name, name, student)
    graded = nbformat.read(Path(course, "autograded", student, name, f"{name}.ipynb"), as_version=4)
    return Graded(
        points={grade.name: grade.score for grade in notebook.grades},
        total=gradebook.find_submission(name, student).score,
        said={cell.id: what_it_says(cell) for cell in graded.cells if cell.cell_type == "code"},
        feedback=Path(course, "feedback", student, name, f"{name}.html").read_text(encoding="utf-8"),
    )


def what_it_says(cell):
    texts = [output.get("evalue") or output.get("text") or "" for output in cell.outputs]
    return "\n".join(texts)


def grade_table(points, grades):
    """A Markdown table: a row per submission, a column per test, the total."""
    head = [
        "submission",
        *(f"{test} ({of:g})" for test, of in points.items()),
        f"total ({sum(points.values()):g})",
    ]
    rows = [[name, *(f"{g.points[test]:g}" for test in points), f"{g.total:g}"] for name, g in grades.items()]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"
