"""Checks: a student's own answers, taken from the notebooks of assignments into another, each checked anew.

A milestone runs on these alone. Of a notebook the setup cell and the cells of the answers run, no other.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path

from dlcourse.answers import cells_of
from dlcourse.checks.failed import CheckFailed
from dlcourse.checks.visible import checks_of

WORK = "DLCOURSE_WORK"  # the environment variable with another folder in the place of my_work

HELPER = ". Only the setup cell and the answer's own cell are run here: put what it needs into its cell."


def own_answers(needed: dict[str, list[str]], folder=None) -> list[Callable]:
    """The functions of these names, as a student has written them, after the visible check of each.

    needed: assignment -> names of its functions. folder: holds NN_topic/NN_topic.ipynb for each of them; by
    default the nearest my_work of this folder and those above. Helpers must stand in the cell of the answer
    that needs them. Raises FileNotFoundError without such a notebook, CheckFailed, in the words of the check,
    for an answer that is missing or wrong.
    """
    folder = Path(folder or os.environ.get(WORK) or nearest_work(Path.cwd()))
    found = []
    for assignment, names in needed.items():
        cells = cells_by_name(folder, assignment)
        check = checks_of(assignment)
        for name in names:
            if name not in cells:
                raise CheckFailed(f"own_answers: expected the cell of {name} in your {assignment}, got none.")
            function = function_in(cells["setup"], cells[name], name, assignment)
            try:
                check(name, function)
            except CheckFailed as error:
                helper = HELPER if "NameError" in str(error) else ""
                raise CheckFailed(f"{name}, of your {assignment}: {error}{helper}") from None
            found.append(function)
    return found


def function_in(setup: str, answer: str, name: str, assignment: str):
    """The function that the cell of an answer defines, in the names of the setup cell."""
    names: dict = {"__name__": "__main__"}
    for source in (setup, answer):
        exec(compile(source, f"<{assignment}, {name}>", "exec"), names)
    if name not in names:
        raise CheckFailed(f"own_answers: expected the cell of {name} to define it, got {assignment} without.")
    return names[name]


def nearest_work(start: Path) -> Path:
    """The folder my_work in `start`, or in the nearest folder above it."""
    for place in (start, *start.parents):
        if (place / "my_work").is_dir():
            return place / "my_work"
    raise FileNotFoundError(
        f"own_answers: expected a folder my_work in {start} or above, got none; say `make lab`, which makes "
        "it, and run this notebook from within the course's folder"
    )


def cells_by_name(folder: Path, assignment: str) -> dict[str, str]:
    """The code of the assignment's cells that have a name, of a notebook or of its text."""
    path, text = (folder / assignment / f"{assignment}{end}" for end in (".ipynb", ".md"))
    if path.is_file():
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        named = [(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell) for cell in cells]
        return {name: "".join(cell["source"]) for name, cell in named if name and cell["cell_type"] == "code"}
    if text.is_file():
        return {name: source for name, (_, source) in cells_of(text.read_text(encoding="utf-8")).items()}
    raise FileNotFoundError(
        f"own_answers: expected your notebook {path}, got none; `make lab` copies it for you to answer"
    )
