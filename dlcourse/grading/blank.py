"""Blank: what students get, run before they get it. It runs, and it earns nothing."""

import copy
import re
import tempfile
from pathlib import Path

from nbgrader import utils

from dlcourse.grading.cell import Cell
from dlcourse.grading.content_rules import bindings
from dlcourse.grading.course import course_config
from dlcourse.grading.execute import run_in_turn
from dlcourse.grading.markers import STUB, visible
from dlcourse.grading.problem import Problem

DO = "correct the cell: students run what is released, without answers and hidden tests"


def blank_problems(name, source, released, root, frozen):
    """A Problem for each cell of the released notebook that does not run, or that earns points as it is.

    source: the notebook with answers and hidden tests.   frozen: what its visible checks know
    """
    # As nbgrader grades it: with the hidden tests; then by a student who has cleared the stubs away.
    graded = [with_tests(source, released, stub) for stub in (STUB, "pass")]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as checks:
        Path(checks, f"{name}.json").write_bytes(frozen)
        ran = run_in_turn([released, *graded], course_config(root), folder, frozen=checks)
    yield from failures_as_released(name, source, ran[0])
    yield from points_for_nothing(name, "the released notebook", ran[1])
    yield from points_for_nothing(name, "an answer of `pass`", ran[2])


def with_tests(source, released, stub):
    """The released notebook with its hidden tests, and another stub."""
    notebook = copy.deepcopy(released)
    for cell, full in zip(notebook.cells, source.cells, strict=True):
        kind = cell_of(full).kind
        if kind == "test":
            cell.source = full.source
        elif kind == "answer":
            cell.source = cell.source.replace(STUB, stub)
    return notebook


def cell_of(cell):
    """A cell of a notebook as a `Cell`, which knows its kind."""
    return Cell(cell.cell_type, cell.source, dict(cell.metadata), 1)


def points_for_nothing(name, what, cells):
    """A Problem for each test that gives points.   cells: as they ran"""
    for cell in cells:
        if cell_of(cell).kind != "test":
            continue
        earned, _ = utils.determine_grade(cell)
        if earned != 0:
            got = f"{earned:g} point{'s' * (earned != 1)}"
            do = "let the test need the answer, or join it to one that does"
            yield Problem(f"{name} (cell {cell.id!r})", f"{what} to earn nothing", got, do)


def failures_as_released(name, source, cells):
    """A Problem for each cell, as it ran, that fails by more than an answer that is not written yet."""
    asked = {found for cell in source.cells for found in asked_for(cell_of(cell))}
    for cell in cells:
        for output in cell.get("outputs", ()):
            if output.output_type != "error":
                continue
            missing = re.search(r"name '(\w+)' is not defined", output.evalue)
            not_yet = output.ename == "NotImplementedError" or (missing and missing[1] in asked)
            by_its_test = cell_of(cell).kind == "test" and output.ename not in BROKEN
            if not (not_yet or by_its_test):
                got = f"{output.ename}: {' '.join(output.evalue.split())[:200]}"
                yield Problem(f"{name} (cell {cell.id!r})", "the released notebook to run", got, DO)


BROKEN = ("NameError", "ModuleNotFoundError", "ImportError", "SyntaxError", "IndentationError", "TabError")


def asked_for(cell):
    """The names that an answer binds, and that its visible lines do not."""
    if cell.type != "code" or cell.kind != "answer":
        return set()
    seen = {name for name, _ in bindings(visible(cell.source))}
    return {name for name, _ in bindings(cell.source)} - seen
