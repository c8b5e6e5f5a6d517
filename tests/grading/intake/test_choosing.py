"""Which notebook is which: several of an assignment, copies with other names, strangers."""

import pytest
from small_intake import (
    ALL,
    as_bytes,
    cell,
    find,
    handed_out,
    notebook,
    scores,
    solved,
    source,
    taken,
)

from dlcourse.grading.intake.canonical import read_assignment
from dlcourse.grading.intake.folder import Found
from dlcourse.grading.intake.record import record
from dlcourse.grading.intake.rejected import Rejected
from dlcourse.grading.intake.taking import take_in


def second():
    """Another notebook of the same assignment."""
    return notebook(
        cell("def double(x):\n    return 2 * x", grade_id="double", solution=True),
        cell("assert double(2) == 4", grade_id="test_double", grade=True, points=5),
        cell("import math"),
    )


TWO = read_assignment("ps", {"p1": as_bytes(source()), "p2": as_bytes(second())})


def of_two(**files):
    return take_in(TWO, "ada", Found({f"{name}.ipynb": as_bytes(book) for name, book in files.items()}))


def test_a_copy_with_the_answers_is_graded_and_not_the_one_that_nobody_has_filled_in():
    one = taken(handed_out(), files={"p1-Copy1.ipynb": as_bytes(solved())})
    points, reasons = scores(one)
    assert points == ALL
    assert "'p1-Copy1.ipynb' was graded" in reasons[0] and "further notebooks" in reasons[1]


def test_the_notebook_of_the_right_name_is_graded_if_it_has_answers():
    one = taken(solved(total="def total(n):\n    return 0"), files={"a.ipynb": as_bytes(solved())})
    points, reasons = scores(one)
    assert points["test_squares"] == 2 and points["test_total"] == 0
    assert reasons == ["The submission has further notebooks, which were not graded: 'a.ipynb'."]


def test_a_notebook_that_opens_is_graded_in_the_place_of_a_broken_one():
    points, reasons = scores(taken(b'{"cells": [', files={"backup.ipynb": as_bytes(solved())}))
    assert points == ALL and "'backup.ipynb' was graded" in reasons[0]


def test_two_notebooks_are_graded_each_by_its_own():
    made = record(of_two(p1=solved(), p2=second()), {})
    assert list(made.cells) == ["test_squares", "test_total", "why", "plot", "test_double"]
    assert scores(of_two(p1=solved(), p2=second())) == ({**ALL, "test_double": 5}, [])


@pytest.mark.parametrize("names", [("p2", "p1"), ("a", "b"), ("Copy of p1", "Copy of p2")])
def test_two_notebooks_under_other_names_are_told_apart_by_their_cells(names):
    points, reasons = scores(of_two(**dict(zip(names, (solved(), second()), strict=True))))
    assert points == {**ALL, "test_double": 5}
    assert len(reasons) == 2 and all("under another name" in reason for reason in reasons)


def test_the_cells_of_a_notebook_that_is_missing_have_0_and_it_is_told():
    made = scores(of_two(p1=solved()))
    assert made[0] == {**ALL, "test_double": 0}
    assert made[1] == ["There is no notebook 'p2.ipynb': its questions earn 0."]


def test_without_any_of_them_the_submission_is_rejected():
    with pytest.raises(Rejected, match="None of the cells of 'p1.ipynb' is in 'other"):
        of_two(other=notebook(cell("import math"), cell("print(1)")))
    with pytest.raises(Rejected, match="There is no notebook 'p1.ipynb': the submission is empty"):
        take_in(TWO, "ada", Found())
    with pytest.raises(Rejected, match="only 'answers.py' and 'notes.pdf'"):
        take_in(TWO, "ada", Found({"answers.py": b"", "notes.pdf": b""}))


def test_the_reasons_of_several_notebooks_say_which():
    book = solved()
    book["cells"].remove(find(book, "test_total"))
    assert of_two(p1=book, p2=second()).reasons[0].startswith("p1: The test cell 'test_total' was missing")


def test_which_of_several_notebooks_is_damaged_is_told():
    damaged = take_in(TWO, "ada", Found({"p1.ipynb": as_bytes(solved()), "p2.ipynb": b""}))
    assert damaged.reasons[0].startswith("'p2.ipynb': The notebook is empty")
    other = of_two(p1=solved(), p2=notebook(cell("import math"), cell("print(1)")))
    assert (
        len(other.reasons) == 1
        and "None of the cells of this assignment is in 'p2.ipynb'" in other.reasons[0]
    )
