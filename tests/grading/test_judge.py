"""Plain `nbgrader autograde` through the judge: a student's code never meets a test."""

import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from dlcourse.grading import judge
from dlcourse.grading.sandbox import NoSandbox, open_sandbox

pytestmark = pytest.mark.filterwarnings(
    "ignore:Object of type:sqlalchemy.exc.SAWarning"
)  # nbgrader's queries
ASSIGNMENT, NOTEBOOK = "ps1", "squares"
STEPS = [
    "dlcourse.grading.judge.Judge",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
]
GOOD = "def squares(n):\n    return [i * i for i in range(1, n + 1)]"


@pytest.fixture(scope="module")
def sandbox():
    try:
        open_sandbox().close()
    except NoSandbox as error:
        pytest.skip(str(error))


@pytest.fixture
def graded(tmp_path, sandbox):
    """A function that grades {student: cells} in one call; {student: {grade_id: score}}."""
    coursedir, config = a_course(tmp_path)
    api = NbGraderAPI(coursedir=coursedir, config=config)
    assert api.generate_assignment(ASSIGNMENT)["success"]

    def grade(**submissions):
        for student, cells in submissions.items():
            write(tmp_path / "submitted" / student / ASSIGNMENT, cells)
        result = api.autograde(ASSIGNMENT, "*")
        assert result["success"], result
        with Gradebook(coursedir.db_url) as book:
            found = book.assignment_submissions(ASSIGNMENT)
            return {one.student.id: {g.name: g.score for g in one.notebooks[0].grades} for one in found}

    yield grade
    judge.BENCHES.close()


def a_course(folder):
    """(coursedir, config) of a course of plain nbgrader in a folder, with its source."""
    config = Config({"CourseDirectory": {"root": str(Path(folder).resolve())}})
    config.Autograde.sanitize_preprocessors = ["nbgrader.preprocessors.ClearOutput"]
    config.Autograde.autograde_preprocessors = STEPS
    config.Judge.cell_seconds = 5.0
    answer = f"### BEGIN SOLUTION\n{GOOD}\n### END SOLUTION"
    hidden = "### BEGIN HIDDEN TESTS\nassert squares(5)[-1] == 25\n### END HIDDEN TESTS"
    write(Path(folder, "source", ASSIGNMENT), [cell("squares", answer), *tests(hidden)])
    return CourseDirectory(config=config), config


def tests(hidden=""):
    return [
        cell("seen", "assert squares(2) == [1, 4]", points=1),
        cell("hidden", f"assert squares(1) == [1]\n{hidden}", points=2),
    ]


tests.__test__ = False


def cell(grade_id, code, points=None):
    """A code cell with nbgrader's metadata: an answer, or a test worth points."""
    is_test = points is not None
    kinds = {"grade": is_test, "locked": is_test, "solution": not is_test, "task": False}
    metadata = {"schema_version": 3, "grade_id": grade_id, **kinds, **({"points": points} if is_test else {})}
    return new_code_cell(code, metadata={"nbgrader": metadata}, id=grade_id)


def write(folder, cells):
    folder.mkdir(parents=True)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / f"{NOTEBOOK}.ipynb")


@pytest.mark.slow
def test_a_class_is_graded_as_the_source_has_it(graded):
    copied = cell("squares", GOOD)
    copied.id = "again"
    changed = [cell("squares", "def squares(n):\n    return [1, 4]"), *tests("pass")]
    changed[1].source = "pass"
    ends = "import os\n" + GOOD.replace("return", "os._exit(0) if n == 2 else 0; return")
    scores = graded(
        good=[cell("squares", GOOD), *tests()],
        twice=[cell("squares", "# not yet"), copied, *tests()],  # stock nbgrader stops the class at it
        bare=[new_code_cell(GOOD)],
        changed=changed,
        ends=[cell("squares", ends), *tests()],
        cheat=[
            cell("squares", "import builtins\nbuiltins.AssertionError = SystemExit\nsquares = lambda n: []")
        ],
    )
    assert scores == {
        "good": {"seen": 1, "hidden": 2},
        "twice": {"seen": 1, "hidden": 2},
        "bare": {"seen": 1, "hidden": 2},
        "changed": {"seen": 1, "hidden": 0},
        "ends": {"seen": 0, "hidden": 2},
        "cheat": {"seen": 0, "hidden": 0},
    }


@pytest.mark.slow
def test_what_is_wrong_is_said_in_the_autograded_notebook_and_the_files_are_nbgraders(graded, tmp_path):
    graded(ann=[cell("squares", GOOD), *tests()], bob=[new_code_cell("print(40 + 2)"), new_code_cell(GOOD)])
    paths = {
        name: tmp_path / "autograded" / name / ASSIGNMENT / f"{NOTEBOOK}.ipynb" for name in ("ann", "bob")
    }
    ann, bob = (nbformat.read(path, as_version=4) for path in paths.values())
    assert bob.cells[0].id == "grading-notes" and ann.cells[0].id == "squares"
    assert any(output.get("text") == "42\n" for one in bob.cells for output in one.get("outputs", ()))
    assert oct(paths["ann"].stat().st_mode)[-3:] == "444"


@pytest.mark.slow
def test_the_sandbox_is_closed_when_nobody_asks_for_it(graded, monkeypatch):
    monkeypatch.setattr(judge, "IDLE", 0.05)
    graded(ann=[cell("squares", GOOD), *tests()])
    if timer := judge.BENCHES.timer:  # else it has rung already
        timer.join(20)
    assert judge.BENCHES.kept is None


def test_where_there_is_no_sandbox_nothing_is_run(tmp_path, monkeypatch):
    coursedir, config = a_course(tmp_path)
    api = NbGraderAPI(coursedir=coursedir, config=config)
    assert api.generate_assignment(ASSIGNMENT)["success"]
    write(tmp_path / "submitted" / "ann" / ASSIGNMENT, [cell("squares", "open('ran', 'w')")])

    def refuse(*_, **__):
        raise NoSandbox("sandbox: expected bubblewrap, got none; install it")

    monkeypatch.setattr("dlcourse.grading.split.lane.Lane", refuse)
    try:
        result = api.autograde(ASSIGNMENT, "ann")
    finally:
        judge.BENCHES.close()
    assert not result["success"] and "expected bubblewrap, got none; install it" in result["log"]
    assert not list(tmp_path.rglob("ran")) and sys.modules["dlcourse.grading.judge"] is judge
