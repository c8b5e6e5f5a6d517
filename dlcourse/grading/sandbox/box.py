"""The sandbox by bubblewrap: a fork server for each lane, alive for as long as it is open."""

import json
import os
import socket
import subprocess
import tempfile
from dataclasses import asdict

from dlcourse.grading.plans import Limits
from dlcourse.grading.sandbox import entry
from dlcourse.grading.sandbox.bubblewrap import COMMON, readable, wrapped
from dlcourse.grading.sandbox.channel import Ended, pair
from dlcourse.grading.sandbox.ending import ending
from dlcourse.grading.sandbox.refusal import NoSandbox, advice
from dlcourse.grading.sandbox.student import Student

# Of the ranges in systemd's table of users (systemd.io/UIDS-GIDS) this one is nobody's, and below 65536, so
# that a container that maps that many has it. RLIMIT_NPROC counts by user: hence a user for each lane.
FIRST_UID, N_UIDS = 60_706, 478
START, STOP = 60.0, 5.0  # seconds: to import what is preloaded; to end
READY = 1 << 16  # bytes of the longest word that the server sends


class Bubblewrap:
    """A fork server in bubblewrap. Open it by `open_sandbox`."""

    kind = "bubblewrap"

    def __init__(self, limits: Limits, preload=(), hidden=(), lane=0):
        self.limits = limits
        self.said = tempfile.TemporaryFile()  # a pipe that nobody reads could fill, and stop the server
        self.control, server = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with server:
                self.process = self.start(server, preload, hidden, lane)
            self.missing = self.greet()
        except BaseException:
            self.control.close()
            self.said.close()
            raise
        self.owner = os.getpid()

    def start(self, server, preload, hidden, lane) -> subprocess.Popen:
        """Starts bubblewrap with the fork server in it."""
        settings = {
            "preload": [*COMMON, entry.SERVE.split(":")[0], *preload],
            "uid": FIRST_UID + lane % N_UIDS if os.geteuid() == 0 else None,
            "readable": readable(),
        }
        program = ["-m", "dlcourse.grading.sandbox.server", str(server.fileno()), json.dumps(settings)]
        null = subprocess.DEVNULL
        return wrapped(program, hidden).start([server.fileno()], stdin=null, stdout=null, stderr=self.said)

    def greet(self) -> list[str]:
        """Waits until the server is ready. Returns the modules that could not be imported."""
        self.control.settimeout(START)
        try:
            told = self.control.recv(READY)
        except TimeoutError:
            self.give_up()
            raise NoSandbox(f"bubblewrap: no answer within {START:g} seconds; is the machine busy?") from None
        if not told:
            said = self.give_up()
            raise NoSandbox(f"bubblewrap: it did not start ({said}); {advice(said)}")
        self.control.settimeout(None)
        return json.loads(told)["missing"]

    def give_up(self) -> str:
        """Ends it. Returns what bubblewrap, or the server in it, had to say: its last line."""
        self.process.kill()
        self.process.wait()
        self.said.seek(0)
        said = self.said.read().decode(errors="replace").strip()
        return said.splitlines()[-1] if said else "without a word"

    def student(
        self, files: dict[str, bytes] | None = None, limits: Limits | None = None, *, serve=entry.SERVE
    ):
        """A fresh process with these files, {relative path: content}, in its working directory.

        serve: "module:function" called with its Connection.   limits: other ones.
        """
        files, limits = files or {}, limits or self.limits
        data, theirs = pair()
        life, server = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        order = {"limits": asdict(limits), "entry": serve, "room": sum(map(len, files.values()))}
        with theirs, server:
            try:
                socket.send_fds(
                    self.control, [json.dumps(order).encode()], [theirs.fileno(), server.fileno()]
                )
            except OSError:
                data.close(), life.close()
                raise Ended("sandbox", "The sandbox has ended; open another.") from None
        return Student(data, Life(life, limits), limits, files)

    def close(self):
        """Ends the server, and with it all that runs in the sandbox."""
        self.control.close()
        if os.getpid() != self.owner:  # a fork of the process that opened it
            return
        try:
            self.process.wait(STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.said.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


class Life:
    """The judge's end of the word on how a process is to end, and how it ended."""

    def __init__(self, sock: socket.socket, limits: Limits):
        self.socket, self.limits = sock, limits

    def end(self, patience: float = 0.0) -> Ended:
        """Ends the process, unless it does so itself in `patience` seconds, and waits for the end of all."""
        told = self.told(patience) if patience else b""
        if not told:
            try:
                self.socket.shutdown(socket.SHUT_WR)
            except OSError:  # the server has gone, and all of its processes with it
                pass
            told = self.told(STOP)
        self.socket.close()
        return ending(json.loads(told or b"{}"), self.limits)

    def told(self, seconds: float) -> bytes:
        """What the server tells within the seconds."""
        self.socket.settimeout(seconds)
        try:
            return self.socket.recv(READY)
        except OSError:
            return b""
