"""Lint: every problem in the text of an assignment, with its line and what to do."""

from pathlib import Path

from dlcourse.grading import content_rules, metadata_rules, release_rules
from dlcourse.grading.cell import Cell
from dlcourse.grading.problem import Problem
from dlcourse.grading.text_rules import check_text

RULES = (
    metadata_rules.metadata_keys,
    metadata_rules.grade_ids,
    metadata_rules.points,
    metadata_rules.roles,
    content_rules.well_formed_markers,
    content_rules.markers_in_place,
    content_rules.no_empty_regions,
    release_rules.no_leaks,
    release_rules.no_twins,
    release_rules.python_when_released,
    release_rules.names_students_have,
    release_rules.hidden_tests_marked,
    content_rules.graded_in_hidden_tests,
    content_rules.defined_once,
    content_rules.answers_are_tested,
    content_rules.something_to_grade,
    content_rules.nothing_to_write,
)


def lint_text(where, text):
    """The Problems of a MyST text, in the order of its lines. `where` names it in messages."""
    notebook_cells, lines, problems = check_text(where, text)
    cells = [  # line numbers travel with the cells, so that messages can name them
        Cell(cell.cell_type, cell.source, dict(cell.metadata), line)
        for cell, line in zip(notebook_cells, lines, strict=True)
    ]
    # An unreadable text has no cells: one problem is enough.
    found = [problem for rule in RULES for problem in rule(cells)] if cells or not problems else []
    # By line, whatever the order of the rules.
    for cell, line, expected, got, do in sorted(found, key=lambda problem: problem[0].line + problem[1]):
        name = f" (cell {cell.name!r})" if cell.name else ""
        problems.append(Problem(f"{where}:{cell.line + line}{name}", expected, got, do))
    return problems


def lint(path, root="."):
    """The Problems of an assignment's text file; messages name it by its path below root."""
    path, root = Path(path), Path(root)
    where = str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
    return lint_text(where, path.read_text(encoding="utf-8"))
