"""Again: what of a submission is new to the person who has graded it before."""

from dataclasses import dataclass

from nbgrader.utils import is_grade, is_locked, is_solution

from dlcourse.grading.books.notebook import NOTES

OWN = ""  # stands for the cells without a grade_id, which are the student's own


@dataclass(frozen=True)
class News:
    """What differs from the notebook that was kept before.

    cells: grade_ids of answers, and OWN, that say something else.   noted: whether the grader's notes do.
    """

    cells: frozenset[str]
    noted: bool

    def asks_again(self, name: str, *, whole: bool) -> bool:
        """Whether a person looks at a cell again.   whole: it is about more than its own text, as a test"""
        return bool(self.cells) if whole else bool({name, OWN} & self.cells)


def news(before, now) -> News | None:
    """What is new in an autograded notebook; None where none was kept before.   Both: notebook nodes"""
    if before is None:
        return None
    old, new = said(before), said(now)
    cells = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    return News(frozenset(cells - {NOTES}), NOTES in cells)


def said(notebook) -> dict[str, list]:
    """{grade_id, OWN or NOTES: the texts and pictures of these cells} of what is not the instructor's."""
    found: dict[str, list] = {}
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", OWN)
        if is_locked(cell) or (is_grade(cell) and not is_solution(cell)):
            continue
        key = NOTES if cell.get("id") == NOTES else name
        found.setdefault(key, []).append([cell.cell_type, cell.source, cell.get("attachments")])
    return found
