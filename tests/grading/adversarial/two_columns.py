"""The table of the docs: each case, what is asserted of it here, and what stock nbgrader has made of it.

python tests/grading/adversarial/two_columns.py STOCK.json

reads what `stock_columns.py` has written, and writes book/grading_cases.csv and grading_families.csv.
"""

import csv
import html
import json
import re
import sys
from pathlib import Path

from hostile_case import FAMILIES, FULL
from hostile_cases import CASES
from page_reader import active_in
from weather_source import SECRETS

TABLE = Path(__file__).resolve().parents[3] / "book" / "grading_cases.csv"
COLUMNS = ("case", "what the student does", "points", "status", "stock points", "besides", "as it should")
FAMILY_COLUMNS = ("family", "submissions", "as they should: here", "in stock nbgrader")
MOST_KEPT = 2 << 20


def of_stock(case, found) -> tuple:
    """(points or "none", harm besides) of what came of a case in stock nbgrader."""
    scores = found["grades"].get(case.name, {})
    points = [scores.get(name) for name in FULL if name.startswith("test_")]
    said = "none" if all(one is None for one in points) else f"{sum(one or 0.0 for one in points):g}"
    return said, "; ".join(harms(case, found))


def harms(case, found):
    """What else it did: to the run, to others, to the machine, to the secrets of the assignment."""
    if not found["ended"]:
        yield "the run does not end"
    if graded(found, "z_peer") is None:
        yield "the class is not graded further"
    if {graded(found, peer) for peer in ("a_peer", "z_peer")} - {None, 12.0}:
        yield "changes the points of another"
    if found["left"]:
        yield "leaves processes behind"
    if any(
        "escaped-by" in name or name.startswith("home/.ipython/profile_default/i") for name in found["files"]
    ):
        yield "leaves files elsewhere"
    if found["size"] > MOST_KEPT:
        yield f"writes {found['size'] >> 20} MB"
    page = re.sub(r"<style.*?</style>", "", found["page"], flags=re.S)
    if case.family == "leak" and leaked(case, page):  # its pages show hidden tests to all
        yield "the page tells hidden tests"
    if case.family == "leak" and any("alert" in one or "evil" in one for one in active_in(page)):
        yield "the page runs script"


def graded(found, student):
    """The points of a peer, None for no grade."""
    points = [one for one in found["grades"].get(student, {}).values() if one is not None]
    return sum(points) if points else None


def leaked(case, page):
    """Whether a page holds a secret that the submission did not."""
    if not page:
        return False
    made = json.dumps(case.make(), default=repr)
    text = html.unescape(page)
    return any(word in text and word not in made for word in (*SECRETS, *case.unseen))


def rows(stock):
    """The rows of the table."""
    for case in CASES.values():
        points, besides = of_stock(case, stock[case.name])
        rejected = case.status == "rejected" and points == "none"
        expected = case.points if case.elsewhere is None else case.elsewhere
        right = not besides and (rejected or points == f"{expected:g}")
        yield case.name, case.what, f"{case.points:g}", case.status, points, besides, "yes" if right else "no"


def families(table):
    """How many of each family, and of all, end as they should: here all, which the suite asserts."""
    counts = [(family, [row[-1] for row in table if row[0].startswith(f"{family}_")]) for family in FAMILIES]
    for family, ends in [*counts, ("all", [row[-1] for row in table])]:
        yield family, len(ends), len(ends), ends.count("yes")


def write(path, *lines):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)


def main(stock):
    """Write the tables."""
    table = list(rows(json.loads(Path(stock).read_text())))
    write(TABLE, COLUMNS, *table)
    write(TABLE.with_name("grading_families.csv"), FAMILY_COLUMNS, *families(table))


if __name__ == "__main__":
    main(*sys.argv[1:])
