"""Taking in: the files of a submission and the source to plans, reasons, and the notebooks to show. Pure."""

from dataclasses import dataclass, field

from dlcourse.grading.intake.canonical import Assignment
from dlcourse.grading.intake.choosing import choose, opened
from dlcourse.grading.intake.differences import differences, given_elsewhere
from dlcourse.grading.intake.folder import Found
from dlcourse.grading.intake.joining import changed_files, joined
from dlcourse.grading.intake.marks import MANUAL, TASK
from dlcourse.grading.intake.matching import filled
from dlcourse.grading.intake.ordering import in_order
from dlcourse.grading.intake.planning import Planned, Shown
from dlcourse.grading.intake.reasons import listed
from dlcourse.grading.intake.refusals import is_python
from dlcourse.grading.intake.rejected import Rejected
from dlcourse.grading.intake.speech import looks_like_python
from dlcourse.grading.plans import Limits, Plan


@dataclass(frozen=True)
class Taken:
    """A submission, ready to be run.

    plans: one for each notebook that was handed in.   sheets: {notebook: the cells to show, in order}.
    by_hand: {(notebook, grade_id): None for a person to grade, 0.0 for an answer that is as handed out}.
    """

    assignment: Assignment
    student: str
    plans: tuple[Plan, ...] = ()
    sheets: dict[str, tuple[Shown, ...]] = field(default_factory=dict)
    by_hand: dict[tuple[str, str], float | None] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()


def take_in(assignment, student, found: Found, folder="", environment=None, limits=None):
    """The Taken of a student's files.   folder, environment, limits: of the Plan.   Raises Rejected."""
    files, notes = opened(found.files)
    chosen, missing, told = choose(assignment.sheets, files, found.faults)
    if not chosen:
        raise Rejected(" ".join(dict.fromkeys(missing.values())))
    reasons = [*found.notes, *notes, *told, *missing.values()]
    differ = changed_files(assignment.given, files)
    if differ:
        reasons.append(f"Files of the assignment were changed, and its own were used: {listed(differ)}.")
    plans, sheets, by_hand = [], {}, {}
    for sheet in assignment.sheets:
        if sheet.name not in chosen:
            continue
        one = chosen[sheet.name]
        where = f"{sheet.name}: " if len(assignment.sheets) > 1 else ""
        reasons += [where + note for note in (*one.notebook.notes, *language(sheet, one))]
        matched = sheet, one.notebook.cells, one.found
        given = given_elsewhere(*matched)
        reasons += differences(*matched, given).sentences(where)
        planned = Planned(*matched, given).add(in_order(*matched, given))
        sheets[sheet.name] = tuple(planned.shown)
        by_hand.update(for_a_person(sheet, one))
        plan = Plan(
            assignment.name,
            sheet.name,
            student,
            tuple(planned.steps),
            sheet.names,
            *(tuple(sorted(names)) for names in (sheet.shared.reads, sheet.shared.binds)),
            sheet.imports,
            assignment.preload,
            joined(assignment.given, files, one.path),
            folder,
            environment or {},
            sheet.operators,
            hidden=assignment.hidden,
            limits=limits or Limits(),
        )
        plans.append(plan)
    return Taken(assignment, student, tuple(plans), sheets, by_hand, tuple(dict.fromkeys(reasons)))


def language(sheet, one):
    """A note on a notebook that says it is in another language. Raises Rejected where it is."""
    said = one.notebook.language
    if is_python(said):
        return []
    owns = {own: sheet.cells[source] for own, source in one.found.of.items()}
    answers = [
        one.notebook.cells[own].source
        for own, cell in owns.items()
        if cell.is_answer and cell.is_code and filled(cell, one.notebook.cells[own])
    ]
    if answers and sum(map(looks_like_python, answers)) * 2 < len(answers):
        raise Rejected(
            f"The notebook is in another language than Python ({said[:20]!r}): solve the exercises in "
            "Python, and choose a Python kernel."
        )
    return [f"The notebook says that its language is {said[:20]!r}: it was run as Python."]


def for_a_person(sheet, one):
    """((notebook, grade_id), None or 0.0) of each answer and task that a person grades."""
    place = one.found.place()
    for i, cell in enumerate(sheet.cells):
        if cell.kind == TASK:
            yield (sheet.name, cell.name), None
        elif cell.kind == MANUAL:
            as_handed_out = i in place and not filled(cell, one.notebook.cells[place[i]])
            yield (sheet.name, cell.name), 0.0 if as_handed_out else None
