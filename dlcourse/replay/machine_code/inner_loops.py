"""Chapter 20: numpy's inner loops, the compiled functions that ufuncs call for given dtypes.

Machine code that calls the same function on the same numbers gets the same bits.
"""

import ctypes
import functools
import os

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
        ("functions", ctypes.c_void_p),
        ("data", ctypes.c_void_p),
        ("n_types", ctypes.c_int),
        ("reserved", ctypes.c_int),
        ("name", ctypes.c_void_p),
        ("types", ctypes.c_void_p),
    )


@functools.cache
def inner_loop(ufunc, dtypes):
    """The addresses of the inner loop and of its data, or None where they cannot be found safely.

    dtypes: of inputs and output. The loop is `void loop(char **arrays, intp *counts, intp *strides, void
    *data)`, strides in bytes.

    >>> function, data = inner_loop(np.exp, (np.dtype(float), np.dtype(float)))
    >>> function > 0
    True
    """
    chars = "".join(dtype.char for dtype in dtypes)
    signature = f"{chars[: ufunc.nin]}->{chars[ufunc.nin :]}"
    if signature not in ufunc.types or not has_known_layout(ufunc):
        return None
    # id(x) is the address of an object in CPython.
    fields, place = _UFunc.from_address(id(ufunc)), ufunc.types.index(signature)
    function, data = (at(table, place) for table in (fields.functions, fields.data))
    return (function, data or 0) if function and is_code(function) else None  # a null pointer reads as None


@functools.cache
def has_known_layout(ufunc) -> bool:
    """Whether the ufunc has the memory layout of numpy 2, as far as its Python attributes can confirm it.

    Numbers within the object are compared first, since they can be read safely whatever the layout; only
    then is memory read that its pointers point to.
    """
    fields, types = _UFunc.from_address(id(ufunc)), ufunc.types
    known = (fields.type, fields.n_in, fields.n_out, fields.n_args, fields.n_types, fields.reserved)
    if known != (id(type(ufunc)), ufunc.nin, ufunc.nout, ufunc.nargs, len(types), 0):
        return False
    name, size = ufunc.__name__.encode() + b"\0", ctypes.sizeof(ctypes.c_void_p) * len(types)
    # C has the types as a table of numbers, without ->.
    numbers = bytes(np.dtype(c).num for signature in types for c in signature.replace("->", ""))
    # Both tables lie in memory that can be read.
    if None in (bytes_at(fields.functions, size), bytes_at(fields.data, size)):
        return False
    return bytes_at(fields.name, len(name)) == name and bytes_at(fields.types, len(numbers)) == numbers


def bytes_at(address, n: int):
    """n bytes of memory, or None where that cannot be read.

    To read it here would end the process with a segmentation fault; `write` returns an error instead.
    """
    if not address or n == 0 or n > 4096:  # a pipe holds at least that, so `write` cannot block
        return None
    back, there = os.pipe()
    try:
        written = _c().write(there, ctypes.c_void_p(address), ctypes.c_size_t(n))
        return os.read(back, n) if written == n else None
    finally:
        os.close(back)
        os.close(there)


def is_code(address: int) -> bool:
    """Whether the address lies within a loaded library."""
    found = (ctypes.c_void_p * 4)()  # Dl_info: file name, its address, symbol name, its address
    return bool(_c().dladdr(ctypes.c_void_p(address), found))


@functools.cache
def _c():
    return ctypes.CDLL(None)


def at(table: int, place: int):
    """The entry at index `place` of a table of addresses."""
    return ctypes.cast(table, ctypes.POINTER(ctypes.c_void_p))[place]


def loop_dtypes(ufunc, inputs) -> tuple:
    """The dtypes in which the ufunc computes. inputs: arrays and Python numbers.

    Raises TypeError where the ufunc has no loop for them.
    """
    kinds = [x.dtype if isinstance(x, np.ndarray | np.generic) else type(x) for x in inputs]
    return ufunc.resolve_dtypes((*kinds, *[None] * ufunc.nout))
