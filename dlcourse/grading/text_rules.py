"""Text rules: what a MyST text must not contain, as the conversion to a notebook would lose or change it."""

import re

import jupytext
import nbformat

from dlcourse.grading.problem import Problem
from dlcourse.grading.source import read_cells

FRONT_MATTER = re.compile(r"---\n(?:.*\n)*?---\n")
# A code cell opens with its fence, then options: YAML between two lines ---, or lines `:key: value`.
OPENING = r"`{3,}\{code-cell\}.*\n(?:---\n(?:.*\n)*?---\n|(?::.*\n)*)\n?"
BREAK = r"(?:\+\+\+.*\n\s*)?"
AFTER_CODE, AFTER_MARKDOWN = r"`{3,}[ ]*\n\s*", r"\s*"


def check_text(where, text):
    """(cells, number of each cell's first line, problems); no cells when the text cannot be read."""
    try:
        cells = read_cells(text)
    except Exception as error:  # jupytext lets yaml's, json's, nbformat's and its own errors through
        got = " ".join(str(error).split())
        do = "correct it; options are `key: value` between two lines `---`, and no code begins with ---"
        return [], [], [Problem(where, "a MyST text notebook", f"an error ({got})", do)]
    lines, problems = locate(where, text, cells)
    if problems:
        return [], [], problems
    problems = [
        *broken_paragraphs(where, text),
        *empty_or_padded_cells(where, cells, lines),
        *unsupported_markdown(where, cells, lines),
    ]
    # Last, since it reports only that something changes.
    return cells, lines, problems or list(round_trip(where, cells))


def locate(where, text, cells):
    """Find each cell in the text, in order. Between cells there may only be fences, options and breaks."""
    text = text if text.endswith("\n") else text + "\n"  # so that every pattern can end with a line break
    front = FRONT_MATTER.match(text)
    position = front.end() if front else 0
    starts, closing = [], AFTER_MARKDOWN
    for cell in cells:
        before = f"({OPENING})" if cell.cell_type == "code" else f"{BREAK}()"
        # What the last cell leaves open, then this one, with nothing between.
        pattern = re.compile(closing + before + re.escape(cell.source + "\n" if cell.source else ""))
        match = pattern.match(text, position)  # at the very place where the last cell ended
        if not match:
            return [], [lost(where, text, position)]
        starts.append(text.count("\n", 0, match.end(1)) + 1)  # group 1 ends where the code begins
        position, closing = match.end(), AFTER_CODE if cell.cell_type == "code" else AFTER_MARKDOWN
    if not re.compile(closing).fullmatch(text, position):
        return [], [lost(where, text, position)]
    return starts, []


def lost(where, text, position):
    """The problem of text that reaches no cell as it stands."""
    line = text.count("\n", 0, position) + 1
    expected = "every line to reach the notebook as it stands"
    do = (
        "remove a +++ with no Markdown after it, blanks at the end of a paragraph, indented cells, and "
        "code that begins with ---; close every ```"
    )
    return Problem(
        f"{where}:{line}", expected, "something after this line that the conversion changes or drops", do
    )


def broken_paragraphs(where, text):
    """A +++ with text beside it cuts that text in two."""
    lines = ["", *text.split("\n"), ""]
    fenced = False
    for number, line in enumerate(lines):
        fenced ^= line.startswith("```")  # within a fence, +++ is only text
        if not fenced and line.startswith("+++") and (lines[number - 1].strip() or lines[number + 1].strip()):
            do = "leave a blank line before and after it, or write something else for a literal +++"
            yield Problem(f"{where}:{number}", "+++ alone, between two cells", "+++ inside Markdown", do)


def empty_or_padded_cells(where, cells, lines):
    """Empty cells, and blank lines at the edges of cells: editors remove both."""
    for cell, line in zip(cells, lines, strict=True):
        if not cell.source.strip():
            yield Problem(
                f"{where}:{line}", "text or code in every cell", "an empty cell", "fill it or remove it"
            )
        elif cell.source != cell.source.strip("\n") or not cell.source.split("\n")[-1].strip():
            do = "remove the blank lines at its start and end"
            yield Problem(f"{where}:{line}", "a cell without blank lines around it", "blank lines", do)


def unsupported_markdown(where, cells, lines):
    """A +++ that the conversion back would take for a break, and directives: Jupyter shows them as text."""
    for cell, start in zip(cells, lines, strict=True):
        if cell.cell_type != "markdown":
            continue
        for line, content in enumerate(cell.source.split("\n"), start=start):
            if content.startswith("+++"):
                do = "indent it or write something else: converted back, it would cut the cell in two"
                yield Problem(f"{where}:{line}", "Markdown without a line that starts with +++", "+++", do)
            elif re.match(r"\s*(`{3,}|~{3,}|:{3,})\{", content):
                do = "use plain Markdown; a code cell stands at the left margin, outside other blocks"
                yield Problem(
                    f"{where}:{line}", "Markdown that Jupyter shows", f"a directive, {content.strip()!r}", do
                )


def round_trip(where, cells):
    """Write the cells as text and read that again: type, source and metadata must be the same."""
    text = jupytext.writes(nbformat.v4.new_notebook(cells=cells), fmt="md:myst")
    again = read_cells(text)  # text -> cells -> text -> cells: the two lists of cells are compared
    for number, (cell, back) in enumerate(zip(cells, again, strict=False), start=1):
        if (cell.cell_type, cell.source, cell.metadata) != (back.cell_type, back.source, back.metadata):
            do = "simplify this cell: text to notebook and back changes it"
            yield Problem(f"{where} (cell {number})", repr(cell.source), repr(back.source), do)
            return  # one changed cell shifts or changes those after it
    if len(cells) != len(again):
        yield Problem(
            where, f"{len(cells)} cells after text to notebook and back", f"{len(again)}", "simplify the text"
        )
