"""Edited metadata and cells: the assignment's own count, and a person is told what was changed."""

from hostile_case import UNEARNED, Register
from weather_source import RIGHT, blank, cell, find, insert, solved

EDITED = Register("edited")
case = EDITED.case
TESTS = ("test_load", "test_anomaly", "test_clip", "test_station", "test_hottest", "test_report", "test_root")


def each_test(book, change):
    """Change the metadata of all tests."""
    for name in TESTS:
        change(find(book, name)["metadata"]["nbgrader"])
    return book


@case(scores=UNEARNED, status="flagged", says="The points in the metadata")
def points_raised():
    """100 points for each test."""
    return each_test(blank(), lambda data: data.update(points=100))


@case(status="flagged", says="The points in the metadata")
def points_that_are_none():
    """NaN, infinite and negative points, and a text."""
    book = solved()
    for name, points in zip(TESTS, (float("nan"), float("inf"), -5, "many", [1], None, 1e308), strict=True):
        find(book, name)["metadata"]["nbgrader"]["points"] = points
    return book


@case(scores=UNEARNED, status="flagged", says="were changed")
def tests_emptied():
    """All tests are empty."""
    book = blank()
    for name in TESTS:
        find(book, name)["source"] = ""
    return book


@case(scores=UNEARNED, status="flagged", says="were changed")
def tests_that_give_points():
    """The tests say 3.0, and their outputs, too."""
    book = blank()
    for name in TESTS:
        one = find(book, name)
        one["source"] = "3.0"
        data = {"text/plain": "3.0"}
        one["outputs"] = [
            {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}
        ]
    return book


@case(scores=UNEARNED, status="flagged", says="were missing")
def tests_deleted():
    """All tests are gone."""
    book = blank()
    book["cells"] = [
        c for c in book["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") not in TESTS
    ]
    return book


@case(scores=UNEARNED, status="flagged", says="The metadata of")
def tests_made_answers():
    """The tests are declared to be answers, and say nothing."""
    book = each_test(blank(), lambda data: data.update(solution=True, locked=False))
    for name in TESTS:
        find(book, name)["source"] = "pass"
    return book


@case(status="flagged", says="The metadata of")
def answers_made_tests():
    """The answers are declared to be locked tests: work is not thrown away for that."""
    book = solved()
    for name in RIGHT:
        find(book, name)["metadata"]["nbgrader"] |= {"grade": True, "locked": True, "points": 1}
    return book


@case(scores=UNEARNED, status="flagged", says="which is not the assignment's")
def test_of_its_own():
    """A test cell of the student's own, worth 50 points."""
    own = {"grade_id": "bonus", "grade": True, "locked": True, "points": 50}
    return insert(blank(), "why", cell("assert True", **own))


@case(scores=UNEARNED, status="flagged", says="more than once")
def test_copied():
    """Each test stands there twice, the first one empty."""
    book = blank()
    for name in TESTS:
        insert(book, name, {**find(book, name), "source": "assert True"})
    return book


@case(scores={**UNEARNED, "test_load": 2.0}, status="flagged", says="more than once")
def one_name_for_all():
    """All cells carry the grade_id of the first answer."""
    book = blank(load=RIGHT["load"])
    for one in book["cells"]:
        if "nbgrader" in one["metadata"] and one["metadata"]["nbgrader"]["grade_id"] != "load":
            one["metadata"] = {"nbgrader": dict(find(book, "load")["metadata"]["nbgrader"])}
    book["cells"] = [c for c in book["cells"] if c["source"] != "YOUR ANSWER HERE"]
    return book


@case(status="flagged", says="was changed")
def locked_cell_changed():
    """The locked imports are other ones: the assignment's are used."""
    book = solved()
    find(book, "imports")["source"] = "import csv, math\nimport numpy as np\nnp.testing = None"
    return book


@case(status="graded")
def schema_of_another_time():
    """Another version of nbgrader's metadata, of 2014 and of the future."""
    book = solved()
    for i, one in enumerate(book["cells"]):
        if "nbgrader" in one["metadata"]:
            one["metadata"]["nbgrader"]["schema_version"] = (1, 99, "three", None)[i % 4]
    return book


@case(scores=UNEARNED, status="flagged", says="The metadata of")
def manual_grade_forged():
    """The written answer is declared to be an automatic test, with a score and a comment in it."""
    book = blank()
    data = find(book, "why")["metadata"]["nbgrader"]
    data |= {"solution": False, "score": 2, "auto_score": 2, "comment": "well done", "task": True}
    return book


@case(status="flagged", says="metadata")
def metadata_that_are_none():
    """nbgrader's metadata are a list, a text, a number, nested a thousand times."""
    book = solved()
    deep = []
    for _ in range(500):
        deep = [deep]
    wrong = [[], "grade", 7, deep, {"grade_id": ["load"]}, {"grade_id": {"a": 1}}, None]
    for one, data in zip([find(book, name) for name in TESTS], wrong, strict=True):
        one["metadata"]["nbgrader"] = data
    return book


@case(scores=UNEARNED, status="flagged", says="which are no cells for answers")
def code_inside_a_test():
    """Code that would switch the test off stands at its top."""
    book = blank()
    for name in TESTS:
        one = find(book, name)
        one["source"] = "import numpy.testing\nget_ipython().showtraceback = print\n" + one["source"]
    return book


@case(scores=UNEARNED)
def celltags_and_options():
    """Tags and metadata that ask other tools to skip cells, and a cell magic above an answer."""
    book = blank(
        anomaly="%%script true\nraise SystemExit",
        root="%%javascript\nalert(1)",
        clip="%%writefile -a x.py\n1",
    )
    for one in book["cells"]:
        one["metadata"] |= {
            "tags": ["raises-exception", "skip-execution"],
            "editable": True,
            "deletable": True,
        }
    return book
