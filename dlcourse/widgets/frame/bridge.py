"""Chapter 2: what Python and the views of a widget tell each other; none takes back what the other has set.

A view mends a state that cannot be, such as own numbers that are asked for and not given, and tells what it
has made of it; Python may have set these meanwhile. So what Python sets in one go goes out as one state, with
how often each name has been set, and what a view tells counts where it knew of the last time (`live.js`).
"""

import asyncio
import contextlib
import time

IN_ONE_GO = 0.02  # seconds; what Python sets later is another state, as in a loop with pauses


class Bridge:
    """For a class of widgets with the traits _asked, name -> how often Python has set it, and _heard, name ->
    of which of these times a view knew that has told this value; both are dicts.   _shared: the names"""

    _shared: frozenset = frozenset()
    _told: frozenset = frozenset()  # what a view tells just now
    _waiting, _since = None, 0.0  # holds back what is set, and since when

    def notify_change(self, change):
        """What Python has set is counted, and waits for the rest of its state."""
        name = change["name"]
        if name in self._shared and name not in self._told and self.comm is not None:
            self._wait()
            self._asked = self._asked | {name: self._asked.get(name, 0) + 1}
        super().notify_change(change)

    def _wait(self):
        """Holds back what is set until the cell ends, or something is set later than in one go."""
        now = time.monotonic()
        if self._waiting and now - self._since > IN_ONE_GO:
            self._send_what_waits()
        if self._waiting:
            return
        with contextlib.suppress(RuntimeError):  # without a loop that runs nothing waits
            asyncio.get_running_loop().call_soon(self._send_what_waits)
            self._waiting, self._since = contextlib.ExitStack(), now
            self._waiting.enter_context(self.hold_sync())

    def _send_what_waits(self):
        """Sends it as one state."""
        waiting, self._waiting = self._waiting, None
        if waiting:
            waiting.close()

    def set_state(self, sync_data):
        """Takes what a view tells, but for what Python has set without its knowledge.

        What comes without _heard is told by no view, but by a link in the page: all of it counts.
        """
        heard = sync_data.get("_heard", self._asked)
        late = {name for name, n in self._asked.items() if heard.get(name, 0) < n}
        self._told = frozenset(sync_data.keys() - late)
        try:
            super().set_state({name: sync_data[name] for name in self._told})
        finally:
            self._told = frozenset()
