"""Numbered: a number, and a folder for temporary files, that no other grading process of this machine has."""

import contextlib
import hashlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

from dlcourse.grading.classrun.lock import taken

MOST = 4000


class Number:
    """The lowest number from 0 that is free on this machine, until it is closed or the process ends.

    The students of a lane get a user of their own by it. Raises RuntimeError when none is free.
    """

    def __init__(self):
        folder = own_folder()
        for self.value in range(MOST):
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            self.handle = os.open(folder / str(self.value), flags, 0o600)
            if taken(self.handle):
                return
            os.close(self.handle)
        raise RuntimeError(f"Number: expected a free number below {MOST} in {folder}, got none")

    def close(self):
        """Let others have it."""
        os.close(self.handle)


@contextlib.contextmanager
def scratch(root):
    """A `with` block with a folder for temporary files of a class run on the course at `root`.

    Its name is the same each time: what a run that was killed has left there is removed by the next.
    """
    folder = own_folder() / f"work-{hashlib.sha256(os.fsencode(root)).hexdigest()[:12]}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def own_folder():
    """A folder of this user's, in the place for temporary files, that no other user can have put there."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir(), f"dlcourse-grading-{user}")
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = os.lstat(folder)
    if not stat.S_ISDIR(found.st_mode) or (hasattr(os, "getuid") and found.st_uid != user):
        raise RuntimeError(f"grade: expected a folder of this user at {folder}, got another's; remove it")
    return folder
