"""The kernel that grades: its Python, the hidden checks, and what students may see of them."""

import os
import sys

import nbformat
import pytest
from grading_classroom import grade_class, open_class, small_course, submission
from small_assignment import NAME

from dlcourse.checks.bank import SOLUTIONS
from dlcourse.grading.course import course_config
from dlcourse.grading.execute import run, run_in_turn

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning"),  # nbgrader's queries
    pytest.mark.xdist_group("execute"),  # one release for all
]

ANSWERS = {
    "right": "return 2 * x",
    "warns": "warnings.warn('slow')\n    return 2 * x",
    "fixed": "return 6",
    "crashes": "return x / 0",
    "looks": "import os; return 2 * x if not any('DLCOURSE' in name for name in os.environ) else 0",
}


@pytest.fixture(scope="module")
def grades(tmp_path_factory):
    course = small_course(tmp_path_factory.mktemp("course"))
    _, released, _ = open_class(course, NAME)
    answers = {student: f"def double(x):\n    {body}" for student, body in ANSWERS.items()}
    return grade_class(
        course, NAME, {who: submission(released, {"double": code}) for who, code in answers.items()}
    )


def test_hidden_tests_count_and_a_crash_costs_its_own_tests(grades):
    assert grades["right"].points == {"double-seen": 1, "double-hidden": 2}
    assert grades["fixed"].points == {"double-seen": 1, "double-hidden": 0}
    assert grades["crashes"].points == {"double-seen": 0, "double-hidden": 0}
    assert [grades[student].total for student in ("right", "fixed", "crashes")] == [3, 1, 0]


def test_a_warning_while_a_test_runs_costs_no_points_and_is_not_shown_since_it_could_tell_its_inputs(grades):
    assert grades["warns"].total == 3
    assert "slow" not in "".join(grades["warns"].said.values()) + grades["warns"].feedback_outputs


def test_the_process_of_the_students_code_does_not_know_whose_work_it_runs_nor_where_the_answers_are(grades):
    assert grades["looks"].total == 3


def test_feedback_says_what_a_hidden_check_found_and_not_how(grades):
    assert "never uses its argument x. Y is a wrong count." in grades["fixed"].said["double-hidden"]
    assert "double never uses its argument x." in grades["fixed"].feedback_outputs
    assert "secret_number" not in grades["fixed"].feedback
    assert "return x / 0" in grades["crashes"].feedback_outputs


def test_the_files_of_exercises_are_in_reach_of_the_graded_kernel_only(tmp_path):
    course = small_course(tmp_path)
    cells = ["import sys, os", f"print(sys.executable, os.environ[{SOLUTIONS!r}])"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "of-some-other-place", "display_name": "Python"}
    _, told = run(notebook, course_config(course), tmp_path).cells
    assert told.outputs[0].text.split() == [sys.executable, str(course / "solutions")]
    assert SOLUTIONS not in os.environ


def test_notebooks_that_run_in_turn_know_nothing_of_each_other(tmp_path):
    course = small_course(tmp_path)
    cells = (
        "import os, math; print(sorted(os.listdir()), 'mine' in globals(), len(In) < 9)",
        "mine = 1",
        "exit()",
    )
    cells = *cells, "open('made', 'w').close(); os.chdir('..')"
    one, other = (
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells]) for _ in range(2)
    )
    folder = tmp_path / "in turn"
    folder.mkdir()
    first, second = run_in_turn([one, other], course_config(course), folder)
    for ran, notebook in ((first, one), (second, other)):
        assert ran[0].outputs[0].text == "[] False True\n"
        assert [output.ename for cell in ran for output in cell.outputs if output.output_type == "error"] == [
            "SystemExit"
        ]
        assert [cell.id for cell in ran] == [cell.id for cell in notebook.cells]
