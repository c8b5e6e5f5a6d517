"""Numbered: a number, and a folder for temporary files, that no other grading process of this machine has."""

import contextlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

from dlcourse.grading.classrun.lock import taken

MOST = 4000
BENCH = "bench-"  # how the name of the folder of a number begins
OWN_FOLDER = "DLCOURSE_GRADING_FOLDER"  # the environment variable that tells workers which
HELD: set["Number"] = set()  # those of this process


class Number:
    """The lowest number from 0 that is free on this machine, until it is closed or the process ends.

    The students of a lane get a user of their own by it.   folder: for temporary files of whoever has it,
    empty at first. Raises RuntimeError when no number is free.
    """

    def __init__(self):
        home = own_folder()
        for self.value in range(MOST):
            self.handle = opened(home / str(self.value))
            if taken(self.handle):
                self.folder = home / f"{BENCH}{self.value}"
                shutil.rmtree(self.folder, ignore_errors=True)  # of one that was killed
                self.folder.mkdir(mode=0o700)
                HELD.add(self)
                return
            os.close(self.handle)
        raise RuntimeError(f"Number: expected a free number below {MOST} in {home}, got none")

    def close(self):
        """Remove the folder, and let others have the number; a second time, do nothing."""
        if self not in HELD:
            return
        HELD.discard(self)
        shutil.rmtree(self.folder, ignore_errors=True)
        os.close(self.handle)


def opened(path) -> int:
    """The handle of a lock's file. It stays: who removed it could take it from under another."""
    return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)


@contextlib.contextmanager
def scratch():
    """A `with` block with a folder for temporary files of a class run; it begins with a sweep."""
    sweep()
    number = Number()
    try:
        yield number.folder
    finally:
        number.close()


def sweep() -> None:
    """Remove the folders of grading processes that were killed: the system has let go of their locks."""
    home = own_folder()
    for folder in home.glob(f"{BENCH}*"):
        handle = opened(home / folder.name.removeprefix(BENCH))
        try:
            if taken(handle):
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(handle)


def own_folder():
    """A folder of this user's, in the place for temporary files, that no other user can have put there.

    The workers of a class run have the same one, though their own temporary files lie elsewhere.
    """
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(os.environ.get(OWN_FOLDER) or Path(tempfile.gettempdir(), f"dlcourse-grading-{user}"))
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = os.lstat(folder)
    if not stat.S_ISDIR(found.st_mode) or (hasattr(os, "getuid") and found.st_uid != user):
        raise RuntimeError(f"grade: expected a folder of this user at {folder}, got another's; remove it")
    return folder
