"""Effort: how much processor time reading one message may take, whatever it says.

Some short messages are slow to read: numbers that all have one hash take a set a step for each pair of them.
So sets and dicts are filled a few at a time, with a look at the clock in between.
"""

import math
import time

from dlcourse.grading.split.wire import Costly

MOST = 6.0  # seconds; the longest message that an honest answer may make takes about two
STEP = 16  # keys between two looks at the clock
NODES = 2000  # values between two


class Effort:
    """The processor time of one message.   seconds: that it may take, None for as long as it takes"""

    def __init__(self, seconds: float | None = MOST):
        self.until = math.inf if seconds is None else time.process_time() + seconds
        self.next = NODES

    def look(self) -> None:
        """Raise Costly when the time is over."""
        if time.process_time() > self.until:
            raise Costly("values whose reading takes too long")

    def counted(self, nodes: int) -> None:
        """Look at the clock, now and then.   nodes: values that have been read so far"""
        if nodes >= self.next:
            self.next = nodes + NODES
            self.look()

    def set_of(self, items: list) -> set:
        """The set of some items."""
        if len(items) <= STEP:
            return set(items)
        found: set = set()
        for i in range(0, len(items), STEP):
            found.update(items[i : i + STEP])
            self.look()
        return found

    def dict_of(self, keys: list, values: list) -> dict:
        """The dict of some keys and as many values. Raises ValueError for another number."""
        if len(keys) <= STEP:
            return dict(zip(keys, values, strict=True))
        if len(keys) != len(values):
            raise ValueError("another number of keys than of values")
        found: dict = {}
        for i in range(0, len(keys), STEP):
            found.update(zip(keys[i : i + STEP], values[i : i + STEP], strict=True))
            self.look()
        return found
