"""Chapter 20: long runs of ufuncs of single numbers, such as the graph of a chain of scalars.

They are not written out as code, which would take long to translate: one loop goes through a table of them.
"""

import functools

import numpy as np
from llvmlite import ir

from dlcourse.replay.machine_code.emitter import POINTER
from dlcourse.replay.machine_code.inner_loops import inner_loop
from dlcourse.replay.machine_code.space import address

SHORTEST = 32  # calls in a row that are worth a table
COLUMNS = 5  # the loop, its data, and up to three arrays


class Table:
    """Calls of numpy's inner loops, each for arrays without axes, one after the other."""

    def __init__(self, calls):
        self.calls = calls
        self.rows = np.array([row_of(call) for call in calls], np.intp)

    @property
    def reads(self) -> list:
        """All arrays: of what lies between them nothing is known."""
        return [array for call in self.calls for array in call.args]

    writes = ()

    def emit(self, e, fail) -> None:
        constants = np.array([1, 0, 0, 0], np.intp)  # one number, and no steps to a second
        e.keep += [self.rows, constants]
        size = self.rows.itemsize
        count, strides = (e.pointer(address(constants) + place * size) for place in (0, 1))
        kind = ir.FunctionType(ir.VoidType(), [POINTER] * 4)

        def call(i):
            row = address(self.rows)
            offset = e.moved(None, i, COLUMNS * size)
            function, data = (e.builder.load(e.pointer(row + c * size, offset), typ=POINTER) for c in (0, 1))
            e.note_flags()
            e.call_pointer(function, kind, [e.pointer(row + 2 * size, offset), count, strides, data])

        e.repeat(len(self.rows), call)


def is_scalar(call) -> bool:
    """Whether the call is a ufunc of arrays without axes, with a loop for just their dtypes."""
    return (
        isinstance(call.func, np.ufunc)
        and not call.keywords
        and all(a.__class__ is np.ndarray and a.ndim == 0 for a in call.args)
        and loop_of(call.func, tuple([a.dtype for a in call.args])) is not None
    )


@functools.cache
def loop_of(ufunc, dtypes):
    """The addresses of the loop for exactly these dtypes of numbers, or None."""
    fit = ufunc.signature is None and len(dtypes) == ufunc.nargs <= COLUMNS - 2
    plain = all(d.isnative and (d.kind in "biu" or d in (np.float32, np.float64)) for d in dtypes)
    return inner_loop(ufunc, dtypes) if fit and plain else None


def row_of(call) -> list:
    """Loop, data and the addresses of the arrays."""
    places = [address(a) for a in call.args]
    return [
        *loop_of(call.func, tuple([a.dtype for a in call.args])),
        *places,
        *[0] * (COLUMNS - 2 - len(places)),
    ]
