"""The sandbox by bubblewrap: a fork server for each lane, alive for as long as it is open."""

import json
import os
import socket
from dataclasses import asdict

from dlcourse.grading.plans import Limits
from dlcourse.grading.sandbox import entry
from dlcourse.grading.sandbox.channel import BORN, Ended, pair
from dlcourse.grading.sandbox.ending import ending
from dlcourse.grading.sandbox.refusal import NoSandbox, advice
from dlcourse.grading.sandbox.serving import STOP, Serving
from dlcourse.grading.sandbox.student import Student

# Of the ranges in systemd's table of users (systemd.io/UIDS-GIDS) this one is nobody's, and below 65536, so
# that a container that maps that many has it. RLIMIT_NPROC counts by user: hence a user for each lane.
FIRST_UID, N_UIDS = 60_706, 478
START = 60.0  # seconds to import what is preloaded
READY = 1 << 16  # bytes of the longest word that the server sends


class Bubblewrap:
    """A fork server in bubblewrap. Open it by `open_sandbox`.   place: at a server of another's"""

    kind = "bubblewrap"

    def __init__(self, limits: Limits, preload=(), hidden=(), lane=0, place=None):
        self.limits, self.owner = limits, os.getpid()
        self.uid = FIRST_UID + lane % N_UIDS if os.geteuid() == 0 else None
        self.serving = Serving() if place is None else None
        self.control = self.serving.places.pop() if place is None else place
        try:
            if self.serving:
                self.serving.start(preload, hidden)
            self.missing = self.greet()
        except BaseException:
            self.close()
            raise
        self.process = self.serving.process if self.serving else None

    def greet(self) -> list[str]:
        """Waits until the server is ready. Returns the modules that could not be imported."""
        self.control.settimeout(START)
        try:
            told = self.control.recv(READY)
        except TimeoutError:
            raise NoSandbox(f"bubblewrap: no answer within {START:g} seconds; is the machine busy?") from None
        if not told:
            said = self.serving.give_up() if self.serving else "it is another's"
            raise NoSandbox(f"bubblewrap: it did not start ({said}); {advice(said)}")
        self.control.settimeout(None)
        return json.loads(told)["missing"]

    def student(
        self, files: dict[str, bytes] | None = None, limits: Limits | None = None, *, serve=entry.SERVE
    ):
        """A fresh process with these files, {relative path: content}, in its working directory.

        serve: "module:function" called with its Connection.   limits: other ones.
        """
        files, limits = files or {}, limits or self.limits
        data, theirs = pair()
        theirs.bind(
            ""
        )  # it belongs to the grader's network, where students could give it a name to be seen by
        life, server = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        order = {"limits": asdict(limits), "entry": serve, "uid": self.uid}
        order["room"] = sum(map(len, files.values()))
        with theirs, server:
            try:
                socket.send_fds(
                    self.control, [json.dumps(order).encode()], [theirs.fileno(), server.fileno()]
                )
            except OSError:
                data.close(), life.close()
                raise Ended("sandbox", "The sandbox has ended; open another.") from None
        alive = Life(life, limits)
        alive.wait_for_birth()
        return Student(data, alive, limits, files)

    def lives(self) -> bool:
        """Whether its server has not ended: the kernel may end it, where memory runs out."""
        try:
            return self.control.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
        except BlockingIOError:  # it is there, and says nothing
            return True
        except OSError:
            return False

    def close(self):
        """Ends the server, if it is its own, and with it all that runs in the sandbox."""
        self.control.close()
        if self.serving and os.getpid() == self.owner:  # no fork of the process that opened it
            self.serving.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


class Life:
    """The judge's end of the word on how a process is to end, and how it ended."""

    def __init__(self, sock: socket.socket, limits: Limits):
        self.socket, self.limits = sock, limits
        self.early = b""  # what is told of the end of a process that was never started

    def wait_for_birth(self):
        """Waits until the process is started: its time does not begin while the one before it still ends."""
        told = self.told(START)
        if told != BORN:
            self.early = told

    def leave(self) -> Ended:
        """Ends the process and does not wait: the server starts none in this lane before it has ended."""
        self.socket.close()
        return ending({"kind": "judge"}, self.limits)

    def end(self, patience: float = 0.0) -> Ended:
        """Ends the process, unless it does so itself in `patience` seconds, and waits for the end of all."""
        told = self.early or (self.told(patience) if patience else b"")
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
