"""Planning: the rows of a notebook to the steps that are run, and to the cells that are shown."""

from dataclasses import dataclass, field

from dlcourse.grading.intake.binding import bound_name
from dlcourse.grading.intake.canonical import Canonical
from dlcourse.grading.intake.differences import leftover
from dlcourse.grading.intake.lines import names_in
from dlcourse.grading.intake.marks import PLAIN, TEST
from dlcourse.grading.intake.matching import filled
from dlcourse.grading.intake.reading import CODE
from dlcourse.grading.plans import BOTH, STUDENT, Step
from dlcourse.grading.plans import TEST as JUDGED


@dataclass(frozen=True)
class Shown:
    """A cell of the graded notebook.

    step: the name of the Step whose outputs it has, "" for none.   canonical: the cell of the source that it
    is, None for one of the student's own. attachments: pictures in a text.
    """

    type: str
    source: str
    step: str = ""
    canonical: Canonical | None = None
    attachments: dict = field(default_factory=dict)


class Planned:
    """The steps and the shown cells of a notebook, as they are put together.

    elsewhere: positions in the source of answers that other cells give.
    """

    def __init__(self, sheet, cells, found, elsewhere):
        self.sheet, self.cells, self.found = sheet, cells, found
        self.steps, self.shown = [], []
        self.elsewhere = elsewhere
        code = [cell.source for cell in cells if cell.type == CODE]
        self.theirs = {name for source in code for name in names_in(source)}

    def add(self, rows):
        """Put the rows below each other."""
        for row in rows:
            cell = self.sheet.cells[row.source] if row.source is not None else None
            own = self.cells[row.own] if row.own is not None else None
            if cell is None:
                self.add_own(row.own, own)
            elif cell.is_answer:
                self.add_answer(cell, own, row.source in self.elsewhere)
            else:
                self.add_instructors(cell, own, row)
        return self

    def put(self, type, source, step=None, canonical=None, attachments=None):
        if step:
            self.steps.append(step)
        self.shown.append(Shown(type, source, step.name if step else "", canonical, attachments or {}))

    def add_own(self, position, own):
        """A cell of the student's; a copy of a cell only where it says something else."""
        source = own.source
        if position in self.found.copies:
            copied = self.sheet.cells[self.found.copies[position]]
            if not copied.is_answer:
                source = leftover(self.sheet, copied, own)
            elif not filled(copied, own):
                return  # run below the answer, the stub would stand in its place
            if not source:
                return
        self.put_own(own, source, f"own {position + 1}")

    def put_own(self, own, source, name):
        step = Step(name, STUDENT, source) if own.type == CODE and source.strip() else None
        self.put(own.type, source, step, attachments=own.attachments)

    def add_answer(self, cell, own, elsewhere):
        """An answer; what was handed out is not run where another cell has the answer."""
        source = own.source if own else cell.released
        runs = cell.is_code and own and source.strip() and not elsewhere
        step = Step(cell.name, STUDENT, source) if runs else None
        self.put(cell.type, source, step, cell, own.attachments if own else None)

    def add_instructors(self, cell, own, row):
        """A cell that is as the source has it; what a student has written into it stands above it."""
        rest = leftover(self.sheet, cell, own) if own else ""
        if rest:
            self.put_own(own if not cell.is_code else as_code(own), rest, f"kept {row.own + 1}")
        if not cell.is_code:
            self.put(cell.type, cell.source, None, cell, cell.attachments)
        elif cell.kind == TEST:
            self.put(CODE, cell.source, Step(cell.name, JUDGED, "", cell.source, cell.points), cell)
        elif cell.kind == PLAIN:
            self.add_plain(cell, own, row)
        else:
            self.put(CODE, cell.source, Step(cell.name, BOTH, cell.released, cell.source), cell)

    def add_plain(self, cell, own, row):
        """An instructor's cell that is not locked: the student may have changed or removed it."""
        theirs = own.source if own else cell.released if self.needed(cell) else ""
        judges = "" if self.only_shows(cell) else cell.source
        step = Step(f"source {row.source + 1}", BOTH if judges else STUDENT, theirs, judges)
        if own:
            self.put(CODE, own.source, step, cell)
        elif theirs or judges:
            self.steps.append(step)

    def needed(self, cell):
        """Whether a cell that the student has removed binds names, none of which the student binds."""
        bound = cell.does.names | {bound_name(statement) for statement in cell.does.imports}
        return bool(bound) and not bound & self.theirs

    def only_shows(self, cell):
        """Whether a cell binds nothing and calls the student's code: for the judge that is a loss of time."""
        does = cell.does
        return not does.names and not does.imports and bool(does.reads & set(self.sheet.names))


def as_code(own):
    """The cell as a code cell."""
    return type(own)(CODE, own.source, own.marks, own.id)
