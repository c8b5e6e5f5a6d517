"""An extension of a chapter's kernel: notes the files below the course's root that the chapter opens.

Data, results, modules, those that are imported late or by a computed name: a run depends on all of them.
The notes stand in the file that OPENED names, newly written after a cell that has opened more.
"""

import json
import os
import sys
from importlib.util import source_from_cache
from pathlib import Path

ROOT = os.environ.get("OPENED_BELOW", "")
opened, noted = set(), set()


def note(event, arguments):
    """An audit hook, which Python calls before it opens a file."""
    if event == "open" and isinstance(arguments[0], str):
        path = os.path.abspath(arguments[0])
        if path.startswith(ROOT + os.sep):
            opened.add(path)


def files():
    """The files by their paths from the root: for compiled modules, what they were compiled from."""
    modules = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
    paths = opened.copy() | {path for path in modules if path and path.startswith(ROOT + os.sep)}
    paths = {source_from_cache(path) if path.endswith(".pyc") else path for path in paths}
    return {Path(path).relative_to(ROOT).as_posix() for path in paths if os.path.isfile(path)}


def write(result=None):
    if (found := files()) - noted:
        noted.update(found)
        Path(os.environ["OPENED"]).write_text(json.dumps(sorted(found)), encoding="utf-8")


def load_ipython_extension(shell):
    sys.path.remove(str(Path(__file__).parent))  # a chapter shall find here no more than its reader does
    sys.addaudithook(note)
    shell.events.register("post_run_cell", write)
