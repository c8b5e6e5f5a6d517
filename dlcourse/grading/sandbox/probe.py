"""A look at a sandbox from inside, before a student's code is let in: do the walls stand?

A kernel, a container or a profile may leave one out without an error. One thing is tried for each wall; the
tests try all.
"""

import ctypes
import json
import os
import socket
import sys

from dlcourse.grading.sandbox.channel import Connection, Ended, OutOfTime
from dlcourse.grading.sandbox.kernel import NEWUSER
from dlcourse.grading.sandbox.refusal import NoSandbox

SECONDS = 60.0


def look(connection: Connection):
    """Inside: tells what it could do, as sentences."""
    libc = ctypes.CDLL(None)
    holes = {
        "programs can gain rights": libc.prctl(39, 0, 0, 0, 0) != 1,  # PR_GET_NO_NEW_PRIVS
        "the filter on system calls is missing": libc.prctl(21, 0, 0, 0, 0) != 2,  # PR_GET_SECCOMP
        "user namespaces can be made": libc.unshare(NEWUSER) == 0,
        "the network can be reached": opens(lambda: socket.socket(socket.AF_INET)),
        "the system can be written to": opens(file_without_name),
        "this package cannot be read; make its files readable for all": not opens(lambda: open(__file__)),
    }
    told = {"holes": [hole for hole, found in holes.items() if found], "version": sys.version}
    connection.send(json.dumps(told).encode())


def file_without_name():
    """A file in the root folder that leaves nothing behind."""
    return open(os.open("/", os.O_TMPFILE | os.O_WRONLY), "wb")


def opens(attempt) -> bool:
    """Whether an attempt succeeds."""
    try:
        attempt().close()
    except OSError:
        return False
    return True


def probed(box):
    """The box, if nothing of it is missing. Raises NoSandbox, naming each hole, otherwise."""
    if box.kind == "unsafe":
        return box
    try:
        with box.student({}, serve="dlcourse.grading.sandbox.probe:look") as student:
            told = json.loads(student.receive(SECONDS))
    except (Ended, OutOfTime) as reason:
        told = {"holes": [str(reason)], "version": sys.version}
    holes = told["holes"]
    if told["version"] != sys.version and box.kind != "container":  # whose image has a Python of its own
        holes.append(f"Python {told['version']} runs in it instead of {sys.version}")
    if holes:
        box.close()
        raise NoSandbox(f"{box.kind}: its walls do not hold: {'; '.join(holes)}")
    return box
