"""Canonical cells: from a source into the gradebook, as nbgrader's own generate_assignment enters them."""

import copy
import json

import nbformat
import pytest
from books_course import ASSIGNMENT, HIDDEN, NOTEBOOK, canonicals, course, entry, source, test_cell
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from dlcourse.grading.books.ledger import Ledger


def held(book, assignment=ASSIGNMENT):
    """What a gradebook says of an assignment's cells, without the random ids."""
    found = {}
    for notebook in book.find_assignment(assignment).notebooks:
        rows = [*notebook.grade_cells, *notebook.solution_cells, *notebook.task_cells, *notebook.source_cells]
        cells = sorted((type(row).__name__, sorted(plain(row.to_dict()).items())) for row in rows)
        found[notebook.name] = (json.loads(notebook.kernelspec), notebook.max_score, cells)
    return found


def plain(row):
    return {name: str(value) for name, value in row.items() if name != "id"}


def without(notebook, *names):
    notebook.cells = [cell for cell in notebook.cells if cell.id not in names]
    return notebook


def test_the_cells_are_those_that_generate_assignment_enters(tmp_path, db_url):
    coursedir, config = course(tmp_path)  # nbgrader's in a gradebook of its own
    path = tmp_path / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(source(), path)
    assert NbGraderAPI(coursedir=coursedir, config=config).generate_assignment(ASSIGNMENT)["success"]
    with Gradebook(coursedir.db_url) as book:
        expected = held(book)
    own, config = course(tmp_path / "own", db_url)
    with Ledger(own, config) as ledger:
        assert ledger.record(ASSIGNMENT, canonicals(own, config))
        assert held(ledger.gradebook) == expected
        assert not ledger.record(ASSIGNMENT, canonicals(own, config))


def test_what_is_released_of_a_cell_has_neither_hidden_tests_nor_mark_schemes(tmp_path):
    (one,) = canonicals(*course(tmp_path))
    assert HIDDEN in one.cells["hidden"].source and "One" not in one.released["drawing"]
    assert one.released["hidden"] == "assert squares(1) == [1]"
    assert "return" not in one.cells["squares"].source


def test_the_courses_own_markers_count(tmp_path):
    settings = {"begin_test_delimeter": "SECRET", "end_test_delimeter": "OPEN AGAIN"}
    notebook = without(source(), "hidden")
    notebook.cells.append(test_cell("own", "a = 1\n# SECRET\nb = 2\n# OPEN AGAIN", 1))
    coursedir, config = course(tmp_path, ClearHiddenTests=settings)
    (one,) = canonicals(coursedir, config, squares=notebook)
    assert one.released["own"] == "a = 1"


def test_a_source_that_nbgrader_refuses_is_named(tmp_path):
    copied = test_cell("seen", "assert True", 1)
    copied.id = "again"
    with pytest.raises(Exception, match="failed to validate") as caught:
        canonicals(*course(tmp_path), squares=source(extra=[copied]))
    assert "got squares" in caught.value.__notes__[0]


@pytest.fixture
def graded(tmp_path, db_url):
    """(ledger, coursedir, config) with two graded submissions."""
    coursedir, config = course(tmp_path, db_url)
    ones = canonicals(coursedir, config)
    with Ledger(coursedir, config) as ledger:
        ledger.record(ASSIGNMENT, ones)
        ledger.write(ASSIGNMENT, ones, [entry("ann", ones[0]), entry("bob", ones[0], seen=0.0)])
        yield ledger, coursedir, config


def scores(ledger):
    return {one.student.id: one.score for one in ledger.gradebook.assignment_submissions(ASSIGNMENT)}


def test_points_and_texts_change_in_place_and_no_score_with_them(graded):
    ledger, coursedir, config = graded
    changed = source()
    cells = {cell.id: cell for cell in changed.cells}
    cells["seen"].source, cells["seen"].metadata.nbgrader.points = "assert squares(3)", 5
    assert ledger.record(ASSIGNMENT, canonicals(coursedir, config, squares=changed))
    row = ledger.gradebook.find_source_cell("seen", NOTEBOOK, ASSIGNMENT)
    assert row.source == "assert squares(3)"
    assert ledger.gradebook.find_assignment(ASSIGNMENT).max_score == 14
    assert scores(ledger) == {"ann": 3.0, "bob": 2.0}


def test_a_new_cell_and_a_new_notebook_are_ungraded_in_submissions_that_are_there(graded):
    ledger, coursedir, config = graded
    more = source(extra=[test_cell("third", "assert squares(3)", 2)])
    ledger.record(ASSIGNMENT, canonicals(coursedir, config, squares=more, cubes=source()))
    grade = ledger.gradebook.find_grade("third", NOTEBOOK, ASSIGNMENT, "ann")
    assert (grade.auto_score, grade.needs_manual_grade) == (None, True)
    assert ledger.gradebook.find_grade("seen", "cubes", ASSIGNMENT, "bob").auto_score is None
    assert ledger.gradebook.find_comment("squares", "cubes", ASSIGNMENT, "bob").comment is None
    assert scores(ledger) == {"ann": 3.0, "bob": 2.0}


def test_a_cell_that_is_gone_takes_its_scores_along(graded):
    ledger, coursedir, config = graded
    ledger.record(ASSIGNMENT, canonicals(coursedir, config, squares=without(source(), "seen")))
    assert scores(ledger) == {"ann": 2.0, "bob": 2.0}


def test_a_cell_that_a_person_has_marked_stays(graded):
    ledger, coursedir, config = graded
    ledger.gradebook.find_grade("why", NOTEBOOK, ASSIGNMENT, "ann").manual_score = 2.0
    ledger.gradebook.db.commit()
    before = held(ledger.gradebook)
    fewer = canonicals(coursedir, config, squares=without(source(extra=[new_code_cell("1")]), "why", "seen"))
    with pytest.raises(ValueError, match="expected the cell 'why' in the source, .* put it back"):
        ledger.record(ASSIGNMENT, fewer)
    assert held(ledger.gradebook) == before and scores(ledger) == {"ann": 5.0, "bob": 2.0}


def test_a_notebook_that_was_handed_in_stays_and_one_that_was_not_goes(graded, tmp_path):
    ledger, coursedir, config = graded
    with pytest.raises(ValueError, match="expected the notebook 'squares' .* put it back"):
        ledger.record(ASSIGNMENT, canonicals(coursedir, config, cubes=source()))
    two = canonicals(coursedir, config, squares=source(), cubes=copy.deepcopy(source()))
    ledger.record("ps2", two)
    ledger.record("ps2", two[:1])
    assert list(held(ledger.gradebook, "ps2")) == ["squares"]
