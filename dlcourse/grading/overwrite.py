"""Overwrite: nbgrader's step that puts hidden tests back, with warnings only where something was changed."""

import nbformat
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import OverwriteCells

from dlcourse.grading.markers import visible


class CourseOverwriteCells(OverwriteCells):
    """The tests of the source in the place of those handed in.

    A cell that is as it was released is filled up without a word: its checksum differs from the source's by
    the hidden tests. A test that is missing, or that has lost its metadata, stands again at the end, below
    every answer: it costs no points.
    """

    def preprocess(self, nb, resources):
        for cell in nb.cells:
            if (
                cell.metadata.get("nbgrader") == {}
            ):  # DeduplicateIds leaves that in a copy, and the validator stops
                del cell.metadata["nbgrader"]
        nb, resources = super().preprocess(nb, resources)
        present = {
            cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells if utils.is_grade(cell)
        }
        with Gradebook(self.db_url) as self.gradebook:
            source = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
            answers = {cell.name for cell in source.solution_cells}
            points = {cell.name: cell.max_score for cell in source.grade_cells}
            for cell in source.source_cells:
                if cell.name in points and cell.name not in {*present, *answers}:
                    self.log.warning(
                        "Test cell %s was missing or has lost its metadata: added again", cell.name
                    )
                    nb.cells.append(self.missing_cell_transform(cell, points[cell.name]))
        return nb, resources

    def missing_cell_transform(self, *arguments, **options):
        cell = nbformat.from_dict(super().missing_cell_transform(*arguments, **options))
        cell.id = f"again-{cell.metadata.nbgrader.grade_id}"[:64]  # its own id may stand on the bare cell
        return cell

    def preprocess_cell(self, cell, resources, cell_index):
        try:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            source = self.gradebook.find_source_cell(name, self.notebook_id, self.assignment_id).source
        except MissingEntry:
            source = None  # the next step says so
        if source is not None and cell.source.strip() == visible(source).strip():
            cell.source = source
        return super().preprocess_cell(cell, resources, cell_index)
