"""Students' processes without a fork server: a program for each, its connection on two pipes."""

import json
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass

from dlcourse.grading.plans import Limits
from dlcourse.grading.sandbox import entry
from dlcourse.grading.sandbox.bubblewrap import COMMON
from dlcourse.grading.sandbox.channel import CHUNK, Ended, pair
from dlcourse.grading.sandbox.ending import ending
from dlcourse.grading.sandbox.student import Student

STOP = 10.0  # seconds for an end


@dataclass(frozen=True)
class Program:
    """How a process is started and ended.

    start: given keywords of subprocess.Popen, starts it.   stop: ends it, given the Popen.
    clean: removes what it leaves.
    """

    start: Callable[..., subprocess.Popen]
    stop: Callable[[subprocess.Popen], None]
    clean: Callable[[], None] = bool


class PipedBox:
    """A sandbox that starts a program for each student. Its kinds say which, by `program`."""

    missing = ()  # what could not be preloaded: each process imports for itself

    def __init__(self, limits: Limits, preload=(), hidden=(), lane=0):
        self.limits, self.preload, self.hidden, self.lane = limits, preload, hidden, lane

    def student(self, files=None, limits: Limits | None = None, *, serve=entry.SERVE) -> Student:
        """A fresh process with these files, {relative path: content}, in its working directory.

        serve: "module:function", called with its Connection.   limits: other ones.
        """
        limits = limits or self.limits
        program = self.program(limits, serve)
        said = tempfile.TemporaryFile()  # a pipe that nobody reads could fill, and stop the guard
        pipe = subprocess.PIPE
        process = program.start(stdin=pipe, stdout=pipe, stderr=said, bufsize=0)
        ours, theirs = pair()
        for pump in (inwards, outwards):
            threading.Thread(target=pump, args=(process, theirs), daemon=True).start()
        return Student(ours, PipedLife(process, said, limits, program), limits, files or {})

    def arguments(self, limits: Limits, serve: str, **more) -> list[str]:
        """Those of Python, to run `piped`.   more: confined, folder, readable."""
        told = {"limits": asdict(limits), "preload": [*COMMON, *self.preload], "entry": serve, **more}
        return ["-m", "dlcourse.grading.sandbox.piped", json.dumps(told)]

    def lives(self) -> bool:
        """Whether it can still be used: each process is started anew."""
        return True

    def close(self):
        """Nothing stays open between two students."""

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def inwards(process, sock):
    """Carries what the judge sends to the process; when the judge hangs up, so does it."""
    try:
        while data := sock.recv(CHUNK):
            left = memoryview(data)
            while left:
                left = left[process.stdin.write(left) :]
    except OSError:
        pass
    close(process.stdin)


def outwards(process, sock):
    """Carries what the process sends to the judge."""
    try:
        while data := process.stdout.read(CHUNK):
            sock.sendall(data)
    except OSError:
        pass
    close(process.stdout)
    sock.shutdown(socket.SHUT_RDWR)  # a close alone would wait for the other pump
    close(sock)


def close(end):
    """Closes an end of a pipe or socket that may be broken."""
    try:
        end.close()
    except OSError:
        pass


class PipedLife:
    """The end of such a process."""

    def __init__(self, process: subprocess.Popen, said, limits: Limits, program: Program):
        self.process, self.said, self.limits, self.program = process, said, limits, program

    def leave(self) -> Ended:
        """As `end`: nobody else would wait for it."""
        return self.end()

    def end(self, patience: float = 0.0) -> Ended:
        """Ends the process, unless it does so itself in `patience` seconds, and waits for the end of all."""
        told = {}
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            told = {"kind": "judge"}
            self.program.stop(self.process)
        try:
            self.process.wait(STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        with self.said as said:
            said.seek(0)
            told = told or verdict(said.read())
        self.program.clean()
        return ending(told, self.limits)


def verdict(said: bytes) -> dict:
    """What the guard said in its last line; anything else is what an engine had to say of its failure."""
    lines = said.decode(errors="replace").strip().splitlines()
    try:
        return json.loads(lines[-1])
    except (IndexError, ValueError):
        return {"failed": " ".join(lines)[-500:] or "no word on the end"}
