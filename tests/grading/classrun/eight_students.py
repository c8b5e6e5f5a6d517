"""A course of plain nbgrader with eight students, for the tests that play a class from release to report."""

import copy
import json
from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

NAME, BOOK = "ps", "p1"
CONFIG = """c = get_config()
c.CourseDirectory.course_id = "eight"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "tests_data"]
c.Judge.cell_seconds = 5.0
"""
DATA, SECRET = "3\n4\n", "2718281\n3141592\n"  # the files that students have, and that tests alone have
ANSWERS = {
    "mean": 'def mean(xs):\n    """The mean of some numbers."""\n    return sum(xs) / len(xs)',
    "load": 'def load(path):\n    """The numbers in a file."""\n    return [float(x) for x in open(path)]',
}
TESTS = {
    "test_mean": "assert mean([1, 3]) == 2\n### BEGIN HIDDEN TESTS\nassert mean([987654]) == 987654\n"
    "### END HIDDEN TESTS",
    "test_load": "assert load('data.csv') == [3, 4]\n### BEGIN HIDDEN TESTS\nfrom pathlib import Path\n"
    "secret = [float(x) for x in Path('tests_data/secret.csv').read_text().split()]\n"
    "assert mean(secret) == sum(secret) / 2\n### END HIDDEN TESTS",
}
POINTS = {"test_mean": 2, "test_load": 3, "why": 4}


def cell(source, name="", markdown=False, **marks):
    """A cell with nbgrader's metadata where it has a name."""
    made = (new_markdown_cell if markdown else new_code_cell)(source, id=name or "text")
    if name:
        flags = {"grade": False, "solution": False, "locked": False, "task": False}
        made.metadata.nbgrader = {"schema_version": 3, "grade_id": name, **flags, **marks}
    return made


def source(points=None, tests=None):
    """The instructor's notebook; some points or tests in the place of the first ones."""
    points, tests = {**POINTS, **(points or {})}, {**TESTS, **(tests or {})}
    cells = [cell("# Two functions", markdown=True)]
    for name, answer in ANSWERS.items():
        *head, last = answer.split("\n")
        body = ["    ### BEGIN SOLUTION", last, "    ### END SOLUTION"]
        cells.append(cell("\n".join([*head, *body]), name, solution=True))
        test = f"test_{name}"
        cells.append(cell(tests[test], test, grade=True, locked=True, points=points[test]))
    cells.append(cell("Why?", "why", True, grade=True, solution=True, points=points["why"]))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def write_source(root, **changes):
    """The source, its files and the settings."""
    folder = Path(root, "source", NAME)
    (folder / "tests_data").mkdir(parents=True, exist_ok=True)
    (folder / f"{BOOK}.ipynb").write_text(json.dumps(source(**changes)))
    (folder / "data.csv").write_text(DATA)
    (folder / "tests_data" / "secret.csv").write_text(SECRET)
    Path(root, "nbgrader_config.py").write_text(CONFIG)


def released(root):
    """The notebook that students have got, as a dictionary."""
    return json.loads(Path(root, "release", NAME, f"{BOOK}.ipynb").read_text())


def find(book, name):
    """The cell with a grade_id."""
    return next(one for one in book["cells"] if one["metadata"].get("nbgrader", {}).get("grade_id") == name)


def solved(book, **answers):
    """The notebook with answers; right ones where none are given."""
    book = copy.deepcopy(book)
    for name, text in {**ANSWERS, "why": "It is fair.", **answers}.items():
        find(book, name)["source"] = text
    return book


def hand_in(root, student, book, **files):
    """Hand in a notebook, and files by name."""
    folder = Path(root, "submitted", student, NAME)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{BOOK}.ipynb").write_text(json.dumps(book))
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)


def eight(book):
    """{student: (notebook, files)} of a class."""
    stubs = {name: find(book, name)["source"] for name in ANSWERS}
    below = solved(book, mean=stubs["mean"])
    below["cells"].append(cell(ANSWERS["mean"]))
    edited = solved(book)
    find(edited, "test_mean")["source"] = "assert True"
    tells = "def mean(xs):\n    print(xs)\n    if xs[0] > 9: raise KeyError(*xs)\n    return sum(xs) / 2"
    peeks = (
        "import glob\nfound = glob.glob('**', recursive=True)\nprint(found)\n"
        "def mean(xs):\n    seen = open('tests_data/secret.csv').read()\n    return sum(xs) / len(xs)"
    )
    helps = "import helper\ndef load(path):\n    return helper.numbers(path)"
    return {
        "ann": (solved(book), {}),
        "bob": (edited, {}),
        "cay": (below, {}),
        "dan": (solved(book, mean=tells), {}),
        "eve": (
            solved(book, load=helps),
            {"helper__py": "def numbers(path):\n    return [*map(float, open(path))]\n", "data__csv": "1\n"}
            | {"page__html": "<script>alert(1)</script>"},
        ),
        "fay": (solved(book, why="I do not know."), {}),
        "gus": (solved(book, mean=peeks), {}),
        "hal": (copy.deepcopy(book), {}),
    }
