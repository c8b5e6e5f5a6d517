"""Lock: one class run at a time for a course; a run that was killed keeps nothing locked."""

import contextlib
import os
from pathlib import Path


@contextlib.contextmanager
def locked(path):
    """A `with` block that no two processes are in at once; `path` is the lock's file.

    The system lets go of it when the process ends, however that ends; the file itself says who holds it.
    Raises ValueError when another process holds it.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)  # no child inherits it
    try:
        if not taken(handle):
            who = os.pread(handle, 100, 1).decode("utf-8", "replace") if hasattr(os, "pread") else ""
            raise ValueError(
                f"grade: expected no other class run on this course, got one ({who or 'unknown'}); "
                "wait until it has ended, or stop it"
            )
        os.ftruncate(handle, 0)
        os.write(handle, f" process {os.getpid()}".encode())
        yield
    finally:
        os.close(handle)


def taken(handle):
    """Whether the lock could be had."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # its first byte: the others can be read
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
