"""Canonical: the cells of a source notebook as nbgrader's generate_assignment records them."""

import json
from dataclasses import dataclass, field

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader import utils
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import SaveCells


@dataclass(frozen=True)
class Canonical:
    """A notebook of an assignment as grading knows it: answers cut out, hidden tests and checksums in.

    cells: by grade_id, in the notebook's order, those that nbgrader's gradebook holds.
    released: what students get of them, by grade_id: without hidden tests and mark schemes.
    pictures: {relative path: data URI} of those beside the source.
    earlier: {grade_id: texts} of all releases that are known.
    """

    name: str
    notebook: nbformat.NotebookNode
    cells: dict[str, nbformat.NotebookNode] = field(default_factory=dict)
    released: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    earlier: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def kernelspec(self) -> str:
        """As the gradebook holds it, in JSON."""
        return json.dumps(self.notebook.metadata.get("kernelspec", {}))

    def of_kind(self, kind):
        """The cells for which nbgrader's is_grade, is_solution or is_task holds, by grade_id.

        kind: "grade", "solution" or "task".
        """
        holds = {"grade": utils.is_grade, "solution": utils.is_solution, "task": utils.is_task}[kind]
        return {name: cell for name, cell in self.cells.items() if holds(cell)}

    def points(self, name: str) -> float:
        """The most that a graded cell or a task earns."""
        return float(self.cells[name].metadata.nbgrader.points)


def canonical(name, source, coursedir, config) -> Canonical:
    """The source notebook (a notebook node) after nbgrader's steps before the one that records cells.

    They are those of the course's settings, so that its own markers, headers and steps count. Where one of
    them refuses the notebook, its error is raised, with a note.
    """
    converter = GenerateAssignment(coursedir=coursedir, config=config)
    steps = list(converter.preprocessors)
    at = next((i for i, step in enumerate(steps) if step in RECORDING), len(steps))
    notebook = after(source, steps[:at], converter.config, name)
    released = after(notebook, steps[at + 1 :], converter.config, name)  # takes hidden tests out
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if is_recorded(cell)}
    shown = {cell.metadata.nbgrader.grade_id: cell.source for cell in released.cells if is_recorded(cell)}
    return Canonical(name, notebook, cells, shown)


RECORDING = (SaveCells, "nbgrader.preprocessors.SaveCells")


def after(notebook, steps, config, name):
    """A copy of the notebook after some of nbgrader's steps."""
    exporter = NotebookExporter(config=config)
    for step in steps:
        exporter.register_preprocessor(step)
    try:
        return exporter._preprocess(notebook, {"nbgrader": {"notebook": name}, "metadata": {}})[0]
    except Exception as error:
        error.add_note(f"canonical: expected a source notebook that nbgrader takes, got {name}; see above")
        raise


def is_recorded(cell) -> bool:
    """Whether nbgrader's gradebook holds this cell."""
    kinds = (utils.is_grade, utils.is_solution, utils.is_locked, utils.is_task)
    return any(kind(cell) for kind in kinds)
