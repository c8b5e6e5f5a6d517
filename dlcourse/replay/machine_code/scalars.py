"""Chapter 20: tables of scalar calls, for long runs of ufuncs of single numbers, as in a graph of scalars.

Code for each call would take long to compile. Instead one short loop runs through a table of the calls.
"""

import functools

import numpy as np
from llvmlite import ir

from dlcourse.replay.machine_code.emitter import POINTER
from dlcourse.replay.machine_code.inner_loops import inner_loop
from dlcourse.replay.machine_code.space import address

SHORTEST = 32  # consecutive calls from which on a table is used
COLUMNS = 5  # the loop, its data, and up to three arrays


class Table:
    """Calls of numpy's inner loops on 0-d arrays, made one after the other."""

    def __init__(self, calls):
        self.calls = calls
        self.rows = np.array([row_of(call) for call in calls], np.intp)

    @property
    def reads(self) -> list:
        """All arrays of the calls, outputs too: a table does not show which values it needs from before."""
        return [array for call in self.calls for array in call.args]

    writes = ()  # so nothing counts as overwritten by a table

    def emit(self, e, fail) -> None:
        constants = np.array([1, 0, 0, 0], np.intp)  # one number, and no steps to a second
        e.keep += [self.rows, constants]  # the code knows only their addresses
        size = self.rows.itemsize
        count, strides = (e.pointer(address(constants) + place * size) for place in (0, 1))
        kind = ir.FunctionType(ir.VoidType(), [POINTER] * 4)

        def call(i):
            row = address(self.rows)
            offset = e.moved(None, i, COLUMNS * size)
            # Columns 0 and 1 of the row.
            function, data = (e.builder.load(e.pointer(row + c * size, offset), typ=POINTER) for c in (0, 1))
            e.note_flags()
            # The three pointers lie in the row itself.
            e.call_pointer(function, kind, [e.pointer(row + 2 * size, offset), count, strides, data])

        e.repeat(len(self.rows), call)


def is_scalar(call) -> bool:
    """Whether the call is a ufunc of 0-d arrays, with an inner loop for exactly their dtypes."""
    return (
        isinstance(call.func, np.ufunc)
        and not call.keywords
        and all(a.__class__ is np.ndarray and a.ndim == 0 for a in call.args)
        and loop_of(call.func, tuple([a.dtype for a in call.args])) is not None
    )


@functools.cache
def loop_of(ufunc, dtypes):
    """The addresses of the inner loop for exactly these dtypes and of its data, or None."""
    fit = ufunc.signature is None and len(dtypes) == ufunc.nargs <= COLUMNS - 2  # no matmul, no divmod
    plain = all(d.isnative and (d.kind in "biu" or d in (np.float32, np.float64)) for d in dtypes)
    return inner_loop(ufunc, dtypes) if fit and plain else None


def row_of(call) -> list:
    """A row of the table: inner loop, data and the addresses of the arrays, filled up with zeros."""
    places = [address(a) for a in call.args]
    return [
        *loop_of(call.func, tuple([a.dtype for a in call.args])),
        *places,
        *[0] * (COLUMNS - 2 - len(places)),
    ]
