"""Serving: bubblewrap with the fork server in it, which imports once for one lane or for several.

Each student's process has namespaces and rooms of its own, and each lane a user, whoever has ordered it; so
lanes that share a server are as apart as those that do not. To an ordinary user there is but one in the
sandbox, and the kernel counts processes by user: there each lane has a server of its own.
"""

import json
import os
import socket
import subprocess
import tempfile

from dlcourse.grading.sandbox import entry
from dlcourse.grading.sandbox.bubblewrap import COMMON, readable, wrapped

STOP = 5.0  # seconds to end
SEATS = 4  # lanes of a server: each of its forks takes it milliseconds


def can_be_shared() -> bool:
    """Whether lanes may share a server: as root, where each has a user of its own for its students."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


class Serving:
    """A fork server in bubblewrap, once it is started.   places: sockets by which lanes order processes"""

    def __init__(self, n_lanes: int = 1):
        pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in range(n_lanes)]
        self.places, self.ends = map(list, zip(*pairs, strict=True))
        self.process = self.said = None

    def start(self, preload=(), hidden=()) -> None:
        """Start it; it greets each lane when it is ready. Raises NoSandbox without bubblewrap."""
        self.said = tempfile.TemporaryFile()  # a pipe that nobody reads could fill, and stop the server
        settings = {"preload": [*COMMON, entry.SERVE.split(":")[0], *preload], "readable": readable()}
        numbers = [end.fileno() for end in self.ends]
        arguments = [",".join(map(str, numbers)), json.dumps(settings)]
        try:
            program = wrapped(["-m", "dlcourse.grading.sandbox.server", *arguments], hidden)
            null = subprocess.DEVNULL
            self.process = program.start(numbers, stdin=null, stdout=null, stderr=self.said)
        finally:
            self.let_go(self.ends)

    def give_up(self) -> str:
        """Ends it. Returns what bubblewrap, or the server in it, had to say: its last line."""
        self.process.kill()
        self.process.wait()
        self.said.seek(0)
        said = self.said.read().decode(errors="replace").strip()
        return said.splitlines()[-1] if said else "without a word"

    def let_go(self, ends):
        """Closes sockets that are not needed here any more."""
        while ends:
            ends.pop().close()

    def close(self):
        """Waits for its end, which comes when no lane is left; then all that ran in the sandbox has ended."""
        self.let_go(self.places)
        self.let_go(self.ends)
        if self.process is not None:
            try:
                self.process.wait(STOP)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.said is not None:
            self.said.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()
