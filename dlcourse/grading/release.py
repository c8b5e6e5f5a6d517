"""Release: from solutions/ to exercises/ through nbgrader's generate_assignment, or not at all."""

import copy
import os
import re
import tempfile
from pathlib import Path

import nbformat
from nbgrader import utils

from dlcourse.checks.freezing import alike, freeze
from dlcourse.grading.course import (
    EXERCISES,
    chosen_names,
    completed,
    course_config,
    frozen_folder,
    frozen_path,
    nbgrader_api,
    release_path,
    source_path,
    text_path,
)
from dlcourse.grading.execute import run
from dlcourse.grading.lint import lint
from dlcourse.grading.markers import LOOKS_LIKE_A_MARKER, leaks, regions
from dlcourse.grading.problem import AssignmentError, Problem
from dlcourse.grading.source import convert, to_json

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def release(names=None, root="."):
    """Write exercises/<name>/<name>.ipynb for each name, all of them by default; returns the paths.

    What their visible checks know is frozen in the package. Nothing is written when one assignment has a
    problem: raises AssignmentError. The cells, points and hidden tests also go into
    nbgrader's gradebook, which autograding needs.
    """
    names = chosen_names(names, root)
    files = {name: generate(name, root) for name in names}  # all of them before the first is written
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            # Its notebook is thrown away, the gradebook stays.
            run_generate_assignment(name, root, folder, record=True)
        for path, content in files[name].items():
            replace(path, content)
    return [release_path(name, root) for name in names]


def check(names=None, root="."):
    """The Problems of exercises/ against what solutions/ would generate now. Writes nothing there."""
    do = "run `dlcourse release` and commit the result; exercises/ is never edited by hand"
    problems = []
    for name in chosen_names(names, root):
        for path, content in generate(name, root).items():
            where, text = relative(path, root), relative(text_path(name, root), root)
            expected = f"what is made from {text}"
            if not path.is_file():
                problems.append(Problem(where, expected, "no file", do))
            elif path.read_bytes() != content:  # bytes, since conversion is reproducible
                problems.append(Problem(where, expected, "other bytes", do))
    if not names:
        # What no text explains was left behind by a rename.
        known = chosen_names(None, root)
        wanted = {path(name, root) for name in known for path in (release_path, frozen_path)}
        found = {*Path(root, EXERCISES).glob("*/*"), *frozen_folder(root).glob("*.json")}
        for path in sorted(found - wanted):
            if path.name != ".ipynb_checkpoints":
                do = "remove it or restore its source"
                problems.append(Problem(relative(path, root), "a source in solutions/", "none", do))
    return problems


def relative(path, root):
    """The path relative to root, as text for a message."""
    return str(Path(path).relative_to(root))


def generate(name, root):
    """{path: bytes} of the released notebook and of its frozen checks. Raises AssignmentError."""
    stop_at(lint(text_path(name, root), root))
    source = convert(text_path(name, root), source_path(name, root))
    frozen = frozen_checks(name, root)
    stop_at(failures(name, source, root, frozen))
    with tempfile.TemporaryDirectory() as folder:
        path = run_generate_assignment(name, root, folder, record=False)
        released = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    stop_at(faults(name, source, released))
    return {release_path(name, root): to_json(released), frozen_path(name, root): frozen}


def frozen_checks(name, root):
    """What the visible checks know, as bytes: those that lie there, where the same would be written.

    The last digits of numbers differ from machine to machine.
    """
    frozen, path = freeze(text_path(name, root).parent), frozen_path(name, root)
    return path.read_bytes() if path.is_file() and alike(path.read_bytes(), frozen) else frozen


def stop_at(problems):
    """Raise AssignmentError if there are any problems."""
    problems = list(problems)
    if problems:
        raise AssignmentError(problems)


def failures(name, source, root, frozen=b"{}"):
    """Run the source with its answers: a Problem for each cell that fails or earns less than all points.

    frozen: what its visible checks know, which is not in its place yet.
    """
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"{name}.json").write_bytes(frozen)
        # Running writes outputs into its notebook.
        notebook = run(copy.deepcopy(source), course_config(root), folder, frozen=folder)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        # nbgrader's own rule, as in grading.
        earned, of = utils.determine_grade(cell) if utils.is_grade(cell) else (0, 0)
        if earned != of or utils.has_failed(cell):
            expected = "the solution to pass" + (f" with {of:g} points" if of else "")
            got = f"{earned:g} points, " if of else ""
            got += output_text(cell)
            yield Problem(f"{name} (cell {cell.id!r})", expected, got, "correct the answer or the test")


def output_text(cell):
    """A cell's outputs in one line: its error, else its text."""
    for output in cell.outputs:
        if output.output_type == "error":
            return f"{output.ename}: {' '.join(ANSI.sub('', output.evalue).split())}"
    texts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    return f"the output {' '.join(' '.join(texts).split())!r}"


def run_generate_assignment(name, root, folder, record):
    """nbgrader's GenerateAssignment from the source under root into `folder`; the path of the notebook.

    With record, the assignment is also written to the course's gradebook.
    """
    config = course_config(root)
    db_url = nbgrader_api(config).coursedir.db_url  # the course's gradebook, though the root below is a copy
    if not record:  # as `nbgrader generate_assignment --no-db` does
        config.SaveCells.enabled = False
        config.GenerateAssignment.no_database = True
    staged = source_path(name, folder)  # nbgrader finds its source by the folder's layout
    staged.parent.mkdir(parents=True)
    staged.write_bytes(source_path(name, root).read_bytes())
    api = nbgrader_api(config, root=str(Path(folder).resolve()), db_url=db_url)
    completed(api.generate_assignment(name), f"release {name}")
    return release_path(name, folder)


def faults(name, source, released):
    """Problems of a released notebook: answers, hidden tests, markers, outputs, cells that changed place."""
    ids = [cell.id for cell in source.cells]
    if [cell.id for cell in released.cells] != ids:  # points belong to cell ids in the gradebook
        got = str([cell.id for cell in released.cells])
        yield Problem(name, f"the released cells {ids}", got, "look for an nbgrader step that moves cells")
    shown = "\n".join(cell.source for cell in released.cells).split("\n")
    for cell in source.cells:
        for region in regions(cell.source):
            # The result is checked, too, not only the text: nbgrader ran in between.
            for line in leaks(region.lines, shown):
                yield Problem(
                    f"{name} (cell {cell.id!r})",
                    "no secret in the release",
                    repr(line),
                    "look at its markers",
                )
    for cell in released.cells:
        where = f"{name} (cell {cell.id!r})"
        if LOOKS_LIKE_A_MARKER.search(cell.source):
            yield Problem(where, "no marker in the release", "one", "look at the markers of this cell")
        # An output may show what the hidden test computes.
        if cell.get("outputs") or cell.get("execution_count"):
            yield Problem(
                where, "no outputs in the release", "some", "release from text, not from a notebook that ran"
            )


def replace(path, content):
    """Write a file whole or not at all: students' exercises survive a failure halfway."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")  # in the same folder: os.replace is atomic within a disk
    try:
        beside.write_bytes(content)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)  # gone already, if it was moved
