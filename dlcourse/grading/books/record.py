"""Record: an assignment's canonical cells in nbgrader's gradebook, entered when missing or changed."""

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Course,
    Grade,
    GradeCell,
    Notebook,
    SolutionCell,
    SourceCell,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.utils import is_locked
from sqlalchemy import delete, func, or_, select

TABLES = {"grade": GradeCell, "solution": SolutionCell, "task": TaskCell}


def record_cells(session, course_id, assignment, canonicals) -> bool:
    """Make the gradebook hold the cells of these notebooks; whether anything had to be changed.

    As nbgrader's generate_assignment does, in the caller's transaction. Where there are submissions already,
    texts and points are changed in place, a new cell gets rows that nobody has graded, and a cell that is
    gone takes its scores along. Raises ValueError where a person has marked it, or a whole notebook is gone.
    """
    found = session.scalars(select(Assignment).where(Assignment.name == assignment)).one_or_none()
    if found is None:
        if (
            session.get(Course, course_id) is None
        ):  # nbgrader makes none without a name: PostgreSQL asks for it
            session.add(Course(id=course_id))
        found = Assignment(name=assignment, course_id=course_id)
        session.add(found)
        session.flush()
    known = {notebook.name: notebook for notebook in found.notebooks}
    for name in sorted(set(known) - {one.name for one in canonicals}):
        remove_notebook(session, assignment, known[name])
    for one in canonicals:
        notebook = known.get(one.name)
        if notebook is None:
            notebook = add_notebook(session, found, one)
        record_notebook(session, notebook, one)
    changed = bool(session.new or session.dirty or session.deleted)
    session.flush()
    return changed


def add_notebook(session, assignment, canonical):
    """A notebook of an assignment, and its row in each submission that is there already."""
    notebook = Notebook(name=canonical.name, assignment=assignment, kernelspec=canonical.kernelspec)
    session.add(notebook)
    session.flush()
    of_assignment = SubmittedAssignment.assignment_id == assignment.id
    for submission in session.scalars(select(SubmittedAssignment.id).where(of_assignment)).all():
        session.add(SubmittedNotebook(notebook_id=notebook.id, assignment_id=submission))
    return notebook


def record_notebook(session, notebook, canonical):
    """The cells of one notebook: those that are new, those that changed, none that is gone."""
    for kind, table in TABLES.items():
        wanted = canonical.of_kind(kind)
        held = {cell.name: cell for cell in notebook._base_cells if type(cell) is table}
        for name in sorted(set(held) - set(wanted)):
            remove_cell(session, held[name])
        for name, cell in wanted.items():
            row = held.get(name) or add_cell(session, notebook, table, name, cell)
            if kind != "solution":
                change(row, max_score=canonical.points(name), cell_type=cell.cell_type)
    held = {cell.name: cell for cell in notebook.source_cells}
    for name in set(held) - set(canonical.cells):
        session.delete(held[name])
    for name, cell in canonical.cells.items():
        row = held.get(name)
        if row is None:
            row = SourceCell(name=name, notebook_id=notebook.id, cell_type=cell.cell_type)
            session.add(row)
        checksum = cell.metadata.nbgrader.get("checksum")
        locked = bool(is_locked(cell))
        change(row, cell_type=cell.cell_type, locked=locked, source=cell.source, checksum=checksum)
    change(notebook, kernelspec=canonical.kernelspec)


def change(row, **values):
    """Set what differs: an assignment alone would count as a change."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def add_cell(session, notebook, table, name, cell):
    """A cell, with rows that nobody has graded in the submissions that are there already."""
    limits = {} if table is SolutionCell else {"max_score": 0.0, "cell_type": cell.cell_type}
    row = table(name=name, notebook_id=notebook.id, **limits)
    session.add(row)
    session.flush()
    of_notebook = SubmittedNotebook.notebook_id == notebook.id
    for submitted in session.scalars(select(SubmittedNotebook.id).where(of_notebook)).all():
        session.add_all(blank_rows(table, row.id, submitted))
    return row


def blank_rows(table, cell_id, submitted_id):
    """The rows of a cell in a submission, as nbgrader makes them: a grade, a comment, or both for a task."""
    tables = {GradeCell: (Grade,), SolutionCell: (Comment,), TaskCell: (Comment, Grade)}[table]
    return [one(cell_id=cell_id, notebook_id=submitted_id) for one in tables]


def remove_cell(session, cell):
    """Remove a cell and what the grader said of it. Raises ValueError where a person said something."""
    by_hand = or_(Grade.manual_score.is_not(None), Grade.extra_credit.is_not(None))
    said = select(func.count()).where(Grade.cell_id == cell.id, by_hand)
    wrote = select(func.count()).where(Comment.cell_id == cell.id, Comment.manual_comment.is_not(None))
    if session.scalar(said) or session.scalar(wrote):
        raise ValueError(
            f"record_cells: expected the cell {cell.name!r} in the source, which a person has marked, "
            "got none; put it back, or remove its marks in the formgrader first"
        )
    for table in (Grade, Comment):
        session.execute(delete(table).where(table.cell_id == cell.id))
    session.delete(cell)


def remove_notebook(session, assignment, notebook):
    """Remove a notebook that nobody has handed in yet. Raises ValueError where somebody has."""
    of_notebook = SubmittedNotebook.notebook_id == notebook.id
    if session.scalar(select(func.count()).where(of_notebook)):
        raise ValueError(
            f"record_cells: expected the notebook {notebook.name!r} in the source of {assignment!r}, since "
            "the gradebook holds submissions, got none; put it back, or run `nbgrader db assignment remove`"
        )
    for row in [*notebook.source_cells, *notebook._base_cells]:
        session.delete(row)
    session.flush()
    session.delete(notebook)


def cell_rows(session, assignment):
    """{notebook: (its id, [(cell's id, its grade_id, table)])} of an assignment."""
    of_assignment = Notebook.assignment_id == Assignment.id
    rows = session.execute(
        select(Notebook.name, Notebook.id, BaseCell.id, BaseCell.name, BaseCell.type)
        .join(Assignment, of_assignment)
        .outerjoin(BaseCell, BaseCell.notebook_id == Notebook.id)
        .where(Assignment.name == assignment)
    )
    found = {}
    for notebook, notebook_id, cell_id, name, kind in rows:
        cells = found.setdefault(notebook, (notebook_id, []))[1]
        if cell_id is not None:
            cells.append((cell_id, name, {table.__name__: table for table in TABLES.values()}[kind]))
    return found
