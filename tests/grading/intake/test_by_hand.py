"""What a person grades: written answers, code answers with points, tasks; nothing of them is lost."""

import pytest
from small_intake import SQUARES, as_bytes, cell, find, handed_out, insert_answer, solved, source, taken

from dlcourse.grading.intake.taking import Taken


def texts(one: Taken):
    return [shown.source for shown in one.sheets["p1"] if shown.type == "markdown"]


def named(one, name):
    (shown,) = [s for s in one.sheets["p1"] if s.canonical and s.canonical.name == name]
    return shown


def test_a_written_answer_is_shown_with_its_pictures_and_waits_for_a_person():
    book = solved(why="See ![it](attachment:a.png)")
    find(book, "why")["attachments"] = {"a.png": {"image/png": "AAAA"}, "b": 3}
    one = taken(book)
    assert named(one, "why").source == "See ![it](attachment:a.png)"
    assert named(one, "why").attachments == {"a.png": {"image/png": "AAAA"}}
    assert one.by_hand == {("p1", "why"): None, ("p1", "plot"): None}


def test_an_answer_that_is_as_handed_out_has_0():
    assert taken(handed_out()).by_hand["p1", "why"] == 0
    assert taken(solved(why="  \n")).by_hand["p1", "why"] == 0
    assert taken(solved(why="YOUR ANSWER HERE\n\n")).by_hand["p1", "why"] == 0


def test_a_heading_is_an_answer():
    assert taken(solved(why="# A sum")).by_hand["p1", "why"] is None


def test_an_answer_without_a_cell_is_for_a_person():
    book = solved()
    book["cells"].remove(find(book, "why"))
    assert taken(book).by_hand["p1", "why"] is None


def test_what_was_written_into_the_text_of_a_task_is_kept_above_it():
    book = solved()
    find(book, "plot")["source"] += "\nHere is my plot."
    one = taken(book)
    at = texts(one).index(find(source(), "plot")["source"])
    assert texts(one)[at - 1] == "Plot.\nHere is my plot."
    assert "has written into 'plot'" in one.reasons[1]


def test_of_two_written_answers_both_are_shown_and_the_last_counts():
    book = solved()
    insert_answer(book, "why", "A second thought.")
    one = taken(book)
    assert named(one, "why").source == "A second thought."
    assert "It is a sum." in texts(one)
    assert "is there more than once, and differs" in one.reasons[0]


@pytest.mark.parametrize("kind", ["raw", "markdown", "code"])
def test_a_code_answer_with_points_is_run_and_waits_for_a_person(kind):
    from small_intake import assignment

    book = source()
    find(book, "squares")["metadata"]["nbgrader"] |= {"grade": True, "points": 2}
    own = solved(squares=SQUARES)
    find(own, "squares")["metadata"]["nbgrader"] |= {"grade": True, "points": 2}
    find(own, "squares")["cell_type"] = kind
    one = taken(own, of=assignment(book))
    assert one.by_hand["p1", "squares"] is None
    assert named(one, "squares").type == "code" and named(one, "squares").step == "squares"


def test_texts_of_the_students_own_stay_in_their_places():
    book = solved()
    at = book["cells"].index(find(book, "why"))
    book["cells"].insert(at, cell("A remark.", "markdown"))
    shown = texts(taken(as_bytes(book)))
    assert shown.index("A remark.") == shown.index("It is a sum.") - 1
