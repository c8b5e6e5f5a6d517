"""Scores: what nbgrader's gradebook says of each cell of a notebook, from a verdict."""

from dataclasses import dataclass

from nbgrader import utils

from dlcourse.grading.intake.lines import bare

NO_RESPONSE = "No response."  # nbgrader's own words


@dataclass(frozen=True)
class Mark:
    """What the grader says of a graded cell or a task: its score, None where a person has to give it.

    by_hand: a person is asked where none has marked it yet.   again: a person is asked who has marked it.
    """

    auto_score: float | None
    by_hand: bool = False
    again: bool = False


@dataclass(frozen=True)
class Marks:
    """The marks of a notebook by grade_id, and the comment of each answer: a sentence, or None."""

    marks: dict[str, Mark]
    comments: dict[str, str | None]


def marks_of(canonical, shown, verdict, news=None) -> Marks:
    """As nbgrader has it: a test's outcome; 0 for an answer marked by hand that is as it was released.

    canonical: a Canonical.   shown: the notebook with the student's answers.   verdict: None for a notebook
    that is missing, or was not run: all scores are 0, and nobody is asked. A test without an outcome earns 0.
    news: what is new since a person may have marked it; None for everything but tasks, as nbgrader has it.
    """

    def again(name, whole):
        return news is None or news.asks_again(name, whole=whole)

    graded, tasks = canonical.of_kind("grade"), canonical.of_kind("task")
    answered = [*canonical.of_kind("solution"), *tasks]
    if verdict is None:
        return Marks({name: Mark(0.0) for name in [*graded, *tasks]}, dict.fromkeys(answered))
    scores = {outcome.name: outcome.score for outcome in verdict.outcomes}
    blank = {name for name, cell in own_cells(shown).items() if is_blank(canonical, name, cell)}
    marks = {name: Mark(None, True, news is not None and again(name, True)) for name in tasks}
    for name, cell in graded.items():
        if cell.cell_type == "code" and not utils.is_solution(cell):
            score = bounded(scores.get(name), canonical.points(name))
            marks[name] = Mark(score, again=again(name, True))
        else:
            score = 0.0 if name in blank else None
            marks[name] = Mark(score, by_hand=score is None, again=again(name, False))
    said = {name: NO_RESPONSE if name in blank and name not in tasks else None for name in answered}
    return Marks(marks, said)


def own_cells(notebook):
    """The cells of a notebook with a grade_id, by it."""
    found = ((cell.metadata.get("nbgrader", {}).get("grade_id"), cell) for cell in notebook.cells)
    return {name: cell for name, cell in found if name}


def is_blank(canonical, name, cell) -> bool:
    """Whether an answer is empty or as released, but for comments and empty lines, as intake has it."""
    source = canonical.cells.get(name)
    if source is None:
        return False
    released = canonical.released.get(name, ""), *canonical.earlier.get(name, ())
    return bare(cell.source) in ("", bare(source.source), *map(bare, released))


def bounded(score, points) -> float:
    """A test's score, from 0 to its points."""
    return min(max(float(score or 0.0), 0.0), points)
