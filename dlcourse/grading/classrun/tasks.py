"""Tasks: what is called in workers, on this machine or on others; imports little, for a quick start."""

import threading
from pathlib import Path

from dlcourse.grading.classrun.bench import Bench
from dlcourse.grading.classrun.packing import pack
from dlcourse.grading.classrun.parcels import split
from dlcourse.grading.classrun.result import to_bytes
from dlcourse.grading.sandbox.refusal import NoSandbox

OPEN = threading.local()  # the bench of a thread, and what it was made from


def read(root: str, parts: tuple, student: str, source: str, notebooks: tuple) -> bytes:
    """A student's folder as a parcel, see packing.pack."""
    return pack(root, parts, student, source, notebooks)


def grade(package, kind: str | None, hidden: tuple, packed: bytes) -> bytes:
    """The results of packed submissions, as JSON: {"results": [...]}, or {"no sandbox": why}.

    package: bytes, or the path of a file that holds them.
    """
    key = (package, kind, hidden)
    if getattr(OPEN, "key", None) != key:
        close()  # of another assignment: a worker of a cluster outlives a class run
        data = Path(package).read_bytes() if isinstance(package, str) else package
        try:
            OPEN.bench, OPEN.key = Bench(data, kind, hidden), key
        except NoSandbox as error:
            return to_bytes({"no sandbox": str(error)})
    return to_bytes({"results": [OPEN.bench.grade(one).to_plain() for one in split(packed)]})


def close() -> None:
    """Close the bench of this thread, if one is open."""
    if hasattr(OPEN, "bench"):
        OPEN.bench.close()
        del OPEN.bench
    OPEN.key = None
