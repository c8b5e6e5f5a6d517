"""What students change without meaning to, by plain nbgrader: no warning without a cause, no points lost."""

import copy

import nbformat
import pytest
from grading_classroom import open_class, small_course, submission
from nbgrader.api import Gradebook
from small_assignment import NAME

from dlcourse.grading.course import completed, course_config, nbgrader_api

pytestmark = [
    pytest.mark.slow,
    pytest.mark.kernel,
    pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning"),  # nbgrader's queries
    pytest.mark.xdist_group("overwrite"),  # one release for all
]


def as_it_is(notebook):
    pass


def without_a_test(notebook):
    del notebook.cells[-1]


def without_tests(notebook):
    del notebook.cells[-2:]


def without_metadata(notebook):
    for cell in notebook.cells:
        cell.metadata = nbformat.NotebookNode()


def with_a_changed_test(notebook):
    notebook.cells[-2].source = "assert True"


def with_its_answer_twice(notebook):
    notebook.cells.insert(3, copy.deepcopy(notebook.cells[2]))
    notebook.cells[3].id = "copied"


def with_an_exit(notebook):
    notebook.cells.insert(1, nbformat.v4.new_code_cell("exit()"))
    notebook.cells.insert(1, nbformat.v4.new_code_cell("quit()"))


# What is done to a right notebook -> the warnings of autograding. It keeps all its points in any case.
CHANGES = {
    as_it_is: [],
    without_a_test: ["test cell 'double-hidden' was missing"],
    without_tests: ["test cells 'double-seen' and 'double-hidden' were missing"],
    without_metadata: ["have lost nbgrader's metadata"],
    with_a_changed_test: ["test cell 'double-seen' was changed"],
    with_its_answer_twice: ["cell 'double' is there more than once"],
    with_an_exit: [],
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """{student: (points by test, warnings)}: students are named like what was done."""
    course = small_course(tmp_path_factory.mktemp("course"))
    _, released, answers = open_class(course, NAME)
    api, found = nbgrader_api(course_config(course)), {}
    for change in CHANGES:
        notebook = submission(released, answers)
        change(notebook)
        path = course / "submitted" / change.__name__ / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
        log = completed(api.autograde(NAME, change.__name__), "autograde").get("log", "")
        with Gradebook(api.coursedir.db_url) as gradebook:
            grades = gradebook.find_submission_notebook(NAME, NAME, change.__name__).grades
            points = {grade.name: grade.score for grade in grades}
        found[change] = points, [line for line in log.split("\n") if "WARNING" in line or "ERROR" in line]
    return found


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_right_notebook_keeps_its_points_and_is_warned_of_what_has_changed_alone(graded, change):
    points, warnings = graded[change]
    assert points == {"double-seen": 1, "double-hidden": 2}
    assert len(warnings) == len(CHANGES[change])
    assert all(words in line for words, line in zip(CHANGES[change], warnings, strict=True))
