"""Chapter 20: segments. Steps that need no Python in between, as one function of machine code."""

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
MUCH = 2**22  # bytes to read and write, which take about a millisecond


class Segment:
    """Steps that follow one another, as one function of machine code.

    library, name: where the function is; failures: what the numbers of its checks say. keep: the steps, and
    other memory that it works with.
    """

    def __init__(self, library, name, failures, keep, n_bytes):
        # numpy, too, lets other threads run only while it has much to do: to get the lock of the interpreter
        # back may take 5 ms
        prototype = ctypes.CFUNCTYPE if n_bytes > MUCH else ctypes.PYFUNCTYPE
        self.function = prototype(ctypes.c_int)(library[name])
        self.failures, self.keep = failures, (library, keep)

    def __call__(self) -> None:
        """Run it. Raises CannotReplay for a check that failed, RaisedFlag when all is done but for a flag."""
        status = self.function()
        if status > 0:
            raise CannotReplay(self.failures[status - 1])
        if status < 0 and not (-status == environment().flags["under"] and ignores_underflow()):
            raise RaisedFlag([kind for kind, flag in environment().flags.items() if -status & flag])


def ignores_underflow() -> bool:
    """Whether numpy would not tell that a number became too small: so it is by default, and it is common."""
    return _ignored(_error_state()) if _error_state else np.geterr()["under"] == "ignore"


@functools.lru_cache(maxsize=8)
def _ignored(error_state) -> bool:
    """What np.geterr says, which takes half a microsecond, kept for each state."""
    return np.geterr()["under"] == "ignore"
