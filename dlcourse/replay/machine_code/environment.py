"""Chapter 20: the environment of machine code: the processor's flags, and two functions of the C library."""

import ctypes
import functools
import platform
from typing import NamedTuple

OLDEST = [0, 46]  # the first llvmlite with opaque pointers; an installed numba may require an older one
FLAGS = {  # FE_INVALID and so on in C's fenv.h; the values depend on the processor
    "x86_64": {"invalid": 1, "divide": 4, "over": 8, "under": 16},
    "aarch64": {"invalid": 1, "divide": 2, "over": 4, "under": 8},
}


class Environment(NamedTuple):
    """The floating-point flags of C by their names in numpy's errstate, and the addresses of two functions.

    clear, test: feclearexcept and fetestexcept.
    """

    flags: dict
    clear: int
    test: int


@functools.cache
def environment():
    """The Environment, or None where no machine code can be made.

    That is so where llvmlite is missing or too old, and on processors that FLAGS does not have.
    """
    machine = {"AMD64": "x86_64", "arm64": "aarch64"}.get(platform.machine(), platform.machine())
    try:
        import llvmlite.binding

        if [int(part) for part in llvmlite.__version__.split(".")[:2]] < OLDEST:
            return None
        c = ctypes.CDLL(None)  # what the process has loaded, the C library included
        clear, test = (ctypes.cast(f, ctypes.c_void_p).value for f in (c.feclearexcept, c.fetestexcept))
    except (ImportError, OSError, AttributeError, TypeError, ValueError):
        return None
    return Environment(FLAGS[machine], clear, test) if machine in FLAGS else None
