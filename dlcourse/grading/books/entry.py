"""Entry: what the gradebook is told of a student's submission."""

from dataclasses import dataclass, field

from nbformat import NotebookNode

from dlcourse.grading.books.again import News
from dlcourse.grading.plans import Verdict

LONGEST = 128  # of a student's id, in nbgrader's gradebook


@dataclass(frozen=True)
class Judged:
    """A notebook that was handed in.

    shown: the notebook for people to read: the source's cells in its order, the student's in their places.
    None where what was handed in is no usable notebook.   verdict: None where nothing was run.
    An outcome belongs to the cell whose grade_id it names, or whose id where no grade_id is named so.
    reasons: sentences for the student and the person grading: what was changed, or why nothing was run.
    news: what is new since it was graded last; None where that is not known.
    """

    shown: NotebookNode | None
    verdict: Verdict | None = None
    reasons: tuple[str, ...] = ()
    news: News | None = None

    @property
    def noted(self) -> bool:
        """Whether a person is to look at what was noted, and has not been told so before."""
        return bool(self.reasons) and (self.news is None or self.news.noted)


@dataclass(frozen=True)
class Entry:
    """A student's submission: its notebooks by name; those of the assignment that are not here are missing.

    timestamp: the text of its timestamp.txt, None where there is none.
    flagged: a person has to look at it.
    """

    student: str
    notebooks: dict[str, Judged] = field(default_factory=dict)
    timestamp: str | None = None
    flagged: bool = False

    def __post_init__(self):
        # it becomes a folder's name, and a text of at most 128 signs in the gradebook
        named = self.student not in ("", ".", "..") and not any(sign in self.student for sign in "/\\\0")
        if not named or len(self.student) > LONGEST:
            raise ValueError(
                f"Entry: expected a student's id that can be a folder's name, got {self.student[:200]!r}; "
                "rename the folder in submitted/"
            )
