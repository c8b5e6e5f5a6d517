"""Chapter 6: joining. Several tensors side by side in one, and one cut into several."""

from dlcourse import expect
from dlcourse.backend import xp_of
from dlcourse.ops.expected import expect_arrays
from dlcourse.ops.shaping import Arrangement


class Concatenate(Arrangement):
    """The inputs one after the other along an axis; their other axes agree."""

    def __init__(self, axis=0):
        self.axis = axis

    def f(self, *arrays):
        return xp_of(arrays[0]).concatenate(arrays, axis=self.axis)

    def bprop(self, inputs, X, G, Y):
        axis = self.axis % Y.ndim  # counted from the front, also where it is negative
        start = sum(x.shape[axis] for x in inputs[:X])  # where the inputs before X end
        # The part of G that lies where input X went.
        return G[(slice(None),) * axis + (slice(start, start + inputs[X].shape[axis]),)]


class Stack(Arrangement):
    """The inputs, all of one shape, along a new axis: input X lies at position X."""

    def __init__(self, axis=0):
        self.axis = axis

    def f(self, *arrays):
        return xp_of(arrays[0]).stack(arrays, axis=self.axis)

    def bprop(self, inputs, X, G, Y):
        return G[(slice(None),) * (self.axis % Y.ndim) + (X,)]  # Y has one axis more than the inputs


def concatenate(parts, axis=0):
    """The parts, a list of arrays or Tensors, one after the other along `axis`.

    Raises TypeError for anything else than a list of at least one part.
    """
    return Concatenate(axis)(*_at_least_one("concatenate", parts))


def stack(parts, axis=0):
    """The parts, a list of arrays or Tensors of one shape, along a new axis.

    Raises TypeError for anything else than a list of at least one part.

    >>> stack([np.zeros(3), np.ones(3)], axis=1).shape
    (3, 2)
    """
    return Stack(axis)(*_at_least_one("stack", parts))


def split(x, n_parts: int, axis=0) -> list:
    """x cut into n_parts equal parts along `axis`. Raises ValueError when they do not divide its length."""
    expect_arrays("split", x=x)
    if not -x.ndim <= axis < x.ndim:
        raise ValueError(f"split: expected an axis of x {x.shape}, got {axis}; axes count from 0")
    length = x.shape[axis]
    if not expect.is_count(n_parts) or length % n_parts:
        raise ValueError(
            f"split: expected a length that {n_parts!r} parts divide, got {length}; choose another number"
        )
    width = length // n_parts
    front = (slice(None),) * (axis % x.ndim)
    # Slices are basic keys, so the parts are views, and the gradient of each is put back without add.at.
    return [x[(*front, slice(i * width, (i + 1) * width))] for i in range(n_parts)]


def _at_least_one(who, parts):
    if not isinstance(parts, list | tuple) or not parts:
        raise TypeError(
            f"{who}: expected a list of arrays or Tensors, got {parts!r:.50}; write {who}([a, b])"
        )
    return parts
