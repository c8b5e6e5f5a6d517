"""Notebook: the autograded notebook, as formgrader and generate_feedback expect it; nothing in it runs."""

import copy
import re

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.utils import is_grade, is_locked, is_solution

from dlcourse.grading.books.cells import code_cell, markdown_cell
from dlcourse.grading.books.clean.markdown import as_text, clean_attachments, clean_markdown
from dlcourse.grading.books.clean.outputs import clean_outputs, plain
from dlcourse.grading.books.fitting import fit
from dlcourse.grading.books.pictures import with_pictures
from dlcourse.grading.books.scores import bounded
from dlcourse.grading.books.telling import telling

NOTES = "grading-notes"  # the id of the cell with the reasons
CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
NOTED, NOTHING = "Notes of the grader", "This submission could not be graded"
NOT_RUN = "nothing was run: see the first cell of this page"


def autograded(canonical, judged) -> NotebookNode:
    """The notebook of a student to be kept: cells as in the source, outputs as the verdict has them.

    The student's Markdown and all outputs are cleaned, see clean/; code is code, which no page runs.
    canonical: a Canonical.   judged: a Judged; without a notebook to show its cells are those released.
    """
    shown = canonical.notebook if judged.shown is None else judged.shown
    outcomes = {one.name: one for one in judged.verdict.outcomes} if judged.verdict else {}
    known = {cell.source for cell in canonical.notebook.cells if cell.cell_type == "markdown"}
    left, cells = dict(canonical.cells), []
    for cell in shown.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        source = left.pop(name, None)
        if source is not None:
            new = canonical_cell(source, cell)
            if new.cell_type == "markdown" and is_locked(source):
                new.source = with_pictures(new.source, canonical.pictures)
        elif cell.cell_type == "markdown" and cell.source in known:
            new = copy.deepcopy(cell)  # the instructor's
            new.metadata = NotebookNode()
            new.source = with_pictures(new.source, canonical.pictures)
        else:
            new = student_cell(cell.cell_type, cell)
        if new.cell_type == "code":
            named = name if name in outcomes else cell.get("id")
            fill_in(new, outcomes.get(named), judged.verdict is not None)
        new.id = cell.get("id", "")
        cells.append(new)
    for source in left.values():  # none is lost, whatever was shown
        cells.append(canonical_cell(source, source))
        cells[-1].id = source.get("id", "")
    if judged.reasons:
        cells.insert(0, notes_cell(judged.reasons, NOTHING if judged.shown is None else NOTED))
    number(cells)
    kept = ("kernelspec", "language_info")
    metadata = {name: value for name, value in canonical.notebook.metadata.items() if name in kept}
    notebook = NotebookNode(nbformat=4, nbformat_minor=5, metadata=NotebookNode(metadata), cells=cells)
    # nbconvert, too, asks in this way, and nbformat takes long to make ready for each
    nbformat.validate(notebook, relax_add_props=True)
    fit(notebook)
    return notebook


def canonical_cell(source, cell):
    """A cell of the source: its own text where it is locked, else what the student wrote there."""
    if is_locked(source):
        new = copy.deepcopy(source)
        if new.cell_type == "code":
            new.outputs, new.execution_count = [], None
        return new
    new = student_cell(source.cell_type, cell)
    if cell.source == source.source and "attachments" in source:
        new.attachments = copy.deepcopy(source.attachments)
    new.metadata = copy.deepcopy(source.metadata)
    return new


def student_cell(cell_type, cell):
    """A cell that the student wrote, of this type, without metadata."""
    text = plain(cell.source)
    if cell_type == "code":
        return code_cell(text)
    if cell_type == "raw":
        return markdown_cell(as_text(text))  # formgrader would show it as HTML
    attachments = clean_attachments(cell.get("attachments"))
    new = markdown_cell(clean_markdown(text, frozenset(attachments)))
    if attachments:
        new.attachments = NotebookNode(attachments)
    return new


def fill_in(cell, outcome, was_run):
    """A code cell's outputs, from which nbgrader reads a test's score."""
    is_test = is_grade(cell) and not is_solution(cell)
    cell.outputs = clean_outputs(outcome.outputs) if outcome else []
    if is_test:
        points = float(cell.metadata.nbgrader.points)
        score = bounded(outcome.score, points) if outcome else 0.0
        if not was_run:
            cell.outputs = [new_output("error", ename="NotRun", evalue=NOT_RUN, traceback=[NOT_RUN])]
        cell.outputs = telling(cell.outputs, score, points)


def number(cells):
    """Ids that are valid and unique, and the numbers of code cells in their order."""
    used, count = set(), 0
    for position, cell in enumerate(cells, start=1):
        if not CELL_ID.fullmatch(cell.id) or cell.id in used:
            cell.id = f"cell-{position}"
            while cell.id in used:
                cell.id += "-"
        used.add(cell.id)
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            for output in cell.outputs:
                if output.output_type == "execute_result":
                    output.execution_count = count


def notes_cell(reasons, title=NOTED):
    """A first cell that says what was changed, or why nothing was run."""
    lines = [clean_markdown(as_line(reason), frozenset()) for reason in reasons]
    text = "\n".join([f"> **{title}**", ">", *(f"> - {line}" for line in lines)])
    return markdown_cell(text, NOTES)


def as_line(reason):
    """A sentence as one line in which no sign means anything to Markdown: a file's name may stand in it."""
    line = " ".join(plain(reason).split())
    return re.sub(r"([\\`*_{}\[\]<>()#!|$~])", r"\\\1", line)
