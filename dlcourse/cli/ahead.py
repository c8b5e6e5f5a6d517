"""Ahead: the nursery of `dlcourse grade`, which imports while the command itself still does; and its end."""

import atexit
import gc
import os
import sys
import threading

from dlcourse.grading.classrun.nursery import Nursery

GRADES = sys.argv[1:2] == ["grade"]  # whether this process is that command, and nothing else
if GRADES:
    gc.disable()  # until nbgrader is imported (see import_nbgrader): what is imported stays
BEGUN = [Nursery(forked=True)] if GRADES else []  # it ends by itself when nobody takes it


def nursery() -> Nursery:
    """The one that has begun, or a new one."""
    return BEGUN.pop() if BEGUN else Nursery()


def leave(status) -> None:
    """End the process of `dlcourse grade`. It returns where Python has to do so.

    Python takes a tenth of a second to free one by one what nbgrader has imported, which the end of the
    process frees at once.
    """
    others = [one for one in threading.enumerate() if not one.daemon and one is not threading.main_thread()]
    if not GRADES or others or not isinstance(status, int | None):
        return
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush(), sys.stderr.flush()
    except OSError:  # Python says of it what it says
        return
    os._exit(status or 0)
