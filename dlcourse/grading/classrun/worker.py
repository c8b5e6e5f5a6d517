"""Worker: the process that does tasks for `Workers`, one after the other, until its input ends."""

import ctypes
import os
import pickle
import signal
import sys
import traceback

from dlcourse.grading.classrun.workers import LENGTH


def main():
    """Read tasks from the standard input, write results to what was the standard output."""
    end_with_parent()
    tasks, results = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # what a task prints, or reads, must not be taken for a result
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    while head := tasks.read(LENGTH.size):
        (length,) = LENGTH.unpack(head)
        function, arguments = pickle.loads(tasks.read(length))
        answer = answered(function, arguments)
        results.write(LENGTH.pack(len(answer)) + answer)
        results.flush()


def answered(function, arguments):
    """b"." and the result, or b"!" and the error's text."""
    try:
        return b"." + function(*arguments)
    except Exception:
        return b"!" + traceback.format_exc().encode("utf-8", "replace")


def end_with_parent():
    """Have Linux end this process when the one that started it is gone, however that ended."""
    if sys.platform == "linux":
        death_signal = 1
        ctypes.CDLL(None).prctl(death_signal, signal.SIGKILL)
        if os.getppid() == 1:
            sys.exit(1)
