"""Exports from the gradebook: a person's marks count, a failed run is no missing submission, files fit."""

import csv
import io
import json
from dataclasses import replace

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
    return list(csv.DictReader(io.StringIO(text, newline="")))


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


def lines_of(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def test_canvas_reads_the_columns_by_their_place(book):
    lines = lines_of(exports.canvas_text(rows_of(book, ASSIGNMENT), "Squares (12)"))
    assert lines[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Squares (12)"]
    assert lines[1] == ["    Points Possible", "", "", "", "", "10"]
    assert lines[2] == ["Ann Ng, Dr.", "", "", "ann", "", "4.5"]
    # dan handed in nothing: an empty field would take away what Canvas has of him
    assert [line[3] for line in lines[2:]] == ["ann", "bob", "cy"]


def canvas_finds(line, students):
    """Whom Canvas finds by a line, as process_student does.   students: [(id, sis_id, login, name)]"""
    for wanted, column in ((line[1], 0), (line[2], 1), (line[3], 2), (line[0], 3)):
        for student in students:
            if wanted and wanted == student[column]:
                return student
    return None


@pytest.mark.parametrize("lms_user_id", ["77", "S-77", "0077"])
def test_canvas_finds_a_student_by_a_number_of_either_kind(lms_user_id):
    row = Row("dan", "graded", {"a": (1.0, 2.0)}, lms_user_id=lms_user_id)
    line = lines_of(exports.canvas_text([row], "ps1"))[2]
    by_number, by_sis = ("77", "x", "y", "z"), ("1", lms_user_id, "y", "z")
    assert canvas_finds(line, [by_sis]) == by_sis
    assert (canvas_finds(line, [by_number]) == by_number) == (lms_user_id == "77")


def test_moodle_gets_nobody_whom_there_is_nothing_to_say_of(book):
    ann, bob, cy = read(exports.moodle_text(rows_of(book, ASSIGNMENT, RECORDS), "Squares"))
    assert (ann["Username"], ann["Squares"]) == ("ann", "4.5")
    assert bob["Squares (feedback)"].endswith("Save it again.") and cy["Squares (feedback)"] == "Flagged"


def moodle_reads(text, mapped):
    """{user: points} as load_data.php reads a file: who has no such field is the one above."""
    found, user = {}, None
    for row in read(text):
        user = row[mapped] or user
        found[user] = row["ps1"]
    return found


def test_moodle_gives_no_points_to_the_student_above():
    rows = [Row(name, "graded", {"a": (points, 2.0)}) for name, points in (("ann", 1.0), ("bob", 2.0))]
    rows = [replace(row, email=f"{row.student}@example.org", lms_user_id=f"n{row.student}") for row in rows]
    for field, column in (("email", "Email address"), ("lms_user_id", "ID number")):
        text = exports.moodle_text(rows, "ps1")
        assert list(moodle_reads(text, column).values()) == ["1", "2"]
        text = exports.moodle_text([rows[0], replace(rows[1], **{field: ""})], "ps1")
        assert column not in text and moodle_reads(text, "Username") == {"ann": "1", "bob": "2"}


def texts(row):
    """All files of a class of one."""
    return exports.csv_text([row]), exports.canvas_text([row], "ps1"), exports.moodle_text([row], "ps1")


NAMES = ["Ng, Dr.", 'the "Great"', "Łukasz Žižek", "李小龍", "O'Brien", "two\nlines", "semi;colon"]
FORMULAS = ["=1+1", "+cmd|'/C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1"]


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_the_same_in_a_file(name):
    row = Row(name, "graded", {"a": (1.0, 2.0)}, (), 0.0, "", name, name, name)
    for text in texts(row):
        assert sum(cell == name for cell in lines_of(text)[-1]) == 3


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_field_of_a_student_is_computed_by_a_spreadsheet(formula):
    row = Row(formula, "graded", {"a": (1.0, 2.0)}, (formula,), 0.0, formula, formula, formula, formula)
    for text in texts(row):
        cells = lines_of(text)[-1]
        assert formula not in cells and sum(formula in cell for cell in cells) >= 3
        assert not [cell for cell in cells if cell.startswith(tuple("=+@\t\r\n\uff1d"))]


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
