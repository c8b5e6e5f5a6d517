"""Every assignment, end to end: solution, blank and wrong answers through nbgrader, to grade and feedback."""

import importlib
import re
from dataclasses import dataclass

import pytest
from grading_classroom import (
    ROOT,
    Graded,
    grade_class,
    grade_table,
    make_course,
    open_class,
    submission,
)

from dlcourse.grading.course import assignment_names, release_path
from dlcourse.grading.markers import LONG

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning"),  # nbgrader's queries
]


@dataclass(frozen=True)
class Classroom:
    name: str  # of the assignment
    points: dict[str, float]  # by test
    wrong: dict  # student -> WrongAnswer
    grades: dict[str, Graded]  # by student
    release: bytes


def wrong_answers(name):
    """The register's entries for an assignment, {student: WrongAnswer}."""
    entries = importlib.import_module(f"wrong_answers.wrong_{name}").WRONG_ANSWERS
    by_student = {re.sub(r"\W+", "-", wrong.name): wrong for wrong in entries}
    assert len(by_student) == len(entries), f"two wrong answers to {name} have one name"
    return by_student


ASSIGNMENTS = [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in assignment_names(ROOT)]


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def classroom(request, tmp_path_factory):
    """The whole class, graded in one call; its table of grades goes to _build/grades/."""
    name = request.param
    course = make_course(tmp_path_factory.mktemp(name), [ROOT / "solutions" / name])
    points, released, answers = open_class(course, name)
    wrong = wrong_answers(name)
    submissions = {"solution": submission(released, answers), "blank": released}
    for student, slip in wrong.items():
        submissions[student] = submission(released, answers | {slip.grade_id: slip.code})
    grades = grade_class(course, name, submissions)
    table = ROOT / "_build" / "grades" / f"{name}.md"
    table.parent.mkdir(parents=True, exist_ok=True)
    table.write_text(grade_table(points, grades), encoding="utf-8")
    return Classroom(name, points, wrong, grades, release_path(name, course).read_bytes())


def test_the_exercise_of_the_course_is_what_its_source_gives(classroom):
    path = release_path(classroom.name, ROOT)
    assert path.is_file() and path.read_bytes() == classroom.release, (
        "run `dlcourse release` and commit exercises/"
    )


def test_the_solution_gets_full_points(classroom):
    assert classroom.grades["solution"].points == classroom.points
    assert classroom.grades["solution"].total == sum(classroom.points.values())


def test_the_untouched_release_gets_none(classroom):
    assert classroom.grades["blank"].points == dict.fromkeys(classroom.points, 0)
    assert classroom.grades["blank"].total == 0


def test_each_wrong_answer_loses_the_points_it_names(classroom):
    points, lost = classroom.points, {}
    for student in classroom.wrong:
        got = classroom.grades[student].points
        lost[student] = {test: points[test] - got[test] for test in points if points[test] != got[test]}
    assert lost == {student: slip.lost for student, slip in classroom.wrong.items()}


def test_the_gradebook_totals_agree_with_the_points_lost(classroom):
    totals = {student: classroom.grades[student].total for student in classroom.wrong}
    full = sum(classroom.points.values())
    assert totals == {student: full - sum(slip.lost.values()) for student, slip in classroom.wrong.items()}


def test_each_wrong_answer_is_told_what_went_wrong(classroom):
    for student, slip in classroom.wrong.items():
        graded = classroom.grades[student]
        said = [graded.said[test] for test in slip.lost]
        assert any(re.search(slip.message, text) for text in said), f"{slip.name}: {said}"
        assert re.search(slip.message, graded.feedback_outputs), f"{slip.name}: not in the feedback"


def test_each_test_is_failed_by_one_of_four_wrong_answers_or_more(classroom):
    assert len(classroom.wrong) >= 4
    assert all(slip.lost for slip in classroom.wrong.values())
    missed = set(classroom.points) - {test for slip in classroom.wrong.values() for test in slip.lost}
    assert not missed, (
        f"add to tests/grading/wrong_answers/wrong_{classroom.name}.py one that fails {sorted(missed)}"
    )


def test_feedback_shows_no_line_of_a_hidden_module(classroom):
    for path in (ROOT / "solutions" / classroom.name).glob("hidden_*.py"):
        lines = (line.strip() for line in path.read_text(encoding="utf-8").split("\n"))
        hidden = [line for line in lines if len(line) >= LONG]
        for student, graded in classroom.grades.items():
            found = [line for line in hidden if line in graded.feedback_outputs]
            assert not found, f"{student}: {found}"
