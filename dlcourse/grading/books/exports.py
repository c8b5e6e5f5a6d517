"""Exports: a class's results for other programs: CSV with a column a question, JSON, Canvas, Moodle."""

import csv
import io
import json
import re
from pathlib import Path

from nbgrader.plugins import ExportPlugin

from dlcourse.grading.books.table import rows_of
from dlcourse.grading.whole import replace_all

# a spreadsheet would compute what begins so; in some languages also the signs = + - @ of full width
FORMULA = (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20")
LOGIN = re.compile(r"[+@-]?\w[\w.@]*")  # nothing in it that a spreadsheet could call


def csv_text(rows) -> str:
    """Comma-separated values: the student, status, totals, a column a question, the reasons.

    An empty question waits for a person. Text that a spreadsheet would take for a formula gets an apostrophe.
    """
    questions = [*rows[0].cells] if rows else []
    head = ["student", "last_name", "first_name", "email", "status", "score", "max_score", "late_penalty"]
    lines = [[*head, "ungraded", *questions, "reasons"]]
    for row in rows:
        names = [plain(row.last_name), plain(row.first_name), login(row.email)]
        totals = [number(row.score), number(row.max_score), number(row.penalty), row.n_ungraded]
        points = [number(row.cells[name][0]) for name in questions]
        lines.append([login(row.student), *names, row.status, *totals, *points, plain(" ".join(row.reasons))])
    return joined(lines)


def json_text(rows) -> str:
    """The records of a class as JSON: {student: {"status", "reasons", "score", ..., "cells"}}."""
    found = {
        row.student: {
            "status": row.status,
            "reasons": list(row.reasons),
            "score": row.score,
            "max_score": row.max_score,
            "late_penalty": row.penalty,
            "cells": {name: {"score": score, "max_score": most} for name, (score, most) in row.cells.items()},
        }
        for row in rows
    }
    return json.dumps(found, indent=1) + "\n"


def canvas_text(rows, title: str) -> str:
    """A file for "Import" in the gradebook of Canvas, without those who handed in nothing.

    An empty field would take away a score, or an excuse, that Canvas has: so they are left out.
    title: of the assignment there; with its number in brackets, as in "Squares (123)", where titles repeat.
    A student is found by Canvas's number, else by the SIS id, either of which is nbgrader's lms_user_id, else
    by the login (nbgrader's id), else by the name.
    Source: lib/gradebook_importer.rb of Canvas, which reads columns by their place.
    """
    most = number(max((row.max_score for row in rows), default=0.0))
    lines = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]]
    lines.append(["    Points Possible", "", "", "", "", most])
    for row in handed_in(rows):
        own = row.lms_user_id if row.lms_user_id.isdecimal() else ""
        ids = [own, login(row.lms_user_id), login(row.student)]
        lines.append([plain(row.name), *ids, "", number(row.score)])
    return joined(lines)


def moodle_text(rows, title: str) -> str:
    """A file for "Import: CSV file" in the gradebook of Moodle, with feedback in words.

    Moodle asks which column is which: map "Username", or another of the first, to the user. It refuses a file
    with a student whom it does not know, so who handed in nothing is left out. A row whose mapped field
    is empty it gives to the student above: so a column is written only where each student has that field.
    Source: docs.moodle.org, Grade import; grade/import/csv/classes/load_data.php
    """
    rows = handed_in(rows)
    columns = {
        "Username": [login(row.student) for row in rows],
        "ID number": [login(row.lms_user_id) for row in rows],
        "Email address": [login(row.email) for row in rows],
    }
    known = {name: column for name, column in columns.items() if all(column)}
    lines = [[*known, title, f"{title} (feedback)"]]
    for i, row in enumerate(rows):
        said = " ".join(row.reasons) or row.status.capitalize()
        lines.append([*(column[i] for column in known.values()), number(row.score), plain(said)])
    return joined(lines)


def write_exports(rows, title, *, csv=None, json=None, canvas=None, moodle=None) -> list[Path]:
    """Write the files that are named, all or none; their paths.   title: of the assignment elsewhere"""
    files = {
        csv: lambda: csv_text(rows),
        json: lambda: json_text(rows),
        canvas: lambda: canvas_text(rows, title),
        moodle: lambda: moodle_text(rows, title),
    }
    made = {Path(path): text().encode() for path, text in files.items() if path is not None}
    replace_all(made)
    return list(made)


class QuestionExport(ExportPlugin):
    """CSV as of csv_text: `nbgrader export --exporter=dlcourse.grading.books.exports.QuestionExport`.

    `--to=FILE` names the file. With several assignments each has its own, with its name before FILE's end.
    """

    def export(self, gradebook):
        names = [str(name) for name in self.assignment] or [one.name for one in gradebook.assignments]
        path, students = Path(self.to or "grades.csv"), set(map(str, self.student))
        for name in names:
            rows = [row for row in rows_of(gradebook, name) if not students or row.student in students]
            own = path if len(names) == 1 else path.with_name(f"{path.stem}-{name}{path.suffix}")
            own.write_text(csv_text(rows), encoding="utf-8")
            self.log.info("Exported the grades of %s to %s", name, own)


def handed_in(rows) -> list:
    """The rows of students who handed in something: another 0 nobody has given."""
    return [row for row in rows if row.status != "missing"]


def number(value) -> str:
    """A number without needless digits, empty for None.

    >>> number(2.0), number(1 / 3), number(None)
    ('2', '0.3333333333', '')
    """
    return "" if value is None else f"{value:.10g}"


def plain(text: str) -> str:
    """Text that no spreadsheet computes."""
    return f"'{text}" if text.startswith(FORMULA) else text


def login(text: str) -> str:
    """A login, an id or an address as it is, where no spreadsheet would call anything by it.

    >>> login("+49170"), login("-ann@example.org"), login("-1+cmd|'/C calc'!A0")
    ('+49170', '-ann@example.org', "'-1+cmd|'/C calc'!A0")
    """
    return text if LOGIN.fullmatch(text) else plain(text)


def joined(lines) -> str:
    """Lines as comma-separated values, by RFC 4180."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows(lines)  # by which a \r in a name is quoted, too
    return file.getvalue()
