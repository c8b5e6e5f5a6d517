"""Cell rules: what nbgrader would take without a word and turn into a broken assignment, or one that shows its answers.

A rule takes the list of Cells and yields (cell, line in the cell, expected, got, what to do).
"""

import ast
import re
from dataclasses import dataclass

from dlcourse.grading.markers import HIDDEN, SCHEME, SOLUTION, leaks, marker_faults, regions, visible

REQUIRED = {"schema_version": 3, "grade": bool, "locked": bool, "solution": bool}
OPTIONAL = {"grade_id": str, "points": (int, float), "task": bool, "cell_type": str}
CELL_KEYS = {"nbgrader", "tags"}


@dataclass(frozen=True)
class Cell:
    """A cell of the source and what its nbgrader metadata make of it. Kinds: answer, test, task, locked, plain."""

    type: str
    source: str
    metadata: dict
    line: int

    @property
    def nbgrader(self):
        return self.metadata.get("nbgrader") or {}

    @property
    def name(self):
        return self.nbgrader.get("grade_id", "")

    def says(self, key):
        return self.nbgrader.get(key) is True

    @property
    def kind(self):
        if self.says("solution"):
            return "answer"
        for key, kind in (("task", "task"), ("grade", "test"), ("locked", "locked")):
            if self.says(key):
                return kind
        return "plain"

    @property
    def regions(self):
        return regions(self.source)


def metadata_keys(cells):
    for cell in cells:
        for key in sorted(set(cell.metadata) - CELL_KEYS):
            yield cell, 0, f"only {sorted(CELL_KEYS)} in a cell's metadata", repr(key), "remove it or correct its name"
        if "nbgrader" not in cell.metadata:
            continue
        known = REQUIRED | OPTIONAL
        for key in sorted(set(cell.nbgrader) - set(known)):
            yield cell, 0, f"nbgrader keys among {sorted(known)}", repr(key), "remove it or correct its name"
        for key in sorted(set(REQUIRED) - set(cell.nbgrader)):
            yield cell, 0, f"the nbgrader key {key!r}", "none", "write it out, as nbgrader does"
        for key, value in cell.nbgrader.items():
            if key == "schema_version" and value != 3:
                yield cell, 0, "schema_version: 3", repr(value), "nbgrader 0.9 reads version 3 only"
            elif key in known and key != "schema_version" and not fits(value, known[key]):
                yield cell, 0, f"{key} of type {names(known[key])}", repr(value), "correct its value"
        if cell.nbgrader.get("cell_type", cell.type) != cell.type:
            yield cell, 0, f"cell_type: {cell.type}", repr(cell.nbgrader["cell_type"]), "correct it or leave it out"


def fits(value, kind):
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def names(kind):
    return " or ".join(k.__name__ for k in (kind if isinstance(kind, tuple) else (kind,)))


def grade_ids(cells):
    seen = {}
    for cell in cells:
        if "nbgrader" not in cell.metadata:
            continue
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(cell.name)) or re.fullmatch(r"cell-\d+", str(cell.name)):
            do = "use 1 to 64 letters, digits, - and _; cell-<number> is kept for cells without a name"
            yield cell, 0, "a grade_id", repr(cell.name), do
        elif cell.name in seen:
            do = "give each its own: nbgrader wipes the metadata of one of them"
            yield cell, 0, f"grade_id {cell.name!r} once", f"it on line {seen[cell.name]} too", do
        seen.setdefault(cell.name, cell.line)


def points(cells):
    for cell in cells:
        value = cell.nbgrader.get("points")
        if cell.says("grade") or cell.says("task"):
            if not fits(value, (int, float)) or value <= 0:
                yield cell, 0, "points above 0 on a graded cell", repr(value), "add `points: <number>`"
        elif value is not None:
            yield cell, 0, "no points on a cell that is not graded", repr(value), "remove points or set `grade: true`"


def roles(cells):
    """Locked tests, unlocked answers, and no kind of cell that nbgrader leaves to a human by surprise."""
    for cell in cells:
        if cell.kind == "test" and not cell.says("locked"):
            yield cell, 0, "a locked test cell", "locked: false", "set `locked: true`, or students can change the test"
        if cell.kind == "answer" and cell.says("locked"):
            yield cell, 0, "a solution cell that students can change", "locked: true", "set `locked: false`"
        if cell.kind == "answer" and cell.type == "code" and cell.says("grade"):
            do = "set `grade: false` here and put the points on a test cell below"
            yield cell, 0, "code that tests grade", "grade and solution on one code cell, graded by hand", do
        if cell.kind == "answer" and cell.type == "markdown" and not cell.says("grade"):
            yield cell, 0, "grade: true on a written answer", "grade: false", "set `grade: true` and points"
        if cell.kind == "test" and cell.type == "markdown":
            yield cell, 0, "a test of code", "a Markdown cell", "make it code, or a written answer with `solution: true`"
        if cell.kind == "task" and cell.type != "markdown":
            yield cell, 0, "a task in Markdown", "a code cell", "set `task: false`"


def well_formed_markers(cells):
    for cell in cells:
        for line, got, do in marker_faults(cell.source):
            yield cell, line, "markers alone on their line, in pairs, none inside another", got, do


def markers_in_place(cells):
    """Solutions in solution cells and there only, hidden tests in tests, marking schemes in tasks."""
    homes = {SOLUTION: ("answer", "solution"), HIDDEN: ("test", "test"), SCHEME: ("task", "task")}
    for cell in cells:
        for region in cell.regions:
            kind, word = homes[region.kind]
            if cell.kind != kind:
                do = f"move it into a {word} cell, or correct this cell's nbgrader metadata"
                yield cell, region.start, f"{region.kind} in a {word} cell only", f"it in a {cell.kind} cell", do
        if cell.kind == "answer" and not any(region.kind == SOLUTION for region in cell.regions):
            do = "put `### BEGIN SOLUTION` and `### END SOLUTION` around the answer"
            yield cell, 0, "a marked answer in a solution cell", "no markers", do
        if cell.kind == "test" and not visible(cell.source).strip():
            do = "add a comment outside the markers that says what is tested"
            yield cell, 0, "a line that students see in a test cell", "hidden lines only", do


def no_empty_regions(cells):
    for cell in cells:
        for region in cell.regions:
            if not "".join(region.lines).strip():
                yield cell, region.start, f"lines in {region.kind}", "none", "write them or remove the markers"


def secrets_kept(cells):
    """No answer and no hidden test stands a second time where students see it."""
    for cell in cells:
        for region in cell.regions:
            for other in cells:
                found = leaks(region.lines, visible(other.source).split("\n"))
                if found:
                    expected = f"{region.kind} between its markers only"
                    do = "remove the second copy: students see it"
                    got = f"{found[0]!r} of line {cell.line + region.start} here too"
                    yield other, line_of(found[0], other.source), expected, got, do


def line_of(tidied, source):
    return next((i for i, line in enumerate(source.split("\n")) if " ".join(line.split()) == tidied), 0)


def hidden_modules(cells):
    for cell in cells:
        for i, line in enumerate(visible(cell.source).split("\n")):
            if match := re.search(r"\bhidden_\d\d\w*", line):
                do = "put the line between `### BEGIN HIDDEN TESTS` and `### END HIDDEN TESTS`: students have no such module"
                yield cell, i, "hidden modules in hidden tests only", repr(match.group()), do


def defined_once(cells):
    """What a solution cell defines (def, class) is bound nowhere else: it would pass the tests for the student."""
    owners = {}
    for cell in cells:
        if cell.kind == "answer" and cell.type == "code":
            for name, line in bindings(cell.source, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                owners.setdefault(name, (cell, line))
    for cell in cells:
        for name, line in bindings(cell.source) if cell.type == "code" else ():
            owner = owners.get(name, (cell, 0))[0]
            if owner is not cell:
                got = f"it bound a second time (first on line {owner.line + owners[name][1]})"
                do = "rename or remove one: the later replaces the student's"
                yield cell, line, f"{name!r} defined in one solution cell only", got, do


def bindings(source, kinds=None):
    """(name, line from 0) that a cell binds at its top level; those of `kinds` of statement only."""
    plain = "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in source.split("\n"))
    try:
        statements = ast.parse(plain).body
    except SyntaxError:  # running the source tells of it
        return
    for statement in statements:
        if kinds and not isinstance(statement, kinds):
            continue
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield statement.name, statement.lineno - 1
        elif isinstance(statement, (ast.Import, ast.ImportFrom)):
            for alias in statement.names:
                yield (alias.asname or alias.name).split(".")[0], statement.lineno - 1
        else:
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    yield node.id, node.lineno - 1


def answers_are_tested(cells):
    """Code answers come before a test: without one below them they earn nothing."""
    tested = False
    for cell in reversed(cells):
        tested |= cell.kind == "test"
        if cell.kind == "answer" and cell.type == "code" and not tested:
            yield cell, 0, "a test cell below each solution cell", "none", "add a graded test cell below it"


def something_to_grade(cells):
    if not any(cell.says("grade") for cell in cells):
        do = "mark solution cells and test cells with nbgrader metadata"
        yield Cell("code", "", {}, 1), 0, "an assignment with graded cells", "none", do


RULES = (
    metadata_keys,
    grade_ids,
    points,
    roles,
    well_formed_markers,
    markers_in_place,
    no_empty_regions,
    secrets_kept,
    hidden_modules,
    defined_once,
    answers_are_tested,
    something_to_grade,
)
