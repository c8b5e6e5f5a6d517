"""Canonical: the notebooks of an assignment's source as the cells that every submission is graded with."""

import functools
import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace

from dlcourse.grading.intake.binding import Bindings, bindings, bound_name
from dlcourse.grading.intake.given import is_given
from dlcourse.grading.intake.lines import normal
from dlcourse.grading.intake.marks import ANSWER, LOCKED, MANUAL, PLAIN, TASK, TEST, Marks
from dlcourse.grading.intake.operators import makes_operands
from dlcourse.grading.intake.reading import CODE, Cell, read_notebook
from dlcourse.grading.intake.refusals import asked_cells, asked_notebook
from dlcourse.grading.intake.released import Release, blanked, released
from dlcourse.grading.intake.sharing import Shared, shared_by_all
from dlcourse.grading.plans import HIDDEN

OWN_SCORE = (TEST, MANUAL, TASK)  # the kinds of cells that have points


@dataclass(frozen=True)
class Canonical:
    """A cell of the source.

    name: its grade_id, "" for a cell without one.   kind: answer, manual, test, task, locked or plain.
    source: with answers and hidden tests.   kept: without answers, as the gradebook has it.   released: as
    students got it.   does: what it binds and reads, nothing for what is no Python.
    earlier, earlier_points: the same of earlier releases, as far as they are known, where they differ.
    """

    name: str
    kind: str
    type: str
    source: str
    kept: str
    released: str
    points: float
    marks: Marks
    id: str = ""
    attachments: dict = field(default_factory=dict)
    does: Bindings = Bindings()
    earlier: tuple[str, ...] = ()
    earlier_points: tuple[float, ...] = ()

    @property
    def is_answer(self):
        return self.kind in (ANSWER, MANUAL)

    @property
    def handed_out(self):
        """All texts with which students may have got it, the newest first."""
        return self.released, self.kept, *self.earlier

    @property
    def is_newer(self):
        """Whether students may have a release of it that differs."""
        return bool(self.earlier or self.earlier_points)

    @property
    def is_code(self):
        return self.type == CODE


@dataclass(frozen=True)
class Sheet:
    """A notebook of the source: its cells, the names and the imports of its answers, what is odd in it.

    operators: see operators.makes_operands.   shared: of the names, those that functions of answers use.
    """

    name: str
    cells: tuple[Canonical, ...]
    names: tuple[str, ...]
    imports: tuple[str, ...]
    notes: tuple[str, ...] = ()
    operators: bool = True
    shared: Shared = Shared()

    def by_name(self):
        """{grade_id: Canonical}"""
        return {cell.name: cell for cell in self.cells if cell.name}


@dataclass(frozen=True)
class Assignment:
    """What a class is graded with: the notebooks, the source's other files, the modules to load before.

    hidden: the words that begin and end hidden tests.   given: of the files, those that students have got.
    """

    name: str
    sheets: tuple[Sheet, ...]
    files: dict[str, bytes] = field(default_factory=dict)
    preload: tuple[str, ...] = ()
    hidden: tuple[str, str] = HIDDEN
    given: dict[str, bytes] = field(default_factory=dict)

    @functools.cached_property
    def keys(self):
        """{(notebook, grade_id): key in the records} of every cell with points, in order.

        The key is the grade_id, or "notebook/grade_id" where two notebooks have it.
        """
        both = [(sheet.name, cell.name) for sheet in self.sheets for cell in scored(sheet)]
        n_times = Counter(name for _, name in both)
        return {(book, name): name if n_times[name] == 1 else f"{book}/{name}" for book, name in both}

    def key(self, notebook, name):
        """The key of a cell in the records."""
        return self.keys[notebook, name]

    def max_scores(self):
        """{key: points} of every cell with points."""
        points = {(sheet.name, cell.name): cell.points for sheet in self.sheets for cell in scored(sheet)}
        return {key: points[one] for one, key in self.keys.items()}


def scored(sheet):
    """The cells of a sheet that have points."""
    return [cell for cell in sheet.cells if cell.kind in OWN_SCORE]


def read_assignment(name, notebooks, files=None, release=None, given=None, earlier=None):
    """An Assignment from its source.

    notebooks: {name without .ipynb: bytes}.   files: {relative path: bytes}, the others of the folder.
    release: nbgrader's settings.   given: paths of files that students have got, None where nobody knows.
    earlier: {notebook: {grade_id: {"texts": [...], "points": [...]}}} of all releases. Raises ValueError,
    naming the cell, for what cannot be graded.
    """
    files, release = files or {}, release or Release()
    asked_notebook(name, notebooks)
    sheets = []
    for notebook in sorted(notebooks):
        sheet = read_sheet(notebook, notebooks[notebook], release)
        known = (earlier or {}).get(notebook, {})
        sheets.append(replace(sheet, cells=tuple(with_earlier(cell, known) for cell in sheet.cells)))
    theirs = {path.removesuffix(".py").split("/")[0] for path in files}  # modules of the assignment's own
    used = [module for sheet in sheets for cell in sheet.cells for module in cell.does.modules]
    preload = [module for module in dict.fromkeys(used) if module.split(".")[0] not in theirs]
    kept = {path: data for path, data in files.items() if is_given(path, sheets, given)}
    return Assignment(name, tuple(sheets), dict(files), tuple(preload), release.hidden, kept)


def with_earlier(cell, known):
    """The Canonical, with what is known of earlier releases of it."""
    one = known.get(cell.name, {}) if cell.name else {}
    texts = tuple(text for text in one.get("texts", ()) if normal(text) != normal(cell.released))
    points = tuple(points for points in one.get("points", ()) if points != cell.points)
    return replace(cell, earlier=texts, earlier_points=points if cell.kind in OWN_SCORE else ())


def read_sheet(name, data, release):
    """A Sheet from the bytes of a notebook."""
    cells = []
    for part in (release.header, data, release.footer):
        if part:
            notebook = read_notebook(part)
            asked_notebook(name, {name: part}, notebook)
            cells += [canonical_of(name, cell, release, i) for i, cell in enumerate(notebook.cells, 1)]
    asked_cells(name, cells, release)
    answers = [cell for cell in cells if cell.is_answer]
    names = {bound for cell in answers for bound in cell.does.names} | filled_by_answers(cells)
    imports = [statement for cell in answers for statement in cell.does.imports]
    kept = [one for one in dict.fromkeys(imports) if bound_name(one) not in names]
    notes, operators = tuple(odd(name, cells)), makes_operands(cells)
    shared = shared_by_all([cell for cell in answers if cell.is_code], names)
    return Sheet(name, tuple(cells), tuple(sorted(names)), tuple(kept), notes, operators, shared)


def filled_by_answers(cells):
    """Names that a cell above binds, but for imports, and that an answer writes into: `table["a"] = 1`."""
    found, bound, imported = set(), set(), set()
    for cell in cells:
        if cell.is_answer:
            found |= cell.does.changes & bound
        elif cell.kind != TEST:
            bound |= cell.does.names
        imported |= {bound_name(statement) for statement in cell.does.imports}
    return found - imported


def canonical_of(notebook, cell, release, position):
    """The Canonical of a cell of the source."""
    marks, is_code, source = cell.marks, cell.type == CODE, cell.source
    try:
        kept = blanked(source, marks.kind, is_code, release)
        shown = released(source, marks.kind, is_code, release)
    except ValueError as error:
        raise ValueError(
            f"{notebook} (cell {marks.name or position}): expected markers in pairs, got {error}; "
            "correct the source"
        ) from None
    points = marks.points if marks.kind in OWN_SCORE and marks.points is not None else 0.0
    does = (bindings(source) if is_code else None) or Bindings()
    name = marks.name if marks.kind != PLAIN else ""
    return Canonical(
        name, marks.kind, cell.type, source, kept, shown, points, marks, cell.id, cell.attachments, does
    )


def odd(notebook, cells):
    """A sentence for each cell of the source that is no Python: every answer to it may score 0."""
    for cell in cells:
        if cell.is_code and cell.kind != PLAIN and bindings(cell.source) is None:
            yield f"{notebook}: the cell '{cell.name}' of the source is not valid Python."


def as_handed_out(cell: Canonical) -> Cell:
    """The cell as a student has it who has done nothing to it."""
    return Cell(cell.type, cell.released, cell.marks, cell.id, cell.attachments)


def checksum(cell: Canonical, source=None):
    """nbgrader's checksum of the cell, with another source when one is given: 32 hexadecimal digits.

    Source: nbgrader.utils.compute_checksum, whose flags are those of the roles.
    """
    flags = (cell.kind in (TEST, MANUAL), cell.is_answer, locked(cell))
    parts = [cell.kept if source is None else source, cell.type, *map(str, flags), cell.name]
    if cell.kind in (TEST, MANUAL):
        parts.append(str(float(cell.points)))
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


def locked(cell):
    """Whether nbgrader holds the cell for locked: a test always, an answer never."""
    return cell.kind in (TEST, LOCKED) or (cell.kind == TASK and cell.marks.locked)
