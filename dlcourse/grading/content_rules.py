"""Content rules: cells that nbgrader accepts without a warning, but that lose points or show an answer.

A rule takes the list of Cells and yields (cell, line in the cell, expected, got, what to do).
"""

import ast
import re

from dlcourse.grading.cell import Cell
from dlcourse.grading.markers import HIDDEN, SCHEME, SOLUTION, marker, marker_faults, visible, visible_lines


def well_formed_markers(cells):
    """Markers alone on their line, in pairs, not nested: nbgrader acts on any others in its own way."""
    for cell in cells:
        faults = list(marker_faults(cell.source))
        for i, line in enumerate(cell.source.split("\n") if cell.type == "code" else ()):
            if (
                line.lstrip().startswith("###")
                and not marker(line)
                and i not in {fault[0] for fault in faults}
            ):
                faults.append((i, repr(line.strip()), "begin comments with one #: three are for markers"))
        for line, got, do in sorted(faults):
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


def nothing_to_write(cells):
    """No place that a skeleton has left to write (dlcourse/skeletons)."""
    for cell in cells:
        for line, text in enumerate(cell.source.split("\n")):
            if "TO WRITE" in text:
                yield (
                    cell,
                    line,
                    "a text that is written",
                    repr(text.strip()),
                    "write what stands there as TO WRITE",
                )


NOTHING = {"pass", "...", "return", "return None", "raise NotImplementedError()", "raise NotImplementedError"}


def no_empty_regions(cells):
    """Between two markers stands something: else the answer is forgotten, or stands beside them."""
    for cell in cells:
        for region in cell.regions:
            code = [line.strip() for line in region.lines if line.split("#")[0].strip()]
            if not "".join(region.lines).strip() or (cell.type == "code" and set(code) <= NOTHING):
                yield (
                    cell,
                    region.start,
                    f"lines in {region.kind}",
                    "none",
                    "write them or remove the markers",
                )


def graded_in_hidden_tests(cells):
    """Only hidden tests call `grade`."""
    for cell in cells:
        for i, line in visible_lines(cell.source) if cell.type == "code" else ():
            if re.search(r"\bgrade\s*\(|\.grade\b|import .*\bgrade\b|\bchecks\.bank\b", line):
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
