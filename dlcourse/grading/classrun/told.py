"""Told: what came of a submission, as notebooks that people read, and a line for each test that failed."""

import json
import re

from dlcourse.grading.markers import SPEAKING
from dlcourse.grading.plans import TEST

MOST_OF_A_CAUSE = 300
# of a message of this course's checks: what differs from student to student, and where to read on
DETAILS = re.compile(r"\s(?:First wrong entry: |Reread |Called: |See it here: ).*")


def notebook_of(cells) -> str:
    """The text of a notebook (nbformat 4.5) with these cells (intake's Shown), with steps' names as ids."""
    shown = [cell_of(cell, i) for i, cell in enumerate(cells)]
    return json.dumps({"cells": shown, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def cell_of(cell, position):
    """The cell as nbformat has it."""
    found = {
        "cell_type": cell.type,
        "id": cell.step or f"cell-{position}",
        "metadata": {},
        "source": cell.source,
    }
    if cell.canonical is not None and cell.canonical.name:
        found["metadata"] = {"nbgrader": {"grade_id": cell.canonical.name}}
    if cell.type == "code":
        found |= {"outputs": [], "execution_count": None}
    elif cell.attachments:
        found["attachments"] = cell.attachments
    return found


def causes(assignment, taken, verdicts) -> dict:
    """{key in the records: what a test said that did not earn all, in a line}."""
    found = {}
    for plan in taken.plans:
        outcomes = {outcome.name: outcome for outcome in verdicts[plan.notebook].outcomes}
        for step in plan.steps:
            outcome = outcomes.get(step.name)
            if step.role == TEST and outcome and (outcome.score or 0.0) < step.points:
                found[assignment.key(plan.notebook, step.name)] = cause_of(outcome)
    return found


def cause_of(outcome) -> str:
    """The message of the error of a test, or how it ended."""
    for output in outcome.outputs:
        if output.get("output_type") == "error":
            plain = re.sub(r"\x1b\[[0-9;]*m", "", str(output.get("evalue", ""))).strip()
            if output.get("ename") == SPEAKING:
                return DETAILS.sub("", " ".join(plain.split()))[:MOST_OF_A_CAUSE]
            # what follows the first line differs from student to student
            said = f"{output.get('ename', '')}: {plain.partition(chr(10))[0]}"
            if not plain:  # an assert without words is told by its line
                said = " ".join([str(output.get("ename", "")), *map(str, output.get("traceback", ())[1:2])])
            return said[:MOST_OF_A_CAUSE]
    return outcome.ended
