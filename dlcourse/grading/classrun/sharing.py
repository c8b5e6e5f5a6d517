"""Sharing: servers in sandboxes for the lanes of a class run, several lanes at each, where that is safe."""

import contextlib

from dlcourse.grading.sandbox.refusal import NoSandbox
from dlcourse.grading.sandbox.serving import SEATS, Serving, can_be_shared
from dlcourse.grading.split.lane import WARM


class Shared:
    """Such servers, started when there is something to grade. Use it in a `with` statement.

    n_lanes: that may open; a single one needs none.   preload, hidden: see `open_sandbox`.
    """

    def __init__(self, n_lanes: int, preload=(), hidden=()):
        self.preload, self.hidden, self.started = [WARM, *preload], [*hidden], False
        firsts = range(0, n_lanes, SEATS) if n_lanes > 1 and can_be_shared() else ()
        self.servers = [Serving(min(SEATS, n_lanes - first)) for first in firsts]

    @property
    def places(self) -> list:
        """One for each lane, see nursery.Nursery."""
        return [place for server in self.servers for place in server.places]

    def start(self):
        """Start them, once."""
        if not self.started:
            self.started = True
            for server in self.servers:
                with contextlib.suppress(NoSandbox):  # its lanes see for themselves, and say why
                    server.start(self.preload, self.hidden)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        for server in self.servers:
            server.close()
