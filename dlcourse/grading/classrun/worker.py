"""Worker: the process that does tasks for `Workers`, one after the other, until its input ends."""

import os
import pickle
import select
import threading
import traceback

from dlcourse.grading.classrun.numbered import HELD
from dlcourse.grading.classrun.workers import LENGTH


def main():
    """Read tasks from the standard input, write results to what was the standard output."""
    tasks, results = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # what a task prints, or reads, must not be taken for a result
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    busy = threading.Event()
    threading.Thread(target=end_when_alone, args=(tasks.fileno(), busy), daemon=True).start()
    while head := tasks.read(LENGTH.size):
        (length,) = LENGTH.unpack(head)
        function, arguments = pickle.loads(tasks.read(length))
        busy.set()
        answer = answered(function, arguments)
        busy.clear()
        results.write(LENGTH.pack(len(answer)) + answer)
        results.flush()


def answered(function, arguments):
    """b"." and the result, or b"!" and the error's text."""
    try:
        return b"." + function(*arguments)
    except Exception:
        return b"!" + traceback.format_exc().encode("utf-8", "replace")


def end_when_alone(number, busy):
    """End this process when nobody is there to take its result: the run was killed.

    Not by Linux's signal for that: it comes when the thread ends that has started this process.
    """
    poll = select.poll()
    poll.register(number, 0)  # its end is told, whatever was asked for
    poll.poll()
    busy.wait()  # a task may have been sent, and not begun; where there is none, the process ends by itself
    for number in [*HELD]:
        number.close()
    os._exit(1)
