"""What asks a person again on a regrade: what is new, and nothing else."""

import pytest
from books_course import ASSIGNMENT, NOTEBOOK, canonicals, course, entry, shown, verdict
from nbformat.v4 import new_code_cell, new_markdown_cell

from dlcourse.grading.books.again import news
from dlcourse.grading.books.entry import Entry, Judged
from dlcourse.grading.books.ledger import Ledger
from dlcourse.grading.books.notebook import autograded


@pytest.fixture
def graded(tmp_path, sqlite_file):
    """(ledger, canonical): ann has handed in, and a person has marked all that can be marked."""
    tmp_path.joinpath("gradebook.db").write_bytes(sqlite_file.read_bytes())
    coursedir, config = course(tmp_path)
    (one,) = canonicals(coursedir, config)
    with Ledger(coursedir, config) as ledger:
        ledger.record(ASSIGNMENT, [one])
        ledger.write(ASSIGNMENT, [one], [entry("ann", one, seen=0.0, reasons=("A cell was changed.",))])
        book = ledger.gradebook
        for cell in ("why", "drawing", "seen"):
            grade = book.find_grade(cell, NOTEBOOK, ASSIGNMENT, "ann")
            grade.manual_score, grade.needs_manual_grade = 0.5, False
        book.find_submission_notebook(NOTEBOOK, ASSIGNMENT, "ann").flagged = False
        book.db.commit()
        yield ledger, one


def again(graded, extra=(), seen=0.0, reasons=("A cell was changed.",), **answers):
    """What asks a person again when ann's work is graded again: grade_ids, and "flag"."""
    ledger, one = graded
    before = entry("ann", one, reasons=("A cell was changed.",)).notebooks[NOTEBOOK]
    answers = {"squares": "def squares(n):\n    return []", "why": "Because.", **answers}
    judged = Judged(shown(one, extra, **answers), verdict(seen=seen, hidden=2.0), reasons)
    new = news(autograded(one, before), autograded(one, judged))
    told = Judged(judged.shown, judged.verdict, reasons, new)
    ledger.write(ASSIGNMENT, [one], [Entry("ann", {NOTEBOOK: told})])
    notebook = ledger.gradebook.find_submission_notebook(NOTEBOOK, ASSIGNMENT, "ann")
    assert all(grade.manual_score == 0.5 for grade in notebook.grades if grade.name != "hidden")
    asked = {grade.name for grade in notebook.grades if grade.needs_manual_grade}
    return asked | ({"flag"} if notebook.flagged else set())


@pytest.mark.slow
def test_nothing_new_asks_nobody(graded):
    assert again(graded) == set()


def test_an_answer_that_is_new_asks_for_its_own_marks_and_for_those_that_hang_on_more(graded):
    assert again(graded, why="Because of the sum.") == {"why", "seen", "drawing"}


def test_code_that_is_new_asks_for_its_tests_and_not_for_words(graded):
    assert again(graded, squares="def squares(n):\n    return [1]") == {"seen", "drawing"}


@pytest.mark.parametrize("cell", [new_code_cell("plot()"), new_markdown_cell("My drawing.")])
def test_a_cell_of_the_students_own_may_belong_to_any_answer(graded, cell):
    assert again(graded, [cell]) == {"why", "seen", "drawing"}


def test_another_score_of_the_grader_asks_for_the_mark_that_overrides_it(graded):
    assert again(graded, seen=1.0) == {"seen"}


def test_a_flag_that_a_person_has_taken_away_comes_back_for_another_reason_alone(graded):
    assert again(graded, reasons=("Another cell was changed.",)) == {"flag"}


def test_what_still_asks_goes_on_asking(graded):
    ledger, one = graded
    ledger.gradebook.find_grade("why", NOTEBOOK, ASSIGNMENT, "ann").needs_manual_grade = True
    ledger.gradebook.db.commit()
    assert again(graded) == {"why"}


def test_where_no_notebook_was_kept_all_is_new(graded):
    ledger, one = graded
    assert news(None, one.notebook) is None
    ledger.write(ASSIGNMENT, [one], [entry("ann", one, seen=0.0)])
    notebook = ledger.gradebook.find_submission_notebook(NOTEBOOK, ASSIGNMENT, "ann")
    assert {grade.name for grade in notebook.grades if grade.needs_manual_grade} == {"why", "seen"}
