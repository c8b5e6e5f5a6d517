"""Chapter 6: unchanged values. A gradient belongs to the values from which its result was computed, whatever
is written into arrays in between.

An array that others may write into is copied when an op uses it, and results are read-only.

The promise has two limits, for speed. A large parameter is not copied: a sample of it is kept, and compared
when a gradient is taken, so a change by hand of a few of its numbers may go unnoticed. On a GPU parameters
are neither copied nor compared, and results are not read-only, since cupy has no such flag: only changes by
optimizers, `load_state_dict` and the like are noticed there, which note them.
"""

import contextlib
import math
from contextvars import ContextVar

import numpy as np

SMALL = 4096  # numbers in a parameter up to which it is copied, in less time than an op takes
SAMPLED = 61  # numbers of a larger one that are compared

NUMBER = int | float | np.generic  # immutable, all of them
_tracing = ContextVar("tracing", default=False)
is_tracing = _tracing.get  # called in every op: bound here, it needs no look-up of an attribute


@contextlib.contextmanager
def tracing():
    """A `with` block in which arrays are neither copied nor made read-only: a tape records what is done to
    them."""
    token = _tracing.set(True)
    try:
        yield
    finally:
        _tracing.reset(token)


def frozen(array):
    """A copy of the array, read-only where its class allows it; a number itself.

    A read-only array is copied, too: a view that was made before may be written to. A copy has the strides
    of the array, since the rounding of a product may depend on them, unless its numbers lie far apart in
    memory.
    """
    if array.__class__ is np.ndarray:
        # forc: contiguous in C or Fortran order, for which a plain copy keeps the strides
        copy = array.__copy__() if array.flags.forc else copy_with_strides(array)
        copy.setflags(False)
        return copy
    if isinstance(array, NUMBER):
        return array
    if isinstance(array, np.ndarray):  # of a class that adds to it, such as memmap
        return frozen(np.array(array))
    return array.copy()


def copy_with_strides(array, most: float = 8):
    """A copy with the same strides, if they span at most `most` times its bytes; else one without gaps.

    >>> x = np.arange(6.0)[::2]
    >>> copy_with_strides(x).strides == x.strides
    True
    """
    reach = [(n - 1) * stride for n, stride in zip(array.shape, array.strides, strict=True)]
    n_bytes = sum(map(abs, reach)) + array.itemsize
    if array.size == 0 or n_bytes > most * array.nbytes:
        return array.copy("K")
    first = -sum(r for r in reach if r < 0)  # with negative strides the first number is not in front
    copy = np.ndarray(array.shape, array.dtype, np.zeros(n_bytes, np.uint8), first, array.strides)
    np.copyto(copy, array)
    return copy


def frozen_key(key):
    """A key of indexing with its arrays and lists copied, so that a gradient goes to the same entries."""
    if isinstance(key, tuple | list):
        return type(key)(map(frozen_key, key))
    if isinstance(key, slice):
        return slice(*map(frozen_key, (key.start, key.stop, key.step)))
    if isinstance(key, np.ndarray) and key.ndim == 0 and key.dtype.kind in "iu":
        return int(key)
    return frozen(key) if isinstance(key, np.ndarray) else key


def sample(array):
    """A view of at least `SAMPLED` numbers of a large array, spread over its rows and columns."""
    step, width = array.size // SAMPLED, array.shape[-1 if array.flags.c_contiguous else 0]
    while math.gcd(step, width) > 1:  # with a common factor only some of the columns would be sampled
        step -= 1
    # A view of contiguous memory, such as parameters have; of any other, reshape would return a copy.
    return array.reshape(-1, order="A")[::step]
