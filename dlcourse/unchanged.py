"""Chapter 6: values that stay. A gradient belongs to the values its result was computed from, whatever
is done to arrays in between.

An array that others may write into is copied when an op uses it, and results are read-only.

The promise has two limits, for speed. A large parameter is not copied: a sample of it is kept, and compared
when a gradient is taken, so a change by hand of a few of its numbers may go unnoticed. On a GPU large
parameters are not checked at all, and results are not read-only, since cupy has no such flag.
"""

import contextlib
import math
from contextvars import ContextVar

import numpy as np

SMALL = 4096  # numbers in a parameter, up to which it is copied
SAMPLED = 61  # numbers of a larger one that are compared

NUMBER = int | float | np.generic
_followed = ContextVar("followed", default=False)
is_followed = _followed.get


@contextlib.contextmanager
def followed():
    """A `with` block in which arrays are left as they are, since a tape follows what is done to them."""
    token = _followed.set(True)
    try:
        yield
    finally:
        _followed.reset(token)


def frozen(array):
    """The array itself when nobody can write into it, else a copy, read-only where arrays know that.

    A copy has the strides of the array, since the rounding of a product may depend on them, unless its
    numbers lie far apart.
    """
    if array.__class__ is np.ndarray:
        flags = array.flags
        if not flags.writeable and array.base is None:
            return array
        copy = array.__copy__() if flags.forc else twin(array)
        copy.setflags(False)
        return copy
    if isinstance(array, NUMBER):
        return array
    if isinstance(array, np.ndarray):  # of a class that adds to it, such as memmap
        return frozen(np.array(array))
    return array.copy()


def twin(array, most: float = 8):
    """A copy with the same strides, in memory of at most `most` times the numbers; beyond, one without gaps.

    >>> x = np.arange(6.0)[::2]
    >>> twin(x).strides == x.strides
    True
    """
    reach = [(n - 1) * stride for n, stride in zip(array.shape, array.strides, strict=True)]
    n_bytes = sum(map(abs, reach)) + array.itemsize
    if array.size == 0 or n_bytes > most * array.nbytes:
        return array.copy("K")
    first = -sum(r for r in reach if r < 0)
    copy = np.ndarray(array.shape, array.dtype, np.zeros(n_bytes, np.uint8), first, array.strides)
    np.copyto(copy, array)
    return copy


def frozen_key(key):
    """A key of indexing with its arrays and lists copied."""
    if isinstance(key, tuple | list):
        return type(key)(map(frozen_key, key))
    return frozen(key) if isinstance(key, np.ndarray) else key


def sample(array):
    """A view of at least `SAMPLED` numbers of a large array, spread over its rows and columns."""
    step, width = array.size // SAMPLED, array.shape[-1 if array.flags.c_contiguous else 0]
    while math.gcd(step, width) > 1:  # which would meet some columns only
        step -= 1
    return array.reshape(-1, order="A")[::step]
