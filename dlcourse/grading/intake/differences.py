"""Differences: what in a submission is not as the source has it, told by Reasons, and what is kept of it."""

from bisect import bisect

from dlcourse.grading.intake.lines import bare, names_in, normal
from dlcourse.grading.intake.marks import PLAIN, TASK, TEST
from dlcourse.grading.intake.matching import filled
from dlcourse.grading.intake.reading import CODE
from dlcourse.grading.intake.reasons import Reasons

MOST_LINES = 20_000  # of a cell that are looked through


def differences(sheet, cells, found, given):
    """The Reasons of a notebook, from the Matched of its cells.   given: see `given_elsewhere`"""
    reasons, place = Reasons(), found.place()
    known = sheet.by_name()
    for i, cell in enumerate(sheet.cells):
        if cell.name and (i in place or i not in given):
            of_cell(sheet, cell, cells[place[i]] if i in place else None, i in found.unlabelled, reasons)
    for own, source in found.copies.items():
        of_copy(sheet.cells[source], cells[own], cells[place[source]], reasons)
    for own in found.free(cells):
        marks = cells[own].marks
        if marks.name and marks.kind != PLAIN and marks.name not in known:
            reasons.add("unknown", marks.name)
    for source in given:
        reasons.add("elsewhere", sheet.cells[source].name)
    for name in moved(sheet, place):
        reasons.add("moved", name)
    return reasons


def given_elsewhere(sheet, cells, found):
    """{position in the source: {position of a cell: names}} of answers that other cells give.

    Their own cell is as it was handed out, or is not there; the others together bind all of their names.
    """
    binding = []  # of each cell, what it binds
    for own, cell in enumerate(cells):
        source = found.of.get(own, found.copies.get(own))
        text = cell.source if source is None else said(sheet, sheet.cells[source], cell)
        binding.append(names_in(text) if cell.type == CODE else set())
    place, given = found.place(), {}
    for source, answer in enumerate(sheet.cells):
        names = answer.does.names if answer.is_answer else set()
        if not names or (source in place and filled(answer, cells[place[source]])):
            continue
        owns = {own: names & bound for own, bound in enumerate(binding) if names & bound}
        if names <= set().union(*owns.values()):
            given[source] = owns
    return given


def said(sheet, cell, own):
    """What a student has written into a cell of the source's."""
    if not cell.is_answer:
        return leftover(sheet, cell, own)
    return own.source if filled(cell, own) else ""


def of_cell(sheet, cell, own, unlabelled, reasons):
    """Note what is different of a cell with a grade_id."""
    kind = "test" if cell.kind == TEST else "locked"
    if own is None:
        reasons.add("no answer" if cell.is_answer else f"{kind} missing", cell.name)
        return
    if unlabelled:
        reasons.add("role" if own.marks.name else "unlabelled", cell.name)
    elif own.marks.kind != cell.kind:
        reasons.add("role", cell.name)
    known = None, cell.points, *cell.earlier_points
    if not unlabelled and own.marks.points not in known and cell.points:
        reasons.add("points", cell.name)
    if own.type != cell.type:
        reasons.add("retyped", cell.name)
    if not cell.is_answer and changed(cell, own):
        reasons.add(f"{kind} changed", cell.name)
        if leftover(sheet, cell, own):
            reasons.add("work inside", cell.name)


def of_copy(cell, own, counting, reasons):
    """Note a second cell with the grade_id of another."""
    differ = cell.is_answer and filled(cell, own) and normal(own.source) != normal(counting.source)
    reasons.add("copies differ" if differ else "copied", cell.name)


def changed(cell, own):
    """Whether a cell of the instructor's says something else; blanks at the ends of lines say nothing."""
    return normal(own.source) not in {normal(text) for text in (*cell.handed_out, cell.source)}


def leftover(sheet, cell, own):
    """What a student has written into a cell of the instructor's, which is put back: "" for nothing.

    Of text all is kept, for a person to read. Of code what stands around the instructor's lines; or all of it
    where it binds a name that the source's answers bind, and the cell itself does not.
    """
    if not changed(cell, own):
        return ""
    if not cell.is_code:
        return own.source if cell.kind in (TASK, "locked") else ""
    for text in (cell.released, *cell.earlier):
        rest = around(normal(own.source).split("\n"), normal(text).split("\n"))
        if rest is not None:
            return rest if bare(rest) else ""
    new = names_in(own.source) - cell.does.names
    return own.source if new & set(sheet.names) else ""


def around(lines, block):
    """What stands around a block of lines in others, None where the block is not there."""
    for start in range(min(len(lines), MOST_LINES) - len(block) + 1):
        if block[0] and lines[start : start + len(block)] == block:
            return "\n".join([*lines[:start], "", *lines[start + len(block) :]]).strip("\n")
    return None


def moved(sheet, place):
    """The fewest grade_ids whose cells must have been moved: the others stand in the source's order."""
    owns = [(place[i], cell.name) for i, cell in enumerate(sheet.cells) if i in place and cell.name]
    lasts, chains = [], []  # of the chains of each length: the least last position, and the chain
    for own, name in owns:
        at = bisect(lasts, own)
        chain = [*(chains[at - 1] if at else ()), name]
        lasts[at : at + 1], chains[at : at + 1] = [own], [chain]
    kept = set(chains[-1]) if chains else set()
    return [name for _, name in owns if name not in kept]
