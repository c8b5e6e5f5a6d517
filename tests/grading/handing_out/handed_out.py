"""A source with its answers between a course's own words, and what nbgrader makes of it, for tests."""

import copy
import json

from benchmarks.classroom import cell
from dlcourse.grading.intake.canonical import read_assignment
from dlcourse.grading.intake.words import release_of

SETTINGS = {
    "ClearSolutions": {
        "begin_solution_delimeter": "LÖSUNG>",
        "end_solution_delimeter": "<LÖSUNG",
        "code_stub": {"python": "...  # hier"},
        "text_stub": "*Hier antworten.*",
    },
    "ClearHiddenTests": {"begin_test_delimeter": "GEHEIM>", "end_test_delimeter": "<GEHEIM"},
    "ClearMarkScheme": {"begin_mark_scheme_delimeter": "SCHEMA>", "end_mark_scheme_delimeter": "<SCHEMA"},
}
TRAITS = [
    (f"{section}.{one}", value) for section, traits in SETTINGS.items() for one, value in traits.items()
]
CONFIG = "c = get_config()\n" + "\n".join(f"c.{trait} = {value!r}" for trait, value in TRAITS)
HIDDEN = "assert mean_above([1.0, 9.0, 7.0], 3.5) == 8.0"
ANSWER = """def mean_above(numbers, limit):
    \"\"\"The mean of the numbers above a limit.\"\"\"
    # LÖSUNG>
    total = 0
    kept = [one for one in numbers if one > limit]
    return sum(kept) / len(kept)
    # <LÖSUNG"""
WHY = "Since the few large values pull the mean far more than the median."
SCHEME = "Two points for the axis labels, one for a title."
GIVEN = "total = 0\nfor one in [1, 2]:\n    total += one"


def notebook(*extra):
    """The source: given code, an answer, a test, an answer in words, a task; then other cells."""
    cells = [
        cell("markdown", "Write `mean_above`: the mean of the numbers above a limit.", "text"),
        cell("code", GIVEN, "given"),
        cell("code", ANSWER, "answer", solution=True),
        cell("code", f"assert mean_above([1, 2, 6], 1) == 4\n# GEHEIM>\n{HIDDEN}\n# <GEHEIM", "test", **TEST),
        cell("markdown", WHY, "why", grade=True, solution=True, points=3),
        cell("markdown", f"Draw it.\nSCHEMA>\n{SCHEME}\n<SCHEMA", "plot", task=True, locked=True, points=3),
        *extra,
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


TEST = {"grade": True, "locked": True, "points": 2}


def assignment(book=None):
    """The Assignment of the notebook "ps1"."""
    data = json.dumps(book or notebook()).encode()
    return read_assignment("ps1", {"ps1": data}, release=release_of(SETTINGS))


def as_released(book=None):
    """What students get of it."""
    book = copy.deepcopy(book or notebook())
    for one, known in zip(book["cells"], assignment(book).sheets[0].cells, strict=True):
        one["source"] = known.released
    return book
