"""Release rules: what students would get is Python that runs with their names, and holds no answer.

A rule takes the list of Cells and yields (cell, line in the cell, expected, got, what to do).
"""

import ast
import builtins
import re
import symtable
import warnings

from dlcourse.grading.leaks import leaks, same_functions
from dlcourse.grading.markers import HIDDEN, marker_faults, released, visible, visible_lines

OF_A_NOTEBOOK = {"get_ipython", "display", "In", "Out", "exit", "quit", "_", "__", "__name__", "__builtins__"}
MAGIC = re.compile(r"^(\s*)([%!].*|[\w.]+\?+)$", re.M)


def no_leaks(cells):
    """No answer and no hidden test has a second copy where students see it: text, comments, strings, tags."""
    for cell in cells:
        for region in cell.regions:
            for other in cells:
                # nbgrader removes only what stands between markers.
                texts = [visible(other.source), *strings(other.metadata)]
                for found in leaks(region.lines, texts, of_test=region.kind == HIDDEN)[:1]:
                    expected = f"{region.kind} between its markers only"
                    got = f"{found!r} of line {cell.line + region.start} here too"
                    yield (
                        other,
                        line_of(found, other),
                        expected,
                        got,
                        "remove the second copy: students see it",
                    )


def strings(value):
    """The texts in metadata, in whatever lists and mappings."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in strings(one)]
    if isinstance(value, (list, tuple)):
        return [text for one in value for text in strings(one)]
    return [value] if isinstance(value, str) else []


def line_of(found, cell):
    """The position of the visible line that shares the most words with what was found."""
    wanted = set(re.findall(r"\w+", found))
    lines = visible_lines(cell.source) or [(0, "")]
    return max(lines, key=lambda line: len(wanted & set(re.findall(r"\w+", line[1]))))[0]


def no_twins(cells):
    """No visible function is an answer under other names."""
    for cell in cells:
        if cell.type != "code" or cell.kind != "answer" or list(marker_faults(cell.source)):
            continue
        for other in cells:
            shown = python(released(other.source)) if other.type == "code" else ""
            for name in same_functions(python(visible_markers_removed(cell)), shown)[:1]:
                got, do = f"{name} here, which does the same", "remove it: students see it"
                yield other, 0, f"the answer {cell.name!r} between its markers only", got, do


def visible_markers_removed(cell):
    """The whole source of a cell, without the lines of its markers."""
    ends = {i for r in cell.regions for i in (r.start, r.start + len(r.lines) + 1)}
    return "\n".join(line for i, line in enumerate(cell.source.split("\n")) if i not in ends)


def python(source):
    """The code of a cell without IPython's magics, in whose place stands `pass`."""
    return "" if source.startswith("%%") else MAGIC.sub(r"\1pass", source)


def python_when_released(cells):
    """Each code cell compiles as students get it: with a stub for the answer, without hidden tests."""
    for cell in cells:
        fault = syntax_fault(released(cell.source)) if cell.type == "code" else None
        if fault and not syntax_fault(visible_markers_removed(cell)):  # of the source, the run of it tells
            do = "indent the markers as the code between them, and leave a body outside of them"
            yield (
                cell,
                min(fault.lineno or 1, cell.source.count("\n") + 1) - 1,
                ("Python when it is released"),
                f"{type(fault).__name__}: {fault.msg}",
                do,
            )


def syntax_fault(source):
    """The SyntaxError of a cell's code, or None."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # A notebook may await at top level.
            compile(python(source), "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        return error
    return None


def names_students_have(cells):
    """What visible lines use is bound in visible lines, or is what students are asked to write."""
    cells = [cell for cell in cells if cell.type == "code"]
    shown = {id(cell): python(released(cell.source)) for cell in cells}
    if any(syntax_fault(source) or "import *" in source for source in shown.values()):
        return  # the first is told by python_when_released; of the second nobody knows the names
    known = {*dir(builtins), *OF_A_NOTEBOOK}
    for cell in cells:
        known |= bound(shown[id(cell)], imports=True)
        if cell.kind == "answer" and not syntax_fault(visible_markers_removed(cell)):
            known |= bound(python(visible_markers_removed(cell)), imports=False)
    for cell in cells:
        for name in sorted(used(shown[id(cell)]) - known):
            line = next((i for i, text in visible_lines(cell.source) if re.search(rf"\b{name}\b", text)), 0)
            do = "bind it outside of markers, or put this line between markers, too"
            yield cell, line, "names that students have", f"{name!r}, which only hidden lines bind", do


def tables(table):
    """A symbol table and all within it."""
    return [table, *(inner for child in table.get_children() for inner in tables(child))]


def symbols(source):
    """(whether it is of the top level, symbol) of all names of a cell."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        top = symtable.symtable(source, "<cell>", "exec")
    return [(table is top, symbol) for table in tables(top) for symbol in table.get_symbols()]


def bound(source, imports):
    """The global names that a cell binds.   imports: whether those count that it imports"""
    return {
        symbol.get_name()
        for top, symbol in symbols(source)
        if (top or symbol.is_declared_global())
        and (symbol.is_assigned() or symbol.is_namespace() or (imports and symbol.is_imported()))
    }


def used(source):
    """The global names that a cell reads."""
    return {s.get_name() for top, s in symbols(source) if s.is_referenced() and (top or s.is_global())}


def hidden_tests_marked(cells):
    """A test that says it is hidden has lines between HIDDEN TESTS markers."""
    for cell in cells:
        if cell.kind != "test" or any(region.kind == HIDDEN for region in cell.regions):
            continue
        do = "put what students must not see between `### BEGIN HIDDEN TESTS` and `### END HIDDEN TESTS`"
        if re.search(r"hidden", str(cell.name), re.I):
            yield cell, 0, "HIDDEN TESTS markers in a test named hidden", "none", do
        elif re.search(r"^\s*#.*\b(graded|hidden)\b", cell.source, re.M):
            yield cell, 0, "HIDDEN TESTS markers below a comment that announces them", "none", do
