"""The last steps of our code in a student's process: its files, its randomness, the function that serves."""

import importlib
import json
import os
import sys

from dlcourse.grading.sandbox import rooms
from dlcourse.grading.sandbox.channel import Connection

SERVE = "dlcourse.grading.split.student:serve"


def preload(names) -> list[str]:
    """Imports modules, so that all processes forked from this one have them. Returns those that failed."""
    missing = []
    for name in names:
        try:
            importlib.import_module(name)
        except BaseException:  # a package may do anything on import, and a student's process can try again
            missing.append(name)
    return missing


def function(entry: str):
    """The function that "module:function" names; modules in the working directory are found, too."""
    sys.path.append("")
    module, name = entry.split(":")
    return getattr(importlib.import_module(module), name)


def unpack(connection: Connection):
    """Receives the submission's files and writes them."""
    files = json.loads(connection.receive())
    if files:
        rooms.settle(files, connection.receive())


def shuffle():
    """Randomness of its own: numpy's global generator is forked like all else."""
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random:
        numpy_random.seed(int.from_bytes(os.urandom(4)))
