"""Nursery: a process that has imported once what workers and their lanes need, and forks them (Linux).

To start a worker and its lane takes milliseconds then, and not the processor for half a second each. It is
started when a command begins, imports while that looks at the course, and runs nothing else: it reads no
submission, and what it has forked is as alone as if it had been started.
"""

import contextlib
import gc
import json
import os
import signal
import socket
import subprocess
import sys

from dlcourse.grading.split.offspring import Offspring, alone_with

MAIN = "import sys; from dlcourse.grading.classrun.nursery import main; main(int(sys.argv[1]))"
ORDER = 1 << 20  # bytes of the longest order
START = 60.0  # seconds: to import, and to fork


class Nursery:
    """The handle of such a process, which may be None. Use it in a `with` statement.

    places: at servers that lanes share (see serving.Serving), for the lanes of the next workers.
    forked: whether this process has imported little yet, has no other thread, and may be forked for it: that
    saves the start of a Python.
    """

    def __init__(self, forked=False):
        self.process, self.has_forked = None, False
        self.places: list[socket.socket] = []
        if not sys.platform.startswith("linux"):  # elsewhere a fork of what has imported NumPy may hang
            return
        self.control, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control.settimeout(START)
        with there:
            self.process = (fork if forked else start)(there.fileno())

    def start(self, environment: dict) -> Offspring | None:
        """A worker (see `worker`) with these variables besides; None where none can be had in this way."""
        if self.process is None:
            return None
        (tasks, to_worker), (from_worker, results) = os.pipe(), os.pipe()
        place = [self.places.pop()] if self.places else []
        ends = [tasks, results, *(one.fileno() for one in place)]
        order = {"environment": environment, "path": [*filter(None, sys.path)]}
        try:
            socket.send_fds(self.control, [json.dumps(order).encode()], ends)
            told, fds, *_ = socket.recv_fds(self.control, ORDER, 1)
        except OSError:
            told, fds = b"", []
        finally:
            os.close(tasks), os.close(results)
            for one in place:
                one.close()
        stdin, stdout = os.fdopen(to_worker, "wb"), os.fdopen(from_worker, "rb")
        if not fds:
            stdin.close(), stdout.close()
            return None
        self.has_forked = True
        return Offspring(int(told), *fds, stdin, stdout)

    def close(self):
        """End the process; what it has forked lives on until its own input ends."""
        if self.process is not None:
            self.control.close()
            if not self.has_forked:  # it may still import
                self.process.kill()
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def start(fd: int) -> subprocess.Popen:
    """A process that runs `main`."""
    return subprocess.Popen(
        [sys.executable, "-c", MAIN, str(fd)],
        pass_fds=[fd],
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # a Ctrl-C is for the run, which ends its workers in order
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def fork(fd: int) -> Offspring:
    """The same, by a fork of this process."""
    pid = os.fork()
    if pid:
        return Offspring(pid, os.pidfd_open(pid))
    try:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        alone_with(fd)
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        main(fd)
    finally:
        os._exit(1)


def main(fd: int):
    """Import, and fork a worker for each order that comes, until whoever orders is gone."""
    gc.disable()
    from dlcourse.grading.sandbox.bubblewrap import ONE_THREAD

    # as many judges run as there are cores: none has use for threads, and NumPy would start them here
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    import numpy.testing  # noqa: F401  NumPy itself does not, and most tests of arrays would, each judge anew

    from dlcourse.grading.classrun import tasks  # noqa: F401
    from dlcourse.grading.sandbox import pages
    from dlcourse.grading.split import forked, judging, rehearsal  # noqa: F401

    control = socket.socket(fileno=fd)
    judging.shell()
    rehearsal.of_judge()
    gc.freeze()  # the collector of a worker would touch, and so copy, every page
    gc.enable()
    pages.enlarge()
    signal.signal(signal.SIGCHLD, bury)
    while True:
        message, fds, *_ = socket.recv_fds(control, ORDER, 3)
        if not message:
            os._exit(0)  # there is nothing to tidy up, and whoever ordered waits
        pid = os.fork()
        if pid == 0:
            become_worker(json.loads(message), *fds)
        for one in fds:
            os.close(one)
        tell(control, pid)


def bury(*_):
    """Let go of workers that have ended: whoever has ordered them knows by their descriptors."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def tell(control, pid):
    """Tell whoever has ordered which process it has got."""
    with contextlib.suppress(OSError):  # it has ended already, or nobody is there to hear it
        told = os.pidfd_open(pid)
        socket.send_fds(control, [str(pid).encode()], [told])
        os.close(told)
        return
    control.send(b"0")


def become_worker(order, tasks_from, results_to, *place):
    """A worker, and the lane that it will need, in a process that was just forked. Never returns.

    place: of its lane, at a server that lanes share.
    """
    from dlcourse.grading.classrun import tasks, worker
    from dlcourse.grading.split import lane

    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(tasks_from, 0), os.dup2(results_to, 1)
        alone_with(*place)
        os.environ.update(order["environment"])
        sys.path[:] = ["", *order["path"]]
        lane.fork_ahead(*place)
        worker.main()
        tasks.close()
        code = 0
    finally:
        os._exit(code)
