"""The notebooks of the weather assignment: the source, what is handed out, and what students make of it."""

import json
import re
import textwrap

from weather_texts import ANSWERS, FILES, NAME, POINTS, SCHEME, SECRETS, TESTS, WHY

__all__ = ["ANSWERS", "FILES", "NAME", "POINTS", "SECRETS", "TESTS"]
SECRET_REGION = re.compile(r"### BEGIN (HIDDEN TESTS|MARK SCHEME)\n.*?### END \1\n?", re.S)
ANSWER_REGION = re.compile(r"( *)### BEGIN SOLUTION\n.*?### END SOLUTION", re.S)


def cell(source, kind="code", **nbgrader):
    """A cell of format 4, with nbgrader's metadata where some are given."""
    made = {"cell_type": kind, "source": source, "metadata": {}}
    if kind == "code":
        made |= {"outputs": [], "execution_count": None}
    if nbgrader:
        flags = dict.fromkeys(("grade", "solution", "locked", "task"), False)
        made["metadata"]["nbgrader"] = {"schema_version": 3, **flags, **nbgrader}
    return made


def notebook(cells):
    """A notebook of format 4 as a dictionary."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": {"kernelspec": kernel}, "cells": cells}


def source():
    """The instructor's notebook."""
    cells = [
        cell("# Weather\n\nSeven small tasks.", "markdown"),
        cell("import csv\nimport math\n\nimport numpy as np", grade_id="imports", locked=True),
    ]
    for grade_id, text in ANSWERS.items():
        cells.append(cell(text, grade_id=grade_id, solution=True))
        test = f"test_{grade_id}"
        cells.append(cell(TESTS[test], grade_id=test, grade=True, locked=True, points=POINTS[test]))
    cells.append(cell("Why does a difference of near numbers have few right digits?", "markdown"))
    why = {"grade_id": "why", "grade": True, "solution": True, "points": POINTS["why"]}
    cells.append(cell("### BEGIN SOLUTION\nquokka\n### END SOLUTION", "markdown", **why))
    sketch = {"grade_id": "sketch", "task": True, "locked": True, "points": POINTS["sketch"]}
    cells.append(cell(f"Sketch it in a cell below.\n{SCHEME}", "markdown", **sketch))
    return notebook(cells)


def handed_out():
    """The notebook that students get."""
    book = json.loads(json.dumps(source()))
    for one in book["cells"]:
        stub = "# YOUR CODE HERE\nraise NotImplementedError()"
        text = SECRET_REGION.sub("", one["source"])
        answer = ANSWER_REGION.search(text)
        if answer:
            stub = stub if one["cell_type"] == "code" else "YOUR ANSWER HERE"
            text = text.replace(answer[0], textwrap.indent(stub, answer[1]))
        one["source"] = text.rstrip("\n")
    return book


def without_markers(text):
    return "\n".join(line for line in text.split("\n") if not line.strip().startswith("### ")).replace(
        "quokka", "my"
    )


RIGHT = {grade_id: without_markers(text) for grade_id, text in ANSWERS.items()} | {"why": WHY}


def find(book, grade_id):
    """The first cell with a grade_id."""
    return next(c for c in book["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def insert(book, before, *cells):
    """Put cells above the one with a grade_id."""
    at = book["cells"].index(find(book, before))
    book["cells"][at:at] = cells
    return book


def solved(**answers):
    """The notebook with answers, by grade_id; right ones where none are given."""
    book = handed_out()
    for grade_id, text in {**RIGHT, **answers}.items():
        find(book, grade_id)["source"] = text
    return book


def blank(*first, **answers):
    """The notebook with no answer but those given, and cells of code above all others."""
    book = handed_out()
    for grade_id, text in {"why": WHY, **answers}.items():
        find(book, grade_id)["source"] = text
    return insert(book, "imports", *map(cell, first))


def right_but_first(*sources):
    """Right answers, and cells of code above all others."""
    return insert(solved(), "imports", *map(cell, sources))
