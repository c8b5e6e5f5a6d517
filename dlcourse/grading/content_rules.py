"""Content rules: cells that nbgrader accepts without a warning, but that lose points or show an answer.

A rule takes the list of Cells and yields (cell, line in the cell, expected, got, what to do).
"""

import ast
import re

from dlcourse.grading.cell import Cell
from dlcourse.grading.markers import HIDDEN, SCHEME, SOLUTION, leaks, marker_faults, visible, visible_lines


def well_formed_markers(cells):
    """Markers alone on their line, in pairs, not nested: nbgrader acts on any others in its own way."""
    for cell in cells:
        for line, got, do in marker_faults(cell.source):
            yield cell, line, "markers alone on their line, in pairs, none inside another", got, do


def markers_in_place(cells):
    """Solutions in solution cells and there only, hidden tests in tests, marking schemes in tasks."""
    roles = {SOLUTION: ("answer", "solution"), HIDDEN: ("test", "test"), SCHEME: ("task", "task")}
    for cell in cells:
        for region in cell.regions:
            kind, word = roles[region.kind]
            if cell.kind != kind:
                do = f"move it into a {word} cell, or correct this cell's nbgrader metadata"
                yield (
                    cell,
                    region.start,
                    f"{region.kind} in a {word} cell only",
                    f"it in a {cell.kind} cell",
                    do,
                )
        if list(marker_faults(cell.source)):
            continue  # reported by well_formed_markers
        if cell.kind == "answer" and not any(region.kind == SOLUTION for region in cell.regions):
            do = "put `### BEGIN SOLUTION` and `### END SOLUTION` around the answer"
            yield cell, 0, "a marked answer in a solution cell", "no markers", do
        if cell.kind == "test" and not visible(cell.source).strip():
            do = "add a comment outside the markers that says what is tested"
            yield cell, 0, "a line that students see in a test cell", "hidden lines only", do


def no_empty_regions(cells):
    """Between two markers stands something: an empty region is a forgotten answer."""
    for cell in cells:
        for region in cell.regions:
            if not "".join(region.lines).strip():
                yield (
                    cell,
                    region.start,
                    f"lines in {region.kind}",
                    "none",
                    "write them or remove the markers",
                )


def no_leaks(cells):
    """No answer and no hidden test has a second copy where students see it."""
    for cell in cells:
        for region in cell.regions:
            for other in cells:
                # nbgrader removes only what stands between markers.
                found = leaks(region.lines, visible(other.source).split("\n"))
                if found:
                    expected = f"{region.kind} between its markers only"
                    do = "remove the second copy: students see it"
                    got = f"{found[0]!r} of line {cell.line + region.start} here too"
                    yield other, line_of(found[0], other.source), expected, got, do


def line_of(tidied, source):
    """The position of a line without its extra blanks in a source; 0 when it is not there."""
    return next((i for i, line in enumerate(source.split("\n")) if " ".join(line.split()) == tidied), 0)


def graded_in_hidden_tests(cells):
    """Only hidden tests call `grade`."""
    for cell in cells:
        for i, line in visible_lines(cell.source) if cell.type == "code" else ():
            if re.search(r"\bgrade\(|\bchecks\.grade\b|import .*\bgrade\b", line):
                do = "put the line between HIDDEN TESTS markers: students have no files of the exercises"
                yield cell, i, "`grade` in hidden tests only", repr(line.strip()), do


def defined_once(cells):
    """What a solution cell defines (def, class) is bound nowhere else: it would pass the student's tests."""
    owners = {}
    for cell in cells:
        if cell.kind == "answer" and cell.type == "code":
            for name, line in bindings(cell.source, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                owners.setdefault(name, (cell, line))  # the first definition is the owner
    for cell in cells:
        for name, line in bindings(cell.source) if cell.type == "code" else ():
            owner = owners.get(name, (cell, 0))[0]
            if owner is not cell:  # a cell may bind its own names again
                got = f"it bound a second time (first on line {owner.line + owners[name][1]})"
                do = "rename or remove one: the later replaces the student's"
                yield cell, line, f"{name!r} defined in one solution cell only", got, do


def bindings(source, kinds=None):
    """(name, line from 0) that a cell binds at its top level; those of `kinds` of statement only."""
    # Magics are no Python; empty lines keep the numbers.
    plain = "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in source.split("\n"))
    try:
        statements = ast.parse(plain).body
    except SyntaxError:  # the release runs the source, and reports it
        return
    for statement in statements:
        if kinds and not isinstance(statement, kinds):
            continue
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield statement.name, statement.lineno - 1
        elif isinstance(statement, (ast.Import, ast.ImportFrom)):
            for alias in statement.names:
                yield (alias.asname or alias.name).split(".")[0], statement.lineno - 1  # import a.b binds a
        else:
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    yield node.id, node.lineno - 1


def answers_are_tested(cells):
    """Code answers come before a test: without one below them they earn nothing."""
    tested = False
    for cell in reversed(cells):  # from the end: then `tested` means "below this cell"
        tested |= cell.kind == "test"
        if cell.kind == "answer" and cell.type == "code" and not tested:
            yield cell, 0, "a test cell below each solution cell", "none", "add a graded test cell below it"


def something_to_grade(cells):
    """An assignment has graded cells."""
    if not any(cell.has("grade") for cell in cells):
        do = "mark solution cells and test cells with nbgrader metadata"
        # No cell is at fault: line 1 stands for the text.
        yield Cell("code", "", {}, 1), 0, "an assignment with graded cells", "none", do
