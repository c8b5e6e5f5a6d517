"""The tables of the docs speak of the cases as they are."""

import csv
import re

from hostile_cases import CASES
from two_columns import TABLE, families

LISTS = TABLE.with_name("grading_lists.csv")
WORDS = {"closed by design", "closed, tested", "the author's tests decide", "does not apply", "open"}


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_has_a_row_for_each_case_with_what_is_asserted_of_it():
    rows = {row["case"]: row for row in read(TABLE)}
    assert rows.keys() == CASES.keys()
    for name, case in CASES.items():
        told = (rows[name]["what the student does"], rows[name]["points"], rows[name]["status"])
        assert told == (case.what, f"{case.points:g}", case.status)


def test_the_counts_are_those_of_the_table():
    table = [tuple(row.values()) for row in read(TABLE)]
    counted = [tuple(row.values()) for row in read(TABLE.with_name("grading_families.csv"))]
    assert counted == [tuple(map(str, row)) for row in families(table)]


def test_the_cases_and_tests_that_the_lists_name_are_there():
    rows = read(LISTS)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row["by"])}
    root = TABLE.parents[1]
    files = {path.stem for path in (root / "tests").rglob("test_*.py")}
    assert named - CASES.keys() - files == set()
    assert {row["here"] for row in rows} <= WORDS
    assert [row for row in rows if row["here"] == "closed, tested" and "`" not in row["by"]] == []


def test_all_classes_of_the_lists_that_could_be_read_have_a_row():
    rows = read(LISTS)
    bohrin = [row["class"].split()[0] for row in rows if row["list"] == "Bohrin"]
    assert bohrin == [f"BGW-{number}" for number in range(101, 139)]
    assert len([row for row in rows if row["list"] == "Kratzke"]) == 4
