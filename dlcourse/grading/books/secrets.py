"""Secrets: what of an autograded notebook no student receives: hidden tests, mark schemes, lines of tests."""

from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme
from nbgrader.utils import is_grade, is_locked, is_solution, is_task


class Secrets:
    """Takes out of cells what stands between the course's own markers."""

    def __init__(self, config):
        self.steps = (
            ClearHiddenTests(config=config)._remove_hidden_test_region,
            ClearMarkScheme(config=config)._remove_mark_scheme_region,
        )

    def clear(self, cell) -> None:
        """Take hidden tests and mark schemes out of a cell of the instructor's, lines of tests out of errors.

        A cell of which a region does not end is shown without its text: nobody knows what of it is secret.
        """
        if is_locked(cell) or is_task(cell) or is_grade(cell):
            try:
                for step in self.steps:
                    step(cell)
            except RuntimeError:
                cell.source = "" if not is_solution(cell) else cell.source  # a student may write markers, too
        if is_locked(cell) and cell.cell_type == "code":
            for output in cell.outputs:
                if output.output_type == "error":
                    output.traceback = [f"{output.ename}: {output.evalue}"]
