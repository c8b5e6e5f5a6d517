"""Secrets: what of an autograded notebook no student receives: hidden tests, mark schemes, lines of tests."""

from nbgrader.utils import is_grade, is_locked, is_solution, is_task

from dlcourse.grading.intake.released import replaced
from dlcourse.grading.intake.words import words_of
from dlcourse.grading.markers import SPEAKING


class Secrets:
    """Takes out of cells what stands between the course's own markers."""

    def __init__(self, config):
        words = words_of(config)
        self.words = words["hidden"], words["scheme"]

    def clear(self, cell) -> None:
        """Take hidden tests and mark schemes out of a cell of the instructor's, lines of tests out of errors.

        A cell of which a region does not end is shown without its text: nobody knows what of it is secret.
        """
        if is_locked(cell) or is_task(cell) or is_grade(cell):
            try:
                for words in self.words:
                    cell.source, _ = replaced(cell.source, words, None)
            except ValueError:
                cell.source = "" if not is_solution(cell) else cell.source  # a student may write markers, too
        if is_locked(cell) and cell.cell_type == "code":
            for output in cell.outputs:
                if output.output_type == "error" and not speaks(output):
                    output.traceback = [f"{output.ename}: {output.evalue}"]


def speaks(output) -> bool:
    """Whether an error says itself what a notebook shows, a line and its text, as this course's checks do."""
    return output.ename == SPEAKING and output.traceback[1:] == [output.evalue]
