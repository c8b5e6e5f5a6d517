"""Matching: which cell of a submission is which of the source's, also where its metadata were lost.

By grade_id first; then by the same text; then by the names that an answer binds; then by the place between
cells that are known. What a cell is said to be costs nothing here: its text is run in any case.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from dlcourse.grading.intake.lines import alike, bare, names_in, normal
from dlcourse.grading.intake.marks import ANSWER, MANUAL, PLAIN, TASK, TEST
from dlcourse.grading.intake.reading import MARKDOWN


@dataclass
class Matched:
    """What was found out, by positions: `of` {cell of the submission: cell of the source}, one each.

    copies: {cell of the submission: cell of the source}, the other cells that carry the same grade_id.
    unlabelled: {cell of the source that was found without it: by what, text, names or place}.
    """

    of: dict[int, int] = field(default_factory=dict)
    copies: dict[int, int] = field(default_factory=dict)
    unlabelled: dict[int, str] = field(default_factory=dict)

    def place(self):
        """{cell of the source: cell of the submission}"""
        return {source: own for own, source in self.of.items()}

    def free(self, cells):
        """Positions of the cells of the submission that are none of the source's."""
        return [i for i in range(len(cells)) if i not in self.of and i not in self.copies]


def match(sheet, cells):
    """The Matched of a submission's cells to those of a Sheet."""
    found = Matched()
    by_name(sheet, cells, found)
    by_text(sheet, cells, found)
    by_bound_names(sheet, cells, found)
    by_place(sheet, cells, found)
    return found


def by_name(sheet, cells, found):
    """Cells with a grade_id of the source's; of several with one id the one that counts."""
    positions = {cell.name: i for i, cell in enumerate(sheet.cells) if cell.name}
    claims = defaultdict(list)
    for own, cell in enumerate(cells):
        if cell.marks.name in positions:
            claims[positions[cell.marks.name]].append(own)
    for source, owns in claims.items():
        found.of[owns[0]] = source
    for source, owns in claims.items():
        if len(owns) > 1:
            one = counts(sheet, cells, source, owns, found)
            del found.of[owns[0]]
            found.of[one] = source
            found.copies.update({own: source for own in owns if own != one})


def counts(sheet, cells, source, owns, found):
    """Which of several cells with one grade_id counts: of those that say something the last in its place.

    The place of the cell ends where the next cell of the source stands: a copy further down is a later try.
    """
    cell = sheet.cells[source]
    said = [own for own in owns if filled(cell, cells[own])] if cell.is_answer else owns
    after = [own for own, other in found.of.items() if other > source and own > owns[0]]
    here = [own for own in said if own < min(after, default=len(cells))]
    return (here or said or owns)[-1]


def filled(cell, own):
    """Whether a student's cell says something: it is not empty, nor as it was handed out, stub and all."""
    said = bare if cell.is_code else normal
    return said(own.source) not in ("", *map(said, cell.handed_out))


def by_text(sheet, cells, found):
    """Cells whose text is the source's, in turn: the tests, locked cells and others of the instructor's.

    Answers, too, which nobody has filled in. Texts without a grade_id are found again only where they are
    code: the others need not be known.
    """
    taken = set(found.of.values())
    waiting = defaultdict(list)
    for source, cell in enumerate(sheet.cells):
        if source not in taken and (cell.name or cell.is_code):
            for text in {normal(text) for text in (cell.released, *cell.earlier, cell.source)} - {""}:
                waiting[text].append(source)
    for own in found.free(cells):
        sources = [source for source in waiting.get(normal(cells[own].source), ()) if source not in taken]
        if sources:
            take(sheet, found, own, sources[0], "text")
            taken.add(sources[0])


def take(sheet, found, own, source, by):
    """Note that a cell is one of the source's, which it does not say."""
    found.of[own] = source
    if sheet.cells[source].kind != PLAIN:
        found.unlabelled[source] = by


def sure(sheet, found):
    """How many cells leave no doubt that a notebook is the sheet's: by grade_id, a test's text, or names.

    An import is in many notebooks, and what stands for an answer in all.
    """
    named = [source for source in found.of.values() if sheet.cells[source].name]
    test = {source for source in named if sheet.cells[source].kind == TEST}
    unsure = [i for i, by in found.unlabelled.items() if by == "place" or (by == "text" and i not in test)]
    return len(named) - len(unsure)


def by_bound_names(sheet, cells, found):
    """An answer is the first free cell that binds most of the names of the source's."""
    for source in missing_answers(sheet, found):
        wanted = sheet.cells[source].does.names
        ranked = [(len(wanted & names_in(cells[own].source)), -own) for own in found.free(cells)]
        best, own = max(ranked, default=(0, 0))
        if best:
            take(sheet, found, -own, source, "names")


def missing_answers(sheet, found):
    """Positions of the source's answers that are not found yet."""
    taken = set(found.of.values())
    return [i for i, cell in enumerate(sheet.cells) if cell.kind in (ANSWER, MANUAL) and i not in taken]


def by_place(sheet, cells, found):
    """An answer is the free cell that is most like it, of its type, between its neighbours that are known."""
    if not sure(sheet, found):
        return  # another notebook, for all that is known
    for source in missing_answers(sheet, found):
        cell, place = sheet.cells[source], found.place()
        before = max((own for other, own in place.items() if other < source), default=-1)
        after = min(
            (own for other, own in place.items() if other > source and own > before), default=len(cells)
        )
        near = [own for own in found.free(cells) if before < own < after and cells[own].source.strip()]
        near = [own for own in near if may_be(cell, cells[own], sheet)][:20]
        if near:
            likeness = {own: alike(cells[own].source, cell.released) for own in near}
            best = max(near, key=lambda own: (round(likeness[own], 2), own))
            take(sheet, found, best, source, "place")


def may_be(cell, own, sheet):
    """Whether a cell without metadata may be this answer: its type, and no text of the source's."""
    texts = {normal(other.released) for other in sheet.cells if other.kind in (PLAIN, TASK)}
    return (own.type == MARKDOWN) == (cell.type == MARKDOWN) and normal(own.source) not in texts
