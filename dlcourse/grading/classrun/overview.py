"""Overview: how a class did, in one screen: each question, and what was said most often."""

import math
from collections import Counter

from rich.table import Table
from rich.text import Text

from dlcourse.grading.classrun.result import STATUSES

MOST = 10  # messages


def show(rows, questions, said, console) -> None:
    """Print the tables of a report.   rows: Rows.   questions, said: see books.statistics"""
    statuses = Counter(row.status for row in rows)
    counts = ", ".join(f"{statuses[status]} {status}" for status in (*STATUSES, "missing"))
    n_open = sum(row.n_ungraded > 0 for row in rows)
    console.print(f"{len(rows)} students: {counts}; {n_open} wait for points of a person", highlight=False)
    late = sum(row.penalty > 0 for row in rows)
    if late:
        console.print(f"{late} with a penalty for being late", highlight=False)
    console.print(table_of_questions(questions))
    if said:
        console.print(table_of_messages(said))


def table_of_questions(questions):
    """A row for each question: how many earned what."""
    table = Table(
        title="questions, without those who handed in nothing usable", title_justify="left", box=None
    )
    table.add_column("question")
    for name in ("points", "mean", "all", "some", "none", "ungraded"):
        table.add_column(name, justify="right")
    for one in questions:
        mean = "" if math.isnan(one.mean) else f"{100 * one.mean:.0f} %"
        numbers = (f"{one.points:g}", mean, str(one.full), str(one.partly), str(one.none), str(one.ungraded))
        table.add_row(Text(one.name), *numbers)
    return table


def table_of_messages(said):
    """A row for each of the most common messages."""
    table = Table(title="what the tests said most often", title_justify="left", box=None)
    table.add_column("students", justify="right")
    table.add_column("message")
    table.add_column("questions")
    for message, n, names in said[:MOST]:
        table.add_row(str(n), Text(message), Text(", ".join(names)))
    return table
