"""Hidden tests: the draws, the three dresses, and the course's own answers for many students."""

import importlib.util
import re
from pathlib import Path

import jupytext
import numpy as np
import pytest

from dlcourse.checks import CheckFailed, away_from_kinks, check_dressed, rng_for
from dlcourse.checks.hidden import SECRET, STUDENT

SOLUTIONS = Path(__file__).parents[1] / "solutions"
NAMES = sorted(path.stem for path in SOLUTIONS.glob("*/*.md"))
SLOW = {"success_rate"}  # trains networks: test_grading runs it
REGISTER = {
    name: importlib.import_module(f"tests.wrong_answers.wrong_{name}").MORE_WRONG_ANSWERS for name in NAMES
}
MORE = [slip for slips in REGISTER.values() for slip in slips]


def test_a_draw_belongs_to_secret_student_and_exercise(monkeypatch):
    monkeypatch.setenv(STUDENT, "ada")
    drawn = rng_for("forward").normal()
    assert rng_for("forward").normal() == drawn != rng_for("backward").normal()
    monkeypatch.setenv(STUDENT, "bob")
    assert rng_for("forward").normal() != drawn
    monkeypatch.setenv(STUDENT, "ada")
    monkeypatch.setenv(SECRET, "of this year")
    assert rng_for("forward").normal() != drawn


def test_draws_keep_away_from_kinks():
    rng = np.random.default_rng(0)
    for _ in range(20):
        inputs = away_from_kinks(lambda: {"z": rng.normal(size=50)}, lambda z: z)
        assert np.abs(inputs["z"]).min() >= 1e-3
    with pytest.raises(ValueError, match="draw larger numbers"):
        away_from_kinks(lambda: {"z": np.zeros(2)}, lambda z: z)


def test_the_three_dresses_reach_the_function():
    seen = []

    def double(x):
        seen.append((x.dtype.name, x.flags.c_contiguous))
        return 2 * x

    check_dressed(double, {"x": np.ones((2, 3))}, lambda x: {"expected": {"y": 2 * x}}, reread="chapter 0")
    assert seen == [("float64", True), ("float64", False), ("float32", True)]


def test_an_answer_that_needs_contiguous_arrays_is_told():
    def flat(x):
        x.shape = (6,)
        return 2 * x

    with pytest.raises(CheckFailed, match="flat"):
        check_dressed(
            flat, {"x": np.ones((2, 3))}, lambda x: {"expected": {"y": 2 * x.ravel()}}, reread="chapter 0"
        )


@pytest.fixture(scope="module", params=NAMES)
def assignment(request):
    return Assignment(request.param)


class Assignment:
    """The cells of an assignment's source and its module of hidden tests, run here without nbgrader."""

    def __init__(self, name):
        self.name = name
        cells = jupytext.read(SOLUTIONS / name / f"{name}.md").cells
        self.cells = [(cell.metadata.nbgrader, cell.source) for cell in cells if cell.cell_type == "code"]
        self.exercises = [marks["grade_id"] for marks, _ in self.cells if marks["solution"]]
        path = SOLUTIONS / name / f"hidden_{name}.py"
        spec = importlib.util.spec_from_file_location(path.stem, path)
        self.hidden = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.hidden)

    def answers(self, replaced=None):
        """The names that the notebook defines, with the text of some solution cells replaced."""
        names = {}
        for marks, source in self.cells:
            if not marks["grade"]:
                exec((replaced or {}).get(marks["grade_id"], source), names)
        return names

    def run(self, test, names):
        """The message of a test that fails, or None."""
        try:
            if test.endswith("_hidden"):
                exercise = test.removesuffix("_hidden")
                getattr(self.hidden, f"check_{exercise}")(names[exercise])
            else:
                exec(next(source for marks, source in self.cells if marks["grade_id"] == test), names)
        except AssertionError as error:
            return str(error)
        return None


def test_every_exercise_has_its_two_tests(assignment):
    graded = {marks["grade_id"]: marks["points"] for marks, _ in assignment.cells if marks["grade"]}
    expected = [f"{exercise}_{kind}" for exercise in assignment.exercises for kind in ("check", "hidden")]
    assert list(graded) == expected and len(expected) == 12
    assert sum(graded.values()) == 25


@pytest.mark.parametrize("student", ["", "ada", "bob", "7", "7_"])
def test_the_courses_own_answers_pass_whoever_is_graded(assignment, student, monkeypatch):
    monkeypatch.setenv(STUDENT, student)
    names = assignment.answers()
    for exercise in set(assignment.exercises) - SLOW:
        assert assignment.run(f"{exercise}_hidden", names) is None


@pytest.mark.parametrize("slip", MORE, ids=lambda slip: slip.name)
def test_more_wrong_answers_are_caught_and_explained(slip):
    assignment = Assignment(next(name for name in NAMES if slip in REGISTER[name]))
    names = assignment.answers({slip.grade_id: slip.code})
    failed = {}
    for marks, _ in assignment.cells:
        if marks["grade"] and marks["grade_id"].rsplit("_", 1)[0] == slip.grade_id:
            failed[marks["grade_id"]] = assignment.run(marks["grade_id"], names)
    assert {test for test, told in failed.items() if told} == set(slip.lost)
    assert any(re.search(slip.message, told or "") for told in failed.values()), failed
