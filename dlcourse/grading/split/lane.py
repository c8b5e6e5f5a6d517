"""Lane: a process of judges, and a sandbox beside it: plans go in, verdicts come out, one after the other.

`Lane` is its handle. The process itself, `python -m dlcourse.grading.split.lane`, imports what tests need
once, opens the sandbox once, and forks a judge for each plan. It ends when its handle is closed, or dies.
"""

import contextlib
import gc
import json
import os
import socket
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from dlcourse.grading.plans import Limits, Plan
from dlcourse.grading.sandbox import NoSandbox, entry, open_sandbox
from dlcourse.grading.sandbox.channel import Connection
from dlcourse.grading.split.offspring import Offspring, alone_with

WARM = "dlcourse.grading.split.warm"
START, STOP = 120.0, 10.0  # seconds: to open the sandbox; to end
ROOT = str(Path(__file__).parents[3])  # where the package lies
AHEAD: list = []  # processes of lanes that were forked, and wait for their settings


class LaneEnded(RuntimeError):
    """Raised when a lane's process ended while it judged a plan, twice."""


class Lane:
    """A process of judges with a sandbox. Close it, or use it in a `with` statement.

    kind, hidden: see `open_sandbox`.   limits: of students' processes.   preload: modules that tests and
    answers import.   number: 0 for the first of the lanes that are open at a time, 1 for the second.
    folder: for temporary files of all its processes; the system's by default. Raises NoSandbox when no
    sandbox can be had.
    """

    def __init__(
        self,
        kind: str | None = None,
        limits: Limits | None = None,
        preload=(),
        hidden=(),
        number: int = 0,
        folder=None,
    ):
        self.settings = {
            **{"kind": kind, "limits": asdict(limits or Limits()), "preload": [*preload]},
            **{"hidden": [*map(str, hidden)], "lane": number, "folder": str(folder) if folder else None},
        }
        self.start()

    def start(self) -> None:
        """Start the process, or take the one that was forked ahead, and wait until its sandbox is open."""
        self.process, here = AHEAD.pop() if AHEAD else self.new_process()
        self.socket, self.connection = here, Connection(here.fileno(), here.fileno())
        here.settimeout(None)
        try:
            self.connection.send(json.dumps(self.settings).encode())
            told = json.loads(self.connection.receive())
        except (EOFError, OSError):
            told = {"refused": "sandbox: the lane's process ended before it was open; see its messages above"}
        if "refused" in told:
            self.close()
            raise NoSandbox(told["refused"])
        self.kind = told["kind"]

    def new_process(self) -> tuple:
        """(the process, the socket at which it hears)."""
        here, there = socket.socketpair()
        path = os.pathsep.join([ROOT, *filter(None, [os.environ.get("PYTHONPATH")])])
        with there:
            process = subprocess.Popen(
                [sys.executable, "-m", "dlcourse.grading.split.lane", str(there.fileno())],
                pass_fds=[there.fileno()],
                stdin=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
                start_new_session=True,  # a Ctrl-C is for whoever asked: the handle ends the lane
            )
        return process, here

    def judge(self, plan: bytes) -> bytes:
        """The verdict on a plan, each as bytes. Raises LaneEnded when its process ended over it, twice."""
        for last in (False, True):
            try:
                self.connection.send(plan)
                return self.connection.receive()
            except (EOFError, OSError):
                self.close()
                self.start()
                if last:
                    break
        raise LaneEnded(
            "lane: expected a verdict, got the end of its process, twice; is there enough memory?"
        )

    def close(self) -> None:
        """End the process, its sandbox, and all that runs in it."""
        self.socket.close()
        try:
            self.process.wait(STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def fork_ahead(*place: int) -> None:
    """Fork this process, which has imported what a lane needs: the next `Lane` takes it.

    place: the descriptor of one at a server that lanes share, see `open_sandbox`.
    """
    here, there = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        try:
            os.setsid()
            null = os.open(os.devnull, os.O_RDONLY)
            os.dup2(null, 0), os.dup2(2, 1)
            alone_with(there.fileno(), *place)
            main(there.fileno(), *(socket.socket(fileno=one) for one in place))
        finally:
            os._exit(0)
    there.close()
    for one in place:
        os.close(one)
    AHEAD.append((Offspring(pid, os.pidfd_open(pid)), here))


def main(fd: int, place=None) -> None:
    """Open the sandbox, tell so, and judge plans until the handle is closed."""
    # Here, after the handle's process has forked none of it: IPython and NumPy.
    from dlcourse.grading.split import forked, judging

    connection = Connection(fd, fd)
    settings = json.loads(connection.receive())
    preload = settings.pop("preload")
    limits = Limits(**settings.pop("limits"))
    tempfile.tempdir = settings.pop("folder") or tempfile.tempdir
    try:
        box = open_sandbox(limits=limits, preload=[WARM, *preload], place=place, **settings)
    except (NoSandbox, ValueError) as error:
        with contextlib.suppress(OSError):  # another lane was refused before, and the run has stopped
            connection.send(json.dumps({"refused": str(error)}).encode())
        return
    with box:
        judging.shell()
        warm(preload)
        with contextlib.suppress(EOFError, OSError, forked.Gone):
            connection.send(json.dumps({"kind": getattr(box, "kind", settings["kind"])}).encode())
            while True:
                plan = Plan.from_bytes(connection.receive())
                judging.make_ready(plan)
                verdict = forked.judged(plan, box, gone=fd)
                if not box.lives():  # nobody can answer for that verdict: a lane with another sandbox judges
                    return
                connection.send(verdict.to_bytes())
                forked.finish()
                if verdict.imported:
                    warm(verdict.imported)
        forked.finish()  # those for whom nobody waits


def warm(modules) -> None:
    """Import modules once for all judges to come; what fails, a test that needs it says."""
    entry.preload(modules)
    gc.collect()
    gc.freeze()  # the collector of a judge would touch, and so copy, every page


if __name__ == "__main__":
    main(int(sys.argv[1]))
