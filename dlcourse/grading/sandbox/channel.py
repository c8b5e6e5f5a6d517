"""What passes between a judge and the process of a student: whole messages, a length and its bytes.

The judge's end (`Line`) trusts nothing that comes: a length is checked before a byte of the message is read,
and every wait has an end. The student's end (`Connection`) may trust the judge, and waits as long as it
takes. Messages and orders never share a socket: what ends a process, and the word on how it ended, pass
between judge and fork server on another one, so that no bytes of a student's can be taken for an order.
"""

import os
import socket
import struct
import time

LENGTH = struct.Struct("<I")  # bytes of the message that follows
CHUNK = 1 << 16
BORN = b"born"  # what a fork server says to the judge when a process has been started


class Ended(Exception):
    """The student's process is no more.

    kind: "exit", "signal", "memory", "processes", "sockets", "time", "message", "closed", "sandbox", "judge".
    reason: a sentence for people.
    """

    def __init__(self, kind: str, reason: str):
        super().__init__(reason)
        self.kind, self.reason = kind, reason


class OutOfTime(Exception):
    """The student's process did not answer, or did not listen, within the seconds it had."""


class Connection:
    """The student's end, over two file descriptors that may be one socket."""

    def __init__(self, read: int, write: int):
        self.reader, self.write = open(read, "rb", CHUNK, closefd=False), write

    def send(self, message):
        """Sends a message (bytes). Raises OSError when the judge has gone."""
        size = memoryview(message).nbytes
        if size > 0xFFFFFFFF:
            raise ValueError(
                f"Connection: expected a message of at most 4 GiB, got {size} bytes; send it in parts"
            )
        if size < CHUNK:
            return write_all(self.write, LENGTH.pack(size) + bytes(message))
        write_all(self.write, LENGTH.pack(size))
        return write_all(self.write, message)

    def receive(self) -> bytes:
        """The next message. Raises EOFError when the judge has gone."""
        (size,) = LENGTH.unpack(self._exactly(LENGTH.size))
        return self._exactly(size)

    def _exactly(self, size):
        data = self.reader.read(size)
        if len(data) < size:
            raise EOFError("Connection: the judge has gone")
        return data


def write_all(fd, data):
    """Writes all of the data, however small the steps."""
    left = memoryview(data).cast("B")
    while left:
        left = left[os.write(fd, left) :]


def pair() -> tuple[socket.socket, socket.socket]:
    """Two ends of a stream, with room for few and long steps on the way of a large message."""
    ends = socket.socketpair()
    for end in ends:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)  # the kernel gives what it allows
    return ends


class Line:
    """The judge's end of a stream socket. Broken off by OutOfTime, a message is read on by the next call."""

    def __init__(self, sock: socket.socket, longest: int):
        self.socket, self.longest = sock, longest
        self.seen = bytearray()  # read, and not yet asked for
        self.body, self.filled = None, 0  # of the message that is being read

    def send(self, message, seconds: float):
        """Sends a message (bytes). Raises OutOfTime, or OSError when the process has gone."""
        size = memoryview(message).nbytes
        if size > 0xFFFFFFFF:
            raise ValueError(f"Line: expected a message of at most 4 GiB, got {size} bytes; send it in parts")
        until = time.monotonic() + seconds
        head = LENGTH.pack(size)
        parts = [head + bytes(message)] if size < CHUNK else [head, message]
        for part in parts:
            left = memoryview(part).cast("B")
            while left:
                left = left[self._within(until, self.socket.send, left) :]

    def receive(self, seconds: float) -> bytes:
        """The next message.

        Raises OutOfTime, EOFError when the process has gone, ValueError when the message is longer than it
        may be.
        """
        until = time.monotonic() + seconds
        if self.body is None:
            self._begin(until)
        left = memoryview(self.body)[self.filled :]
        while left:
            n = self._within(until, self.socket.recv_into, left)
            if not n:
                raise EOFError("the process has gone")
            self.filled += n
            left = left[n:]
        message, self.body = bytes(self.body), None
        return message

    def _begin(self, until):
        """Reads a length, checks it, and moves what came with it into the body."""
        while len(self.seen) < LENGTH.size:
            some = self._within(until, self.socket.recv, CHUNK)
            if not some:
                raise EOFError("the process has gone")
            self.seen += some
        (size,) = LENGTH.unpack_from(self.seen)
        if size > self.longest:
            raise ValueError(f"a message of {size:,} bytes, more than the {self.longest:,} that it may have")
        end = LENGTH.size + size
        # zeros that nobody has touched are no memory yet: a length alone costs the judge nothing
        self.body, here = bytearray(size), self.seen[LENGTH.size : end]
        self.body[: len(here)] = here
        self.filled = len(here)
        del self.seen[:end]

    def _within(self, until, call, *args):
        left = until - time.monotonic()
        if left <= 0:
            raise OutOfTime("no answer within the time it had")
        self.socket.settimeout(left)
        try:
            return call(*args)
        except TimeoutError:
            raise OutOfTime("no answer within the time it had") from None

    def close(self):
        """Closes the socket."""
        self.socket.close()
