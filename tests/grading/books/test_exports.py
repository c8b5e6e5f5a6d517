"""Exports from the gradebook: a person's marks count, a failed run is no missing submission, files fit."""

import csv
import io
import json

import pytest
from books_course import ASSIGNMENT, NOTEBOOK, canonicals, course, entry, source
from nbgrader.apps import ExportApp
from nbgrader.plugins import ExportPlugin

from dlcourse.grading.books import exports
from dlcourse.grading.books.ledger import Ledger
from dlcourse.grading.books.table import Row, rows_of

RECORDS = {
    "ann": {"status": "graded", "reasons": []},
    "bob": {"status": "rejected", "reasons": ["=It is no notebook.", "Save it again."]},
}


@pytest.fixture
def book(tmp_path, db_url):
    """A gradebook with a class of four."""
    coursedir, config = course(tmp_path, db_url)
    ones = canonicals(coursedir, config)
    with Ledger(coursedir, config) as ledger:
        ledger.record(ASSIGNMENT, ones)
        batch = [entry("ann", ones[0], hidden=0.5), entry("bob", ones[0], seen=0.0, hidden=0.0)]
        batch.append(entry("cy", ones[0], flagged=True, timestamp="2026-01-02 00:00:00 UTC"))
        ledger.write(ASSIGNMENT, ones, batch)
        book = ledger.gradebook
        book.update_or_create_student("ann", first_name="Ann", last_name="Ng, Dr.", email="ann@example.org")
        book.update_or_create_student("dan", first_name="-Dan", lms_user_id="77")
        grade = book.find_grade("why", NOTEBOOK, ASSIGNMENT, "ann")
        grade.manual_score, grade.extra_credit = 2.5, 0.5
        book.find_submission_notebook(NOTEBOOK, ASSIGNMENT, "cy").late_submission_penalty = 1.0
        book.db.commit()
        yield book


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_a_row_has_what_a_person_gave_and_says_who_is_missing(book):
    ann, bob, cy, dan = rows_of(book, ASSIGNMENT, RECORDS)
    cells = {"seen": (1.0, 1.0), "hidden": (0.5, 2.0), "why": (3.0, 3.0), "drawing": (None, 4.0)}
    assert ann.cells == cells and (ann.score, ann.max_score, ann.n_ungraded) == (4.5, 10.0, 1)
    assert [row.status for row in (ann, bob, cy, dan)] == ["graded", "rejected", "flagged", "missing"]
    assert (cy.score, cy.penalty, dan.score, dan.n_ungraded) == (2.0, 1.0, 0.0, 0)


def test_two_notebooks_with_the_same_questions_keep_them_apart(tmp_path, sqlite_file):
    tmp_path.joinpath("gradebook.db").write_bytes(sqlite_file.read_bytes())
    coursedir, config = course(tmp_path)
    ones = canonicals(coursedir, config, squares=source(), cubes=source())
    with Ledger(coursedir, config) as ledger:
        ledger.record(ASSIGNMENT, ones)
        ledger.write(ASSIGNMENT, ones, [entry("ann", ones[0])])
        (row,) = rows_of(ledger.gradebook, ASSIGNMENT)
    assert (row.cells["squares/seen"], row.cells["cubes/seen"]) == ((1.0, 1.0), (0.0, 1.0))
    assert row.max_score == 20


def test_csv_has_a_column_for_each_question_and_nothing_that_a_spreadsheet_computes(book):
    ann, bob, cy, dan = read(exports.csv_text(rows_of(book, ASSIGNMENT, RECORDS)))
    assert (ann["hidden"], ann["drawing"], ann["score"], ann["ungraded"]) == ("0.5", "", "4.5", "1")
    assert ann["last_name"] == "Ng, Dr." and cy["late_penalty"] == "1"
    assert bob["status"] == "rejected" and bob["reasons"] == "'=It is no notebook. Save it again."
    assert (dan["status"], dan["first_name"], dan["seen"]) == ("missing", "'-Dan", "0")


def test_json_is_as_the_records_are(book):
    found = json.loads(exports.json_text(rows_of(book, ASSIGNMENT, RECORDS)))
    assert found["ann"]["cells"]["hidden"] == {"score": 0.5, "max_score": 2.0}
    assert found["bob"]["reasons"] == RECORDS["bob"]["reasons"] and found["dan"]["status"] == "missing"


def test_canvas_reads_the_columns_by_their_place(book):
    lines = list(csv.reader(io.StringIO(exports.canvas_text(rows_of(book, ASSIGNMENT), "Squares (12)"))))
    assert lines[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Squares (12)"]
    assert lines[1] == ["    Points Possible", "", "", "", "", "10"]
    assert lines[2] == ["Ann Ng, Dr.", "", "", "ann", "", "4.5"]
    assert lines[5] == ["-Dan", "77", "", "dan", "", ""]


def test_moodle_gets_nobody_whom_there_is_nothing_to_say_of(book):
    ann, bob, cy = read(exports.moodle_text(rows_of(book, ASSIGNMENT, RECORDS), "Squares"))
    assert (ann["Username"], ann["Email address"], ann["Squares"]) == ("ann", "ann@example.org", "4.5")
    assert bob["Squares (feedback)"].endswith("Save it again.") and cy["Squares (feedback)"] == "Flagged"


def test_a_class_of_nobody_has_files_too():
    assert exports.csv_text([]).startswith("student,") and json.loads(exports.json_text([])) == {}
    assert len(exports.canvas_text([], "a").splitlines()) == 2


def test_all_files_are_written_or_none(tmp_path):
    rows = [Row("ann", "graded", {"a": (1.0, 2.0)})]
    paths = {name: tmp_path / f"class.{name}" for name in ("csv", "json", "canvas", "moodle")}
    assert exports.write_exports(rows, "ps1", **paths) == list(paths.values())
    before = paths["csv"].read_bytes()
    with pytest.raises(OSError):
        exports.write_exports([], "ps1", csv=paths["csv"], json=tmp_path / "class.csv" / "no" / "folder")
    assert paths["csv"].read_bytes() == before


def test_nbgraders_export_takes_the_plugin(book, tmp_path):
    app = ExportApp()
    app.plugin_class = "dlcourse.grading.books.exports.QuestionExport"
    assert issubclass(app.plugin_class, ExportPlugin)
    app.plugin_class(to=str(tmp_path / "own.csv"), student=["ann"]).export(book)
    (ann,) = read((tmp_path / "own.csv").read_text("utf-8"))
    assert ann["hidden"] == "0.5"
    book.add_assignment("ps2")
    app.plugin_class(to=str(tmp_path / "all.csv")).export(book)
    assert sorted(path.name for path in tmp_path.glob("all*")) == ["all-ps1.csv", "all-ps2.csv"]
