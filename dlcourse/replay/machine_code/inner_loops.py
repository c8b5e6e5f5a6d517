"""Chapter 20: numpy's own inner loops. The compiled function that a ufunc calls for arrays of given dtypes.

Machine code that calls the same function with the same numbers gives the same bits.
"""

import ctypes
import functools

import numpy as np


class _UFunc(ctypes.Structure):
    """The first fields of `PyUFuncObject`, which numpy's C interface makes public (numpy/ufuncobject.h)."""

    _fields_ = (
        ("reference_count", ctypes.c_ssize_t),
        ("type", ctypes.c_void_p),
        ("n_in", ctypes.c_int),
        ("n_out", ctypes.c_int),
        ("n_args", ctypes.c_int),
        ("identity", ctypes.c_int),
        ("functions", ctypes.POINTER(ctypes.c_void_p)),
        ("data", ctypes.POINTER(ctypes.c_void_p)),
        ("n_types", ctypes.c_int),
        ("reserved", ctypes.c_int),
        ("name", ctypes.c_char_p),
    )


@functools.cache
def inner_loop(ufunc, dtypes):
    """The addresses of the inner loop and of its data, or None where numpy has no such loop to show.

    dtypes: of inputs and output. The loop is `void loop(char **arrays, intp *counts, intp *strides, void
    *data)`, strides in bytes.

    >>> function, data = inner_loop(np.exp, (np.dtype(float), np.dtype(float)))
    >>> function > 0
    True
    """
    chars = "".join(dtype.char for dtype in dtypes)
    signature = f"{chars[: ufunc.nin]}->{chars[ufunc.nin :]}"
    fields = _UFunc.from_address(id(ufunc))
    known = (fields.name, fields.n_in, fields.n_out, fields.n_types)
    if known != (ufunc.__name__.encode(), ufunc.nin, ufunc.nout, len(ufunc.types)):
        return None  # another layout than that of numpy 2
    if signature not in ufunc.types:
        return None
    place = ufunc.types.index(signature)
    function = fields.functions[place]
    return (function, fields.data[place] or 0) if function else None


def loop_dtypes(ufunc, inputs) -> tuple:
    """The dtypes that the ufunc computes in. inputs: arrays and Python numbers. Raises TypeError for none."""
    kinds = [x.dtype if isinstance(x, np.ndarray | np.generic) else type(x) for x in inputs]
    return ufunc.resolve_dtypes((*kinds, *[None] * ufunc.nout))
