"""Every assignment as an instructor grades it: solution, blank and wrong answers, to grade and feedback.

All by `dlcourse grade`, one by plain `nbgrader autograde`, too. What each wrong answer loses and is told is
tried without either, in tests/solutions.
"""

from dataclasses import dataclass

import nbformat
import pytest
from grading_classroom import (
    ROOT,
    Graded,
    answers_of,
    grade_class,
    grade_table,
    make_course,
    open_class,
    points_of,
    run_class,
    submission,
)
from house import PARTIAL

from dlcourse.checks.bank import exercises
from dlcourse.grading.classrun.nursery import Nursery
from dlcourse.grading.course import assignment_names, release_path, text_path
from dlcourse.grading.leaks import LONG
from dlcourse.grading.release import check
from dlcourse.grading.source import to_notebook

PLAIN = "00_start_here"  # by plain nbgrader, too: the shortest
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning"),  # nbgrader's queries
]


@dataclass(frozen=True)
class Classroom:
    name: str  # of the assignment
    points: dict[str, float]  # by test
    wrong: dict  # exercise -> Edit
    grades: dict[str, Graded]  # by student


def first_wrong_answers(name):
    """{exercise: its first wrong answer that loses all of its points}."""
    found = {}
    for exercise in exercises(ROOT / "solutions" / name):
        found[exercise.name] = next(edit for edit in exercise.module.WRONG.values() if edit.loses is None)
    return found


ASSIGNMENTS = [name for name in assignment_names(ROOT) if name not in PARTIAL]  # others are not released yet
CLASSES = [pytest.param((name, False), id=name) for name in ASSIGNMENTS]
CLASSES.append(pytest.param((PLAIN, True), id=f"{PLAIN} by nbgrader", marks=pytest.mark.kernel))


@pytest.fixture(scope="module")
def nursery():
    """What forks the workers of all classes, as that of `dlcourse grade` forks those of one."""
    with Nursery() as nursery:
        yield nursery


@pytest.fixture(scope="module", params=CLASSES)
def classroom(request, tmp_path_factory, nursery):
    """The class, graded in one call; its table of grades goes to _build/grades/."""
    name, by_nbgrader = request.param
    course = make_course(tmp_path_factory.mktemp(name), [ROOT / "solutions" / name])
    if by_nbgrader:
        points, released, answers = open_class(course, name)
    else:
        source = to_notebook(text_path(name, ROOT).read_text(encoding="utf-8"))
        released = nbformat.read(release_path(name, ROOT), as_version=4)
        points, answers = points_of(source), answers_of(source)
    wrong = first_wrong_answers(name)
    slips = {exercise: edit.of(answers[exercise]) for exercise, edit in wrong.items()}
    submissions = {
        "solution": submission(released, answers),
        "blank": released,
        "wrong": submission(released, answers | slips),
    }
    if by_nbgrader:
        grades = grade_class(course, name, submissions)
    else:
        grades = run_class(course, name, submissions, nursery)
    table = ROOT / "_build" / "grades" / f"{name}.md"
    table.parent.mkdir(parents=True, exist_ok=True)
    table.write_text(grade_table(points, grades), encoding="utf-8")
    return Classroom(name, points, wrong, grades)


@pytest.mark.kernel
@pytest.mark.usefixtures("forked_kernels")
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_exercise_of_the_course_is_what_its_source_gives(name):
    assert [str(problem) for problem in check([name], ROOT)] == []


def test_the_solution_gets_full_points(classroom):
    assert classroom.grades["solution"].points == classroom.points
    assert classroom.grades["solution"].total == sum(classroom.points.values())


@pytest.mark.parametrize("student", ["blank", "wrong"])
def test_the_untouched_release_and_wrong_answers_get_nothing(classroom, student):
    assert classroom.grades[student].points == dict.fromkeys(classroom.points, 0)
    assert classroom.grades[student].total == 0


def test_each_wrong_answer_is_told_what_went_wrong_by_both_checks_and_in_the_feedback(classroom):
    graded = classroom.grades["wrong"]
    for exercise, slip in classroom.wrong.items():
        words = " ".join((slip.says or slip.cause).split())
        said = [" ".join(graded.said[f"{exercise}_{check}"].split()) for check in ("check", "hidden")]
        assert any(words in text for text in said), said
        assert words in " ".join(graded.feedback_outputs.split())


def test_the_solution_is_told_what_is_right_so_far(classroom):
    for exercise in classroom.wrong:
        assert classroom.grades["solution"].said[f"{exercise}_check"].startswith("Right so far: ")


def test_feedback_shows_no_line_of_a_file_of_an_exercise_but_what_is_said(classroom):
    said = [
        edit.says
        for ex in exercises(ROOT / "solutions" / classroom.name)
        for edit in ex.module.WRONG.values()
    ]
    for path in (ROOT / "solutions" / classroom.name).glob("*.py"):
        lines = (line.strip() for line in path.read_text(encoding="utf-8").split("\n"))
        hidden = [
            line
            for line in lines  # a sentence may take several
            if len(line) >= LONG and not any(words in line or line in words for words in said if words)
        ]
        for student, graded in classroom.grades.items():
            found = [line for line in hidden if line in graded.feedback_outputs]
            assert not found, f"{student}: {found}"
