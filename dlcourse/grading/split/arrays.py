"""Arrays on the wire: their dtype, shape, strides and order, and which of them share memory.

Arrays of one message that share memory lie in one pool, a buffer from the lowest to the highest byte that
any of them reaches. A byte that none of them reaches is 0 there: between the columns that a test passes may
stand those that it hides. An answer may say where in a pool of the question an array lies, so that a view
of an argument comes back as a view of it; every byte of such a view must be one that the question has sent.
"""

import functools
import re

import numpy as np
from numpy.lib.array_utils import byte_bounds

from dlcourse.grading.split.wire import Forged

DTYPE = re.compile(
    r"[<>|](?:b1|[iu][1248]|f(?:2|4|8|12|16)|c(?:8|16|24|32)|[US]\d{1,7}"
    r"|[mM]8(?:\[(?:\d{1,9})?(?:Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?)"
)
MOST_DIMENSIONS = 32
GAPS = 8  # a pool may have this many times the bytes of its arrays: beyond that they are copied apart


class Memory:
    """A stretch of memory as an array of bytes, which keeps alive what owns it."""

    def __init__(self, owner, low: int, n: int, writeable: bool):
        self.owner = owner
        self.__array_interface__ = {
            "data": (low, not writeable),
            "shape": (n,),
            "typestr": "|u1",
            "version": 3,
        }


def plain_dtype(dtype) -> bool:
    """Whether arrays of a dtype can cross."""
    return dtype.fields is None and dtype.subdtype is None and DTYPE.fullmatch(dtype.str) is not None


def dtype_of(text) -> np.dtype:
    """The dtype that a message names, from the closed list. Raises Forged for any other."""
    if type(text) is not str or not DTYPE.fullmatch(text):
        raise Forged("a dtype that is not on the list")
    try:
        return np.dtype(text)
    except TypeError:
        raise Forged("a dtype that NumPy does not know") from None


def owner_of(array):
    """The array at whose end of memory it lies: that of which it is a view, of a view, ..."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def pools_of(arrays: list) -> list[list[int]]:
    """The positions of arrays in groups that share an owner's memory, unless far more lies between them."""
    by_owner: dict = {}
    for i, array in enumerate(arrays):
        by_owner.setdefault(id(owner_of(array)) if array.size else ("empty", i), []).append(i)
    groups = []
    for members in by_owner.values():
        low, high = bounds([arrays[i] for i in members])
        wide = high - low > GAPS * sum(arrays[i].nbytes for i in members) + 4096
        groups += [[i] for i in members] if wide and len(members) > 1 else [members]
    return groups


def bounds(arrays) -> tuple[int, int]:
    """The lowest address of arrays, and that behind the highest."""
    each = [byte_bounds(array) for array in arrays if array.size]
    return (min(low for low, _ in each), max(high for _, high in each)) if each else (0, 0)


def place(array, low: int) -> list:
    """[dtype, shape, strides, offset, whether it is read-only] of an array in a pool that begins at low."""
    offset = array.__array_interface__["data"][0] - low if array.size else 0
    return [array.dtype.str, [*array.shape], [*array.strides], offset, not array.flags.writeable]


def placed(said, pool, most: int):
    """The array at a place in a pool (a 1-d array of bytes). Raises Forged unless all of it lies there.

    most: bytes that it may have, also with strides of 0.
    """
    if type(said) is not list or len(said) != 5:
        raise Forged("a place of an array that is none")
    text, shape, strides, offset, read_only = said
    dtype = dtype_of(text)
    for numbers in (shape, strides):
        if type(numbers) is not list or not all(type(n) is int and abs(n) < 1 << 62 for n in numbers):
            raise Forged("a shape or strides that are none")
    if len(shape) != len(strides) or len(shape) > MOST_DIMENSIONS or any(n < 0 for n in shape):
        raise Forged("a shape that is none")
    if type(offset) is not int or type(read_only) is not bool:
        raise Forged("a place that is none")
    size = int(np.prod(shape, dtype=object)) if shape else 1
    if size * max(dtype.itemsize, 1) > most or (size == 0 and max(shape, default=0) > most):
        raise Forged("an array larger than allowed")
    if size == 0 or dtype.itemsize == 0:
        return np.zeros(shape, dtype)
    reach = [(n - 1) * stride for n, stride in zip(shape, strides, strict=True)]
    low = offset + sum(r for r in reach if r < 0)
    high = offset + sum(r for r in reach if r > 0) + dtype.itemsize
    if low < 0 or high > pool.size:
        raise Forged("an array that reaches beyond its memory")
    array = np.ndarray(shape, dtype, pool, offset, strides)
    if read_only:
        array.flags.writeable = False
    return array


def covered(array, pool, mask) -> bool:
    """Whether every byte of an array that lies in a pool is one of those in the mask."""
    if not array.size or mask is None:
        return True
    offset = array.__array_interface__["data"][0] - pool.__array_interface__["data"][0]
    shape, strides = (*array.shape, array.itemsize), (*array.strides, 1)
    return bool(np.ndarray(shape, bool, mask, offset, strides).all())


class Pool:
    """The memory of some arrays of a question, on the side that owns it: where an answer may point."""

    def __init__(self, arrays: list):
        self.arrays = arrays
        self.low, self.high = bounds(arrays)
        self.size = self.high - self.low
        self.writeable = all(array.flags.writeable for array in arrays)

    def view(self):
        """The memory as an array of bytes."""
        if not self.size:
            return np.zeros(0, np.uint8)
        return np.asarray(Memory(self.arrays, self.low, self.size, self.writeable))

    def copy(self):
        """The bytes of the arrays as they are now, with 0 between them."""
        if len(self.arrays) == 1 and self.arrays[0].nbytes == self.size:
            return self.view().copy()
        copy = np.zeros(self.size, np.uint8)
        for array in self.arrays:
            self.in_copy(array, copy)[...] = array
        return copy

    def in_copy(self, array, copy):
        """The array's place in a copy of the pool."""
        said = place(array, self.low)
        return placed([*said[:4], False], copy, max(self.size, array.nbytes))

    def apart(self, memo: dict):
        """The pool of copies of the arrays, which share memory as they do.   memo: takes them, by id"""
        copy = self.copy()
        for array in self.arrays:
            memo[id(array)] = self.in_copy(array, copy)
        return Pool([memo[id(array)] for array in self.arrays])

    @functools.cached_property
    def mask(self):
        """Which bytes belong to the arrays; None for all of them."""
        if any(array.nbytes == self.size for array in self.arrays if 0 not in array.strides):
            return None
        mask = np.zeros(self.size, bool)
        for array in self.arrays:
            if array.size:
                offset = array.__array_interface__["data"][0] - self.low
                np.ndarray((*array.shape, array.itemsize), bool, mask, offset, (*array.strides, 1))[...] = (
                    True
                )
        return mask

    def write(self, copy):
        """Put the bytes of a copy into those arrays that may be written."""
        if len(copy) != self.size:
            raise Forged("memory of another length")
        copy = np.frombuffer(copy, np.uint8).copy()
        for array in self.arrays:
            if array.flags.writeable:
                array[...] = self.in_copy(array, copy)

    def point(self, said, most: int):
        """The array in this memory at a place that an answer says."""
        array = placed(said, self.view(), most)
        if array.size and not covered(array, self.view(), self.mask):
            raise Forged("an array over memory that was not sent")
        return array
