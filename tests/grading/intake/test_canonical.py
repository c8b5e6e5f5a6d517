"""The source: what students got and what the gradebook has, as nbgrader makes it; and what is refused."""

import copy
from pathlib import Path

import nbformat
import nbgrader
import pytest
from nbgrader import utils
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions
from small_intake import BEGIN, as_bytes, assignment, cell, find, handed_out, notebook, source

from dlcourse.grading.intake.canonical import checksum, read_assignment
from dlcourse.grading.intake.released import Release

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide" / "source" / "ps1"
NOTEBOOKS = {"ours": as_bytes(source())}
NOTEBOOKS |= {path.stem: path.read_bytes() for path in sorted(EXAMPLE.glob("*.ipynb"))}


def by_nbgrader(data, *steps):
    book = nbformat.reads(data.decode(), as_version=4)
    for step in steps:
        book, _ = step().preprocess(book, {})
    return book.cells


@pytest.mark.parametrize("data", NOTEBOOKS.values(), ids=NOTEBOOKS)
def test_what_students_get_and_the_gradebook_has_is_what_nbgrader_makes(data):
    sheet = read_assignment("ps", {"p": data}).sheets[0]
    released = by_nbgrader(data, ClearSolutions, ClearHiddenTests, ClearMarkScheme)
    assert [one.released for one in sheet.cells] == [one.source for one in released]
    saved = by_nbgrader(data, ClearSolutions)
    for mine, theirs in zip(sheet.cells, saved, strict=True):
        assert mine.kept == theirs.source
        if mine.name:
            assert checksum(mine, theirs.source) == utils.compute_checksum(theirs)
        roles = (utils.is_grade(theirs), utils.is_solution(theirs), utils.is_task(theirs))
        kinds = (mine.kind in ("test", "manual"), mine.kind in ("answer", "manual"), mine.kind == "task")
        assert tuple(map(bool, roles)) == kinds


def test_nbgraders_own_example_is_read():
    of = read_assignment("ps1", {name: data for name, data in NOTEBOOKS.items() if name != "ours"})
    assert [sheet.name for sheet in of.sheets] == ["problem1", "problem2"]
    assert of.max_scores() == {
        "correct_squares": 1,
        "squares_invalid_input": 1,
        "correct_sum_of_squares": 0.5,
        "sum_of_squares_uses_squares": 0.5,
        "sum_of_squares_equation": 1,
        "sum_of_squares_application": 2,
        "cell-938593c4a215c6cc": 4,
        "part-a": 1,
        "part-b": 2,
    }
    assert of.sheets[0].names == ("pyramidal_number", "squares", "sum_of_squares")


@pytest.mark.parametrize("path", sorted((ROOT / "exercises").glob("*_*/*.ipynb")), ids=lambda path: path.stem)
def test_what_students_of_this_course_get_is_told_apart_from_its_source(path):
    if b'"grade": true' in path.read_bytes():
        with pytest.raises(ValueError, match="expected the source, with answers and hidden tests"):
            read_assignment("ps", {"p": path.read_bytes()})


def test_names_and_imports_of_answers():
    text = "import numpy as np\nfrom math import sqrt, pi as p\n"
    text += "limit: int = 3\nclass A: ...\nfor i in []: ...\n"
    book = source()
    find(book, "squares")["source"] = text
    find(book, "total")["source"] = "from math import sqrt\nsqrt = 3\n%matplotlib inline\nfiles = !ls\n"
    sheet = assignment(book).sheets[0]
    assert sheet.names == ("A", "files", "i", "limit", "sqrt")
    assert sheet.imports == ("import numpy as np", "from math import pi as p")


def test_what_an_answer_writes_into_is_the_students():
    book = source()
    setup = book["cells"][[one["cell_type"] for one in book["cells"]].index("code")]
    setup["source"] = "import numpy as np\ntable, n, x, rows = {}, 3, np.zeros(3), []"
    find(book, "total")["source"] = "table['a'] = n\nx[0] += 1\nrows.append(np.abs(x))\nnew = len(rows)"
    assert set(assignment(book).sheets[0].names) == {"new", "rows", "squares", "table", "x"}


def test_modules_of_the_source_are_loaded_before_but_for_its_own():
    book = source()
    find(book, "setup")["source"] = (
        "import numpy.linalg, helper\nfrom parts.one import x\ndef f():\n    import json"
    )
    of = assignment(book, files={"helper.py": b"", "parts/one.py": b""})
    assert of.preload == ("numpy.linalg", "json")


def test_two_notebooks_may_have_the_same_ids():
    of = read_assignment("ps", {"a": as_bytes(source()), "b": as_bytes(source())})
    assert list(of.max_scores())[:2] == ["a/test_squares", "a/test_total"]
    assert len(of.max_scores()) == 8


def test_a_header_and_another_stub_are_as_the_course_says():
    release = Release(code_stub="raise NotImplementedError()", header=as_bytes(notebook(cell("NAME = ''"))))
    sheet = assignment(release=release).sheets[0]
    assert sheet.cells[0].source == "NAME = ''"
    assert "raise NotImplementedError()" in sheet.by_name()["squares"].released
    assert "YOUR CODE" not in sheet.by_name()["squares"].released


def changed(name, **entries):
    book = source()
    one = find(book, name)
    for key, value in entries.items():
        (one if key in one else one["metadata"]["nbgrader"])[key] = value
    return book


def in_julia():
    return notebook(*source()["cells"], language="julia")


REFUSED = {
    "a grade_id twice": (
        changed("total", grade_id="squares"),
        "(cell squares): expected a grade_id of its own",
    ),
    "no grade_id": (changed("test_total", grade_id=""), "(cell 7): expected a grade_id, got none"),
    "points below 0": (changed("test_total", points=-1), "expected points from 0, got -1"),
    "a test in text": (changed("test_total", cell_type="markdown"), "expected code in a test, got text"),
    "markers that do not end": (changed("squares", source=BEGIN), "BEGIN SOLUTION without END SOLUTION"),
    "markers in markers": (changed("squares", source=f"{BEGIN}\n{BEGIN}"), "BEGIN SOLUTION inside"),
    "tests that nbgrader has still to write": (
        changed("test_total", source="### AUTOTEST total(3)"),
        "AUTOTEST lines",
    ),
    "another language": (in_julia(), "expected a notebook in Python, got one in 'julia'"),
}


@pytest.mark.parametrize("book, told", REFUSED.values(), ids=REFUSED)
def test_a_source_that_cannot_be_graded_with_is_refused_by_its_cell(book, told):
    with pytest.raises(ValueError) as error:
        assignment(book)
    assert told in str(error.value) and str(error.value).startswith("p1")


def test_a_release_is_no_source():
    book = copy.deepcopy(handed_out())
    for one in book["cells"]:
        one["metadata"].get("nbgrader", {})["checksum"] = "0" * 32
    with pytest.raises(ValueError, match="got what students get; point the source folder at"):
        assignment(book)


def test_no_source_at_all_is_told():
    with pytest.raises(ValueError, match="got none; put them into the course's source folder"):
        read_assignment("ps", {})


def test_an_answer_that_is_no_python_is_told():
    sheet = assignment(changed("squares", source="def squares(n:")).sheets[0]
    assert sheet.notes == ("p1: the cell 'squares' of the source is not valid Python.",)
