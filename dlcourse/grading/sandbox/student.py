"""A student's process, as the judge holds it: send, receive, end. What runs it is behind `life`."""

import json

from dlcourse.grading.plans import Limits
from dlcourse.grading.sandbox.channel import Ended, Line

PATIENCE = 0.5  # seconds between the end of a process and the word on it


class Student:
    """A fresh process in the sandbox, alone in its private folder.

    life: has `end(patience)`, which returns Ended (how the process ended) when all that it started is dead,
    and `leave()`, which returns at once.
    """

    def __init__(self, sock, life, limits: Limits, files: dict[str, bytes]):
        self.line, self.life, self.limits = Line(sock, limits.message), life, limits
        self.ended = None
        self.send(json.dumps([(path, len(data)) for path, data in files.items()]).encode())
        if files:
            self.send(b"".join(files.values()))

    def send(self, message, seconds: float | None = None):
        """Sends a message (bytes), by default within limits.cell_seconds. Raises Ended or OutOfTime."""
        self._check()
        try:
            self.line.send(message, self.limits.cell_seconds if seconds is None else seconds)
        except OSError:
            raise self._closed() from None

    def receive(self, seconds: float) -> bytes:
        """The next message. Raises Ended(reason), or OutOfTime after the seconds without a whole one."""
        self._check()
        try:
            return self.line.receive(seconds)
        except ValueError as error:
            self.end()
            self.ended = Ended("message", f"Its process sent {error}, and was stopped.")
            raise self.ended from None
        except (EOFError, OSError):
            raise self._closed() from None

    def _check(self):
        if self.ended:
            raise Ended(self.ended.kind, self.ended.reason)

    def _closed(self):
        """How it ended, when nothing more can be read: a process that hung up but lives on ends here, too."""
        self.end(PATIENCE)
        if self.ended.kind == "judge":
            self.ended = Ended("closed", "Its process closed the connection to the judge, and was stopped.")
        return self.ended

    def end(self, patience: float = 0.0) -> Ended:
        """How the process ended: all that it started is dead, its files are gone.

        patience: seconds in which it may end by itself.
        """
        if self.ended is None:
            self.ended = self.life.end(patience)
            self.line.close()
        return self.ended

    def leave(self) -> None:
        """End the process; all that it started is dead before another is started here, and soon."""
        if self.ended is None:
            self.ended = self.life.leave()
            self.line.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.end()
