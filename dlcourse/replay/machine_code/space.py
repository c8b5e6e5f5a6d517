"""Chapter 20: index spaces, the nested loops over all elements of arrays of one shape."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Space:
    """Nested loops over arrays of one shape.

    counts: the number of passes of each loop, the outermost first; strides: per array, the bytes that a pass
    of each loop advances.

    >>> Space.of([np.zeros((3, 4)), np.broadcast_to(np.zeros(4), (3, 4))])
    Space(counts=(3, 4), strides=((32, 8), (0, 8)))
    >>> Space.of([np.zeros((3, 4)), np.zeros((3, 4))])
    Space(counts=(12,), strides=((8,), (8,)))
    """

    counts: tuple
    strides: tuple

    @classmethod
    def of(cls, arrays) -> "Space":
        """The Space with the fewest loops for these arrays, ordered by the memory of the first one."""
        shape = arrays[0].shape
        axes = [axis for axis, n in enumerate(shape) if n != 1]  # an axis of length 1 needs no loop
        axes.sort(key=lambda axis: -abs(arrays[0].strides[axis]))  # the innermost loop runs along memory
        counts, strides = [], []
        for axis in axes:
            steps = [a.strides[axis] for a in arrays]
            if counts and strides[-1] == [step * shape[axis] for step in steps]:  # one loop serves both axes
                counts[-1], strides[-1] = counts[-1] * shape[axis], steps
            else:
                counts.append(shape[axis])
                strides.append(steps)
        if not counts:  # one number: one pass
            counts, strides = [1], [[0] * len(arrays)]
        return cls(tuple(counts), tuple(zip(*strides, strict=True)))

    def is_dense(self, arrays) -> bool:
        """Whether in the innermost loop each array is contiguous, or stays at one element."""
        return self.counts == (1,) or all(
            steps[-1] in (0, a.itemsize) for steps, a in zip(self.strides, arrays, strict=True)
        )


def bounds(array) -> tuple:
    """The first address of an array and the one past its end."""
    return np.lib.array_utils.byte_bounds(array)  # right for negative strides, too


def intersect(a, b) -> bool:
    """Whether two extents, as `bounds` gives them, have an address in common."""
    return a[0] < b[1] and b[0] < a[1]


def overlap(a, b) -> bool:
    """Whether two arrays may have memory in common."""
    return intersect(bounds(a), bounds(b))


def address(array) -> int:
    """The address of the first number of an array."""
    return array.__array_interface__["data"][0]


def key(array) -> tuple:
    """A key that two arrays of one shape share when they are the same memory in the same layout and dtype."""
    # That of an axis of length 1 is never used.
    strides = tuple(step for n, step in zip(array.shape, array.strides, strict=True) if n != 1)
    return address(array), strides, array.dtype


def collide(a, b) -> bool:
    """Whether two arrays of one shape may share memory in any other way than element by element."""
    # With equal keys element i is written after it was read, whatever the order of the elements.
    return overlap(a, b) and key(a) != key(b)
