"""Fetched: containers of the student's that a test holds by a name or an attribute, and may write into."""

import weakref

from dlcourse.grading.split.kinds import MUTABLE, Encoder
from dlcourse.grading.split.wire import pack


class Fetched:
    """Containers that a test has asked for by a name or an attribute, so that what it writes into them is
    written into the student's: `grid[0] = 1`, `layer.W[0, 0] = 5`. They hold until their code runs again."""

    def __init__(self, session):
        self.session, self.values = weakref.proxy(session), {}
        self.kept_here = False  # while a cell runs that runs in the student's process, too

    def get(self, path: tuple, operation: str):
        """The value of a name, (text,), or of an attribute, (object, text)."""
        key = tuple(one if type(one) is str else id(one) for one in path)
        if key in self.values:
            return self.values[key][1]
        found = self.session.ask(operation, *path)
        printed = fingerprint(found)
        # a property that makes a copy each time hands out what is the test's own
        if printed is not None and (operation == "name" or self.session.ask("same", *path) is True):
            self.values[key] = path, found, printed
        return found

    def forget(self, text: str) -> None:
        """A name is bound anew."""
        self.values.pop((text,), None)

    def give_back(self) -> None:
        """Before the student's code runs: put what a test has changed into the student's own containers."""
        values, self.values = self.values, {}
        for path, value, before in () if self.kept_here else values.values():
            if fingerprint(value) != before:
                self.session.ask("put", path, value)


def fingerprint(value):
    """Bytes that tell whether a container is changed; None of what is no container."""
    if type(value) not in MUTABLE:
        return None
    encoder = Encoder(lambda encoder, x: ["h", id(x)])
    try:
        said = encoder.value(value)
        return pack({"v": said, "a": encoder.places()}, encoder.buffers)
    except ValueError:
        return None
