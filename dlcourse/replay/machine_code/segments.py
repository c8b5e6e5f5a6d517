"""Chapter 20: segments, runs of steps that need no Python, each as one function of machine code."""

import ctypes
import functools

import numpy as np

from dlcourse.replay.flags import RaisedFlag
from dlcourse.replay.machine_code.environment import environment
from dlcourse.replay.tape import CannotReplay

try:  # where numpy 2 keeps what np.errstate sets
    _error_state = np._core.umath._extobj_contextvar.get
except AttributeError:
    _error_state = None
RELEASE_GIL_FROM = 2**22  # bytes to read and write: about a millisecond of work


class Segment:
    """Consecutive steps as one function of machine code.

    library, name: where the function is; failures: the message of each check. keep: objects whose memory the
    function uses. n_bytes: how much it reads and writes.
    """

    def __init__(self, library, name, failures, keep, n_bytes):
        # CFUNCTYPE releases the interpreter's lock (GIL) during the call, PYFUNCTYPE holds it. To get it back
        # from another thread may take 5 ms, so a short call holds it, as in numpy.
        prototype = ctypes.CFUNCTYPE if n_bytes > RELEASE_GIL_FROM else ctypes.PYFUNCTYPE
        self.function = prototype(ctypes.c_int)(library[name])
        self.failures, self.keep = failures, (library, keep)
        self.underflow = -environment().flags["under"]  # the status where no other flag was raised

    def __call__(self) -> None:
        """Run the function. Raises CannotReplay when a check failed; RaisedFlag when all is done, but a
        floating-point flag was raised."""
        status = self.function()
        if status > 0:
            raise CannotReplay(self.failures[status - 1])
        if status < 0 and not (status == self.underflow and ignores_underflow()):
            raise RaisedFlag([kind for kind, flag in environment().flags.items() if -status & flag])


def ignores_underflow() -> bool:
    """Whether numpy does not warn of underflow: its default, as underflow is common and mostly harmless."""
    return _ignored(_error_state()) if _error_state else np.geterr()["under"] == "ignore"


@functools.lru_cache(maxsize=8)
def _ignored(error_state) -> bool:
    """The answer of np.geterr, cached for each state, since it takes half a microsecond."""
    return np.geterr()["under"] == "ignore"
