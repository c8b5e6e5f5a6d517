"""Chapter 20: machine code in place of calls. What needs no Python in between becomes one function."""

import ctypes
import functools
import platform
from typing import NamedTuple

import numpy as np

from dlcourse.replay.tape import CannotReplay

MOST_STEPS = 1000  # more take longer to translate than they save
try:  # where numpy 2 keeps what np.errstate sets
    _error_state = np._core.umath._extobj_contextvar.get
except AttributeError:
    _error_state = None
MUCH = 2**22  # bytes to read and write, which take about a millisecond
OLDEST = [0, 46]  # llvmlite that knows pointers without a type; numba may have brought an older one
LONG = 2**22  # bytes that a function reads and writes, about a millisecond
# Other threads that compute may take 5 ms to give Python's lock back: only what is long lets go of it.
LETTING_GO, KEEPING = ctypes.CFUNCTYPE(ctypes.c_int), ctypes.PYFUNCTYPE(ctypes.c_int)
FLAGS = {
    "x86_64": {"invalid": 1, "divide": 4, "over": 8, "under": 16},
    "aarch64": {"invalid": 1, "divide": 2, "over": 4, "under": 8},
}
WARNINGS = {
    "invalid": lambda: np.subtract(np.inf, np.inf),
    "divide": lambda: np.divide(1.0, 0.0),
    "over": lambda: np.multiply(1e308, 10.0),
    "under": lambda: np.multiply(1e-308, 1e-308),
}


class RaisedFlag(Exception):
    """A number overflowed, was divided by zero or is none: numpy has a warning for it, machine code has not.

    kinds: which of "invalid", "divide", "over", "under", as numpy's errstate names them.
    """

    def __init__(self, kinds):
        super().__init__(", ".join(kinds))
        self.kinds = kinds

    def warn(self) -> None:
        """What numpy does when its own functions raise these flags: by errstate it warns, raises, or not."""
        for kind in self.kinds:
            WARNINGS[kind]()


class Environment(NamedTuple):
    """What machine code needs of this computer: C's flags of floating-point arithmetic, by the names that
    numpy's errstate has for them, and the addresses of feclearexcept and fetestexcept."""

    flags: dict
    clear: int
    test: int


@functools.cache
def environment():
    """The Environment, or None where no machine code can be made: no llvmlite or an old one, another
    processor."""
    machine = {"AMD64": "x86_64", "arm64": "aarch64"}.get(platform.machine(), platform.machine())
    try:
        import llvmlite.binding

        if [int(part) for part in llvmlite.__version__.split(".")[:2]] < OLDEST:
            return None
        c = ctypes.CDLL(None)
        clear, test = (ctypes.cast(f, ctypes.c_void_p).value for f in (c.feclearexcept, c.fetestexcept))
    except (ImportError, OSError, AttributeError, TypeError, ValueError):
        return None
    return Environment(FLAGS[machine], clear, test) if machine in FLAGS else None


def as_machine_code(calls, scratch):
    """The calls as callables that do the same, most of them in machine code; the calls where there is none.

    scratch: memory whose content nobody reads after the last call.
    """
    if not environment():
        return calls
    from dlcourse.replay.machine_code.grouping import grouped
    from dlcourse.replay.machine_code.translation import translated

    steps = grouped(calls, scratch)
    try:
        return translated(steps, environment()) if len(steps) <= MOST_STEPS else calls
    except RuntimeError:  # LLVM cannot: the system may forbid memory that holds code
        return calls


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
