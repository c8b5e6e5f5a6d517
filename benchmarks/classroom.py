"""A class for measurements and tests: an ordinary nbgrader course, and students whose marks are known."""

import json
from pathlib import Path

NAME = "ps1"
EXERCISES = {  # the function: its answer, a wrong one, the test that students see, the hidden one, points
    "softmax": (
        "def softmax(z):\n    e = np.exp(z - z.max(axis=1, keepdims=True))\n"
        "    return e / e.sum(axis=1, keepdims=True)",
        "def softmax(z):\n    return np.exp(z) / np.exp(z).sum()",
        "p = softmax(np.array([[0.0, 0.0], [0.0, np.log(3)]]))\nassert np.allclose(p.sum(axis=1), 1)",
        "np.testing.assert_allclose(p, [[0.5, 0.5], [0.25, 0.75]])",
        3,
    ),
    "relu": (
        "def relu(x):\n    return np.maximum(0, x)",
        "def relu(x):\n    return abs(x)",
        "assert relu(np.array([2.0, -1.0]))[0] == 2",
        "assert relu(np.array([2.0, -1.0]))[1] == 0",
        2,
    ),
    "mean_square": (
        "def mean_square(x):\n    return float(np.mean(np.asarray(x) ** 2))",
        "def mean_square(x):\n    return float(np.mean(x) ** 2)",
        "assert mean_square([3.0, 3.0]) == 9",
        "assert mean_square([1.0, 7.0]) == 25",
        1,
    ),
}
WRONG = tuple(EXERCISES)


def cell(kind, source, name, **marks):
    """A cell of a notebook, with nbgrader's metadata where it has marks."""
    found = {"cell_type": kind, "id": name, "metadata": {}, "source": source}
    if marks:
        defaults = {"grade": False, "solution": False, "locked": False, "task": False}
        found["metadata"]["nbgrader"] = {**defaults, "schema_version": 3, "grade_id": name, **marks}
    return found | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def notebook(answers=None, released=True):
    """The notebook of the assignment, {function: answer} filled in; not released it is the source."""
    cells = [
        cell("markdown", "# Three functions", "title"),
        cell("code", "import numpy as np", "imports", locked=True),
    ]
    for name, (right, _, visible, hidden, points) in EXERCISES.items():
        stub = "# YOUR CODE HERE\nraise NotImplementedError()"
        answer = (answers or {}).get(
            name, stub if released else f"### BEGIN SOLUTION\n{right}\n### END SOLUTION"
        )
        test = visible if released else f"{visible}\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"
        cells += [
            cell("markdown", f"Write `{name}`.", f"task_{name}", locked=True),
            cell("code", answer, name, solution=True),
            cell("code", test, f"test_{name}", grade=True, locked=True, points=points),
        ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def make_course(folder, n_students: int, wrong=True) -> dict:
    """Write a course with a class into a folder; {student: {test: points}} that they have earned.

    Every student's notebook differs; with `wrong` the i-th has those answers wrong whose bit is set in i.
    """
    folder = Path(folder)
    write(folder / "source" / NAME / f"{NAME}.ipynb", notebook(released=False))
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'bench'\n")
    earned = {}
    for i in range(n_students):
        student = f"s{i:05d}"
        bad = {name for bit, name in enumerate(WRONG) if wrong and i >> bit & 1}
        answers = {
            name: f"# {student}\n{parts[1] if name in bad else parts[0]}" for name, parts in EXERCISES.items()
        }
        write(folder / "submitted" / student / NAME / f"{NAME}.ipynb", notebook(answers))
        earned[student] = {
            f"test_{name}": 0.0 if name in bad else float(parts[-1]) for name, parts in EXERCISES.items()
        }
    return earned


def write(path, plain):
    """Write a notebook into a folder that is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(plain), encoding="utf-8")
