"""Hidden tests: the draws, the three dresses, and the course's own answers for many students."""

import importlib.util
from pathlib import Path

import jupytext
import numpy as np
import pytest

from dlcourse.checks import CheckFailed, away_from_kinks, check_dressed, rng_for
from dlcourse.checks.hidden import SECRET, STUDENT

SOLUTIONS = Path(__file__).parents[1] / "solutions"
NAMES = sorted(path.stem for path in SOLUTIONS.glob("*/*.md"))
SLOW = {"check_success_rate"}  # trains networks: test_grading runs it


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
    """The course's own answers by name, and the hidden tests by the name of the function they test."""
    path = SOLUTIONS / request.param / f"{request.param}.md"
    answers = {}
    for cell in jupytext.read(path).cells:
        if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("grade"):
            exec(compile(cell.source, path.name, "exec"), answers)
    spec = importlib.util.spec_from_file_location(
        f"hidden_{request.param}", path.with_name(f"hidden_{request.param}.py")
    )
    hidden = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hidden)
    tests = {name: test for name, test in vars(hidden).items() if name.removeprefix("check_") in answers}
    return answers, {name: test for name, test in tests.items() if name.startswith("check_")}, request.param


@pytest.mark.parametrize("student", ["", "ada", "bob", "7", "7_"])
def test_the_courses_own_answers_pass_whoever_is_graded(assignment, student, monkeypatch):
    monkeypatch.setenv(STUDENT, student)
    answers, tests, _ = assignment
    for name in sorted(set(tests) - SLOW - {"check_function"}):
        tests[name](answers[name.removeprefix("check_")])


def test_every_exercise_has_its_hidden_test(assignment):
    _, tests, name = assignment
    asked = [c.metadata.get("nbgrader", {}) for c in jupytext.read(SOLUTIONS / name / f"{name}.md").cells]
    exercises = {f"check_{cell['grade_id']}" for cell in asked if cell.get("solution")}
    assert exercises == set(tests) - {"check_function"} and len(exercises) == 6
    assert sum(cell.get("points", 0) for cell in asked) == 25
