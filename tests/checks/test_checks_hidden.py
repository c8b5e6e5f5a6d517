"""Hidden tests: the draws, the three variants, and the course's own answers for many students."""

import functools
import importlib.util
import re
from pathlib import Path

import jupytext
import numpy as np
import pytest

from dlcourse.checks import CheckFailed, away_from_kinks, check_variants, rng_for
from dlcourse.checks.hidden import SECRET, STUDENT

SOLUTIONS = Path(__file__).parents[2] / "solutions"
NAMES = sorted(path.stem for path in SOLUTIONS.glob("*/*.md"))
SLOW = {"success_rate"}  # trains networks
REGISTER = {name: importlib.import_module(f"wrong_answers.more_{name}").MORE_WRONG_ANSWERS for name in NAMES}
MORE = [
    pytest.param(name, slip, id=slip.name, marks=[pytest.mark.slow] * (slip.grade_id in SLOW))
    for name, slips in REGISTER.items()
    for slip in slips
]
STUDENTS = ["", *(pytest.param(name, marks=pytest.mark.slow) for name in ("ada", "bob", "7", "7_"))]


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


def test_the_three_variants_reach_the_function():
    seen = []

    def double(x):
        seen.append((x.dtype.name, x.flags.c_contiguous))
        return 2 * x

    check_variants(double, {"x": np.ones((2, 3))}, lambda x: {"expected": {"y": 2 * x}}, reread="chapter 0")
    assert seen == [("float64", True), ("float64", False), ("float32", True)]


def test_an_answer_that_needs_contiguous_arrays_is_told():
    def flat(x):
        x.shape = (6,)
        return 2 * x

    with pytest.raises(CheckFailed, match="flat"):
        check_variants(
            flat, {"x": np.ones((2, 3))}, lambda x: {"expected": {"y": 2 * x.ravel()}}, reread="chapter 0"
        )


@pytest.fixture(scope="module", params=NAMES)
def assignment(request):
    return assignment_of(request.param)


@functools.cache
def assignment_of(name):
    return Assignment(name)


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


@pytest.mark.parametrize("student", STUDENTS)
def test_the_courses_own_answers_pass_whoever_is_graded(assignment, student, monkeypatch):
    monkeypatch.setenv(STUDENT, student)
    names = assignment.answers()
    for exercise in set(assignment.exercises) - SLOW:
        assert assignment.run(f"{exercise}_hidden", names) is None


@pytest.mark.parametrize(("name", "slip"), MORE)
def test_more_wrong_answers_are_caught_and_explained(name, slip):
    assignment = assignment_of(name)
    names = assignment.answers({slip.grade_id: slip.code})
    failed = {}
    for marks, _ in assignment.cells:
        if marks["grade"] and marks["grade_id"].rsplit("_", 1)[0] == slip.grade_id:
            failed[marks["grade_id"]] = assignment.run(marks["grade_id"], names)
    assert {test for test, told in failed.items() if told} == set(slip.lost)
    assert any(re.search(slip.message, told or "") for told in failed.values()), failed


# Answers that are right in another way than the course's own.
ALSO_RIGHT = {
    "lists in place of arrays": (
        "another_solution",
        "def another_solution():\n    return [[1, -1], [-1, 1]], [0, 0], [[1], [1]], [0]\n",
    ),
    "a list of arrays": (
        "another_solution",
        "def another_solution():\n    W = np.array([[1, -1], [-1, 1]])\n"
        "    return [W, np.zeros(2), np.ones((2, 1)), np.zeros(1)]\n",
    ),
    "four numbers in one array": (
        "chain_rule",
        "def chain_rule(x, y, w1, w2, w, b):\n    e, off = np.exp(w1 * x), y - w * x - b\n"
        "    return np.array([w2 * e * x, e, -2 * off * x, -2 * off * w])\n",
    ),
}


@pytest.mark.parametrize("exercise, code", ALSO_RIGHT.values(), ids=ALSO_RIGHT)
def test_other_right_answers_pass(exercise, code):
    assignment = next(a for a in map(assignment_of, NAMES) if exercise in a.exercises)
    names = assignment.answers({exercise: code})
    assert [assignment.run(f"{exercise}_{kind}", names) for kind in ("check", "hidden")] == [None, None]


def test_the_kinks_of_the_hidden_test_lie_where_a_slope_would_pass():
    hidden = assignment_of("02_xor").hidden
    at = hidden.AT_KINKS
    z = at["x"] @ at["W"] + at["c"]
    assert (z == 0).sum() == 6 and np.all(np.maximum(z, 0) @ at["w"] + at["b"] != at["y"])
    assert not np.allclose(*(at["x"].T @ np.heaviside(z, share) for share in (0, 0.5)))


@pytest.mark.parametrize("student", ["ada", pytest.param("7", marks=pytest.mark.slow)])
def test_seeds_of_the_hidden_test_tell_each_slip_of_drawing(student, monkeypatch):
    monkeypatch.setenv(STUDENT, student)
    hidden = assignment_of("02_xor").hidden
    seeds, counts = hidden.telling_seeds(rng_for("success_rate"), 3, "ReLU")
    assert len(seeds) >= 20 and all(counts["W w"] - counts[order] >= 4 for order in hidden.SLIPS_OF_DRAWING)
    assert abs(int((hidden.train_stack(hidden.starts(3, seeds), "ReLU").J < 0.01).sum()) - counts["W w"]) <= 1
