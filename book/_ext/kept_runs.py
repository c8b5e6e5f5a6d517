"""The runs of chapters that are kept, and whether one is up to date.

A run is kept in _build/runs, with a hash of each file that it depends on: those that its kernel opened, and
the modules that the code may import later on. It holds until one of them, the code of the cells, the lock or
Python has changed, and no longer.
"""

import ast
import json
from pathlib import Path

from contents import digest
from nbformat import from_dict

from dlcourse.numbers.sources import imported_in, needed_by, path_of

LOCK = "requirements.lock"
NOT_OURS = ("_build/", ".venv/", "node_modules/")  # the lock says what lies there
METADATA = ("language_info", "widgets")


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def key(notebook):
    """What a run depends on in the page itself: code, and tags such as raises-exception."""
    return digest([[cell.source, sorted(cell.metadata.get("tags", []))] for cell in code_cells(notebook)])


class Runs:
    """The runs that are kept, of the pages of one site.

    folder: where they lie. root: of the course. hashes: of its files, by their paths from the root.
    """

    def __init__(self, folder, root, hashes):
        self.folder, self.root, self.hashes = Path(folder), Path(root), hashes

    def path(self, page) -> Path:
        return self.folder / f"{page.replace('/', '.')}.json"

    def load(self, page) -> dict:
        """The run that is kept, up to date or not; empty when there is none, or only a part."""
        try:
            return json.loads(self.path(page).read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return {}

    def is_kept(self, page, notebook) -> bool:
        run = self.load(page)
        same = run and run["key"] == key(notebook)
        return bool(same and all(self.hashes.get(name) == value for name, value in run["files"].items()))

    def put_into(self, notebook, page) -> bool:
        """Gives the cells their outputs; False when the run that is kept is one of other code."""
        run = self.load(page)
        if not run or run["key"] != key(notebook):
            return False
        for cell, ran in zip(code_cells(notebook), run["cells"], strict=True):
            cell.outputs, cell.execution_count = from_dict(ran["outputs"]), ran["execution_count"]
        notebook.metadata.update(from_dict(run["metadata"]))
        return True

    def needed(self, notebook, run) -> dict:
        """The hash of each file that a run depends on; None of a file that is no input of pages."""
        modules = [path for path in may_need(notebook) if path.is_relative_to(self.root)]
        names = {LOCK, *run.opened, *(path.relative_to(self.root).as_posix() for path in modules)}
        return {name: self.hashes.get(name) for name in sorted(names) if not name.startswith(NOT_OURS)}

    def keep(self, page, notebook, run, files):
        """Whole or not at all.   files: that it needs, with their hashes"""
        kept = {
            "key": key(notebook),
            "files": files,
            "seconds": run.seconds,
            "cells": [
                {"execution_count": cell.execution_count, "outputs": cell.outputs}
                for cell in code_cells(notebook)
            ],
            "metadata": {name: notebook.metadata[name] for name in METADATA if name in notebook.metadata},
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.path(page).with_suffix(".part")
        part.write_text(json.dumps(kept), encoding="utf-8")
        part.replace(self.path(page))


def may_need(notebook):
    """The modules of the course that the code imports, now or in a function that has not been called yet."""
    for cell in code_cells(notebook):
        try:
            names = imported_in(ast.parse(cell.source))
        except SyntaxError:  # a magic of IPython
            continue
        yield from (path_of(module) for name in names for module in needed_by(name))
