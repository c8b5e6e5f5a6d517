"""Release: from solutions/ to exercises/ through nbgrader's generate_assignment, or not at all."""

import copy
import json
import re
import tempfile
from pathlib import Path

import nbformat
from nbgrader import utils

from dlcourse.checks.freezing import alike, freeze
from dlcourse.grading.blank import blank_problems
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
from dlcourse.grading.leaks import leaks
from dlcourse.grading.lint import lint
from dlcourse.grading.markers import HIDDEN, LOOKS_LIKE_A_MARKER, regions
from dlcourse.grading.own_copies import is_worked_in, own_path
from dlcourse.grading.problem import AssignmentError, Problem
from dlcourse.grading.release_rules import strings
from dlcourse.grading.source import to_json, to_notebook
from dlcourse.grading.whole import gradebook_kept, replace_all

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def release(names=None, root="."):
    """Write exercises/<name>/<name>.ipynb for each name, all of them by default; returns the paths.

    What their visible checks know is frozen in the package. Nothing is written when one assignment has a
    problem: raises AssignmentError. The cells, points and hidden tests also go into
    nbgrader's gradebook, which autograding needs.
    """
    names = chosen_names(names, root)
    stop_at(worked_in(names, root))
    files = {name: generate(name, root) for name in names}  # all of them before the first is written
    with gradebook_kept(root):
        for name in names:
            with tempfile.TemporaryDirectory() as folder:
                # Its notebook is thrown away, the gradebook stays.
                run_generate_assignment(name, root, folder, files[name][source_path(name, root)], record=True)
        replace_all({path: content for made in files.values() for path, content in made.items()})
    return [release_path(name, root) for name in names]


def worked_in(names, root):
    """A Problem for each released notebook in which somebody has worked: writing it anew would lose that."""
    for name in names:
        path = release_path(name, root)
        if is_worked_in(path):
            do = f"move it to {relative(own_path(name, root), root)}, where `make lab` opens it, then release"
            yield Problem(relative(path, root), "a notebook as it was released", "one with work in it", do)


def check(names=None, root="."):
    """The Problems of exercises/ against what solutions/ would generate now. Writes nothing there."""
    do = "run `dlcourse release` and commit the result; exercises/ is never edited by hand"
    problems = []
    for name in chosen_names(names, root):
        for path, content in generate(name, root).items():
            if path == source_path(name, root):
                continue  # what nbgrader reads, made by a release only
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
    """{path: bytes} of the released notebook, its frozen checks and its source. Raises AssignmentError."""
    stop_at(lint(text_path(name, root), root))
    source = to_notebook(text_path(name, root).read_text(encoding="utf-8"))
    frozen = frozen_checks(name, root)
    stop_at(failures(name, source, root, frozen))
    with tempfile.TemporaryDirectory() as folder:
        path = run_generate_assignment(name, root, folder, to_json(source), record=False)
        released = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    stop_at(faults(name, source, released, frozen))
    stop_at(blank_problems(name, source, released, root, frozen))
    return {
        source_path(name, root): to_json(source),
        release_path(name, root): to_json(released),
        frozen_path(name, root): frozen,
    }


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


def run_generate_assignment(name, root, folder, source, record):
    """nbgrader's GenerateAssignment from the source, as bytes, into `folder`; the path of the notebook.

    With record, the assignment is also written to the course's gradebook.
    """
    config = course_config(root)
    db_url = nbgrader_api(config).coursedir.db_url  # the course's gradebook, though the root below is a copy
    if not record:  # as `nbgrader generate_assignment --no-db` does
        config.SaveCells.enabled = False
        config.GenerateAssignment.no_database = True
    staged = source_path(name, folder)  # nbgrader finds its source by the folder's layout
    staged.parent.mkdir(parents=True)
    staged.write_bytes(source)
    api = nbgrader_api(config, root=str(Path(folder).resolve()), db_url=db_url)
    completed(api.generate_assignment(name), f"release {name}")
    return release_path(name, folder)


def faults(name, source, released, frozen=b"{}"):
    """Problems of a released notebook: answers, hidden tests, markers, outputs, cells that changed place.

    frozen: what its visible checks know; students have it, too.
    """
    ids = [cell.id for cell in source.cells]
    if [cell.id for cell in released.cells] != ids:  # points belong to cell ids in the gradebook
        got = str([cell.id for cell in released.cells])
        yield Problem(name, f"the released cells {ids}", got, "look for an nbgrader step that moves cells")
    # The result is searched, too, not only the text: nbgrader ran in between.
    shown = [text for cell in released.cells for text in (cell.source, *strings(cell.metadata))]
    shown += strings(json.loads(frozen)) + strings(released.metadata)  # the notebook's, as its title
    for cell in source.cells:
        for region in regions(cell.source):
            for line in leaks(region.lines, shown, of_test=region.kind == HIDDEN):
                where, do = (
                    f"{name} (cell {cell.id!r})",
                    "look at its markers, and at the hints of the checks",
                )
                yield Problem(where, "no secret in the release", repr(line), do)
    for cell in released.cells:
        where = f"{name} (cell {cell.id!r})"
        if LOOKS_LIKE_A_MARKER.search(cell.source):
            yield Problem(where, "no marker in the release", "one", "look at the markers of this cell")
        # An output may show what the hidden test computes.
        if cell.get("outputs") or cell.get("execution_count"):
            do = "release from text, not from a notebook that ran"
            yield Problem(where, "no outputs in the release", "some", do)
