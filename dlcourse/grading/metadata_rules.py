"""Metadata rules: nbgrader metadata that would make a broken assignment.

A rule takes the list of Cells and yields (cell, line in the cell, expected, got, what to do).
"""

import re

REQUIRED = {"schema_version": 3, "grade": bool, "locked": bool, "solution": bool}
OPTIONAL = {"grade_id": str, "points": (int, float), "task": bool, "cell_type": str}
CELL_KEYS = {"nbgrader", "tags"}  # others are most likely misspelled
MOST_POINTS = 1000  # of one test


def metadata_keys(cells):
    """The keys of nbgrader 0.9, each with a value of its type, and no others."""
    for cell in cells:
        for key in sorted(set(cell.metadata) - CELL_KEYS):
            yield (
                cell,
                0,
                f"only {sorted(CELL_KEYS)} in a cell's metadata",
                repr(key),
                "remove it or correct its name",
            )
        if "nbgrader" not in cell.metadata:
            continue
        known = REQUIRED | OPTIONAL  # an unknown key is most likely a misspelled one
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
            yield (
                cell,
                0,
                f"cell_type: {cell.type}",
                repr(cell.nbgrader["cell_type"]),
                "correct it or leave it out",
            )


def fits(value, kind):
    """Whether value is of a type; True does not count as a number."""
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def names(kind):
    """The types in words."""
    return " or ".join(k.__name__ for k in (kind if isinstance(kind, tuple) else (kind,)))


def grade_ids(cells):
    """Each nbgrader cell has a name of its own, fit for a cell's id."""
    seen = {}
    for cell in cells:
        if "nbgrader" not in cell.metadata:
            continue
        # What nbformat allows in the id of a cell.
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(cell.name)) or re.fullmatch(
            r"cell-\d+", str(cell.name)
        ):
            do = "use 1 to 64 letters, digits, - and _; cell-<number> is reserved for cells without a name"
            yield cell, 0, "a grade_id", repr(cell.name), do
        elif cell.name in seen:
            do = "give each its own: nbgrader wipes the metadata of one of them"
            yield cell, 0, f"grade_id {cell.name!r} once", f"it on line {seen[cell.name]} too", do
        seen.setdefault(cell.name, cell.line)  # the first line stays, for the message about a third one


def points(cells):
    """Points on graded cells, and on no others."""
    for cell in cells:
        value = cell.nbgrader.get("points")
        if cell.has("grade") or cell.has("task"):  # tasks have points, too, though they are not `grade: true`
            # A test without points earns nothing; NaN and infinity spoil every total.
            if not fits(value, (int, float)) or not 0 < value <= MOST_POINTS:
                do = f"add `points: <number>`, {MOST_POINTS} at most"
                yield cell, 0, "points above 0 on a graded cell", repr(value), do
        elif value is not None:
            yield (
                cell,
                0,
                "no points on a cell that is not graded",
                repr(value),
                "remove points or set `grade: true`",
            )


def roles(cells):
    """Locked tests, unlocked answers, and no cell that needs grading by hand unintentionally."""
    for cell in cells:
        if cell.kind == "test" and not cell.has("locked"):
            yield (
                cell,
                0,
                "a locked test cell",
                "locked: false",
                "set `locked: true`, or students can change the test",
            )
        if cell.kind == "answer" and cell.has("locked"):
            yield cell, 0, "a solution cell that students can change", "locked: true", "set `locked: false`"
        # With both flags nbgrader takes the cell for a written answer: nobody but a human would grade it.
        if cell.kind == "answer" and cell.type == "code" and cell.has("grade"):
            do = "set `grade: false` here and put the points on a test cell below"
            yield cell, 0, "code that tests grade", "grade and solution on one code cell, graded by hand", do
        if cell.kind == "answer" and cell.type == "markdown" and not cell.has("grade"):
            yield cell, 0, "grade: true on a written answer", "grade: false", "set `grade: true` and points"
        # Autograding runs code cells only.
        if cell.kind == "test" and cell.type == "markdown":
            yield (
                cell,
                0,
                "a test of code",
                "a Markdown cell",
                "make it code, or a written answer with `solution: true`",
            )
        if cell.kind == "task" and cell.type != "markdown":
            yield cell, 0, "a task in Markdown", "a code cell", "set `task: false`"
