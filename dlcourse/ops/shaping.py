"""Chapter 6: shapes. The same numbers in another arrangement; the gradient takes the inverse one."""

import math

import numpy as np

from dlcourse.backend import xp_of
from dlcourse.op import Op
from dlcourse.unchanged import frozen_key, is_tracing

SMALL = 2**14  # numbers, up to which repeats are written out


class Arrangement(Op):
    """An op that moves numbers, whatever numbers they are."""

    takes_integers = True


class Reshape(Arrangement):
    """The numbers of x, in order, in another shape; one length may be -1."""

    def __init__(self, shape):
        self.shape = shape

    def f(self, x):
        return x.reshape(self.shape)

    def bprop(self, inputs, X, G, Y):
        return reshape(G, inputs[0].shape)


class Transpose(Arrangement):
    """Axis i of the result is axis axes[i] of x; without axes their order is reversed."""

    def __init__(self, axes=None):
        self.axes = axes

    def f(self, x):
        return x.transpose(self.axes)

    def bprop(self, inputs, X, G, Y):
        if self.axes is None:
            return transpose(G)
        # The inverse permutation: axis i of the result was axis `axis` of x, so it goes back there.
        back = [0] * len(self.axes)
        for i, axis in enumerate(self.axes):
            back[axis] = i
        return transpose(G, tuple(back))


class SwapAxes(Arrangement):
    """Two axes change places, mostly the last two: the transpose of every matrix in a stack."""

    def __init__(self, first, second):
        self.first, self.second = first, second

    def f(self, x):
        return x.swapaxes(self.first, self.second)

    def bprop(self, inputs, X, G, Y):
        return swapaxes(G, self.first, self.second)


class BroadcastTo(Arrangement):
    """x, repeated along new axes and axes of length 1. `grad` sums the gradients of the repeats."""

    def __init__(self, shape):
        self.shape = shape

    def f(self, x):
        if x.size == 1 and math.prod(self.shape) <= SMALL:  # faster than a view with strides 0
            return x * xp_of(x).ones(self.shape, x.dtype)
        return xp_of(x).broadcast_to(x, self.shape)

    def bprop(self, inputs, X, G, Y):
        return G


def is_basic(key) -> bool:
    """Whether the key holds only ints and slices, so that it selects no entry twice."""
    parts = key if isinstance(key, tuple) else (key,)
    return all(part is None or part is Ellipsis or is_slice(part) or is_int(part) for part in parts)


def is_slice(x) -> bool:
    """Whether x is a slice between numbers, and not between arrays, which may change."""
    return isinstance(x, slice) and not any(isinstance(end, np.ndarray) for end in (x.start, x.stop, x.step))


def is_int(x) -> bool:
    """Whether x is an int and not a bool, which numpy takes for a mask."""
    return isinstance(x, int) and not isinstance(x, bool)


class GetItem(Arrangement):
    """x[key]. An entry taken twice gets both gradients."""

    def __init__(self, key):
        self.key = key

    def f(self, x):
        return x[self.key]

    def bprop(self, inputs, X, G, Y):
        return PutItem(self.key, inputs[0].shape)(G)  # an op, since second derivatives differentiate it


class PutItem(Arrangement):
    """Zeros of a given shape with x added at [key]: the gradient of GetItem."""

    def __init__(self, key, shape):
        self.key, self.shape = key, shape

    def f(self, x):
        xp = xp_of(x)
        Y = xp.zeros(self.shape, x.dtype)
        if is_basic(self.key):
            Y[self.key] = x  # no entry comes twice
        else:
            xp.add.at(Y, self.key, x)  # Y[key] += x would count a repeated entry once
        return Y

    def bprop(self, inputs, X, G, Y):
        return GetItem(self.key)(G)


def reshape(x, shape):
    """The numbers of x in another shape: reshape(x, (m, -1))."""
    return Reshape(shape)(x)


def transpose(x, axes=None):
    """x with its axes in another order, reversed when `axes` is None."""
    return Transpose(axes if axes is None else tuple(map(int, axes)))(x)


def swapaxes(x, first, second):
    """x with two axes swapped."""
    return SwapAxes(first, second)(x)


def broadcast_to(x, shape):
    """x repeated to `shape` by numpy's rules."""
    return BroadcastTo(shape)(x)


def getitem(x, key):
    """x[key].   key: ints, slices, arrays of ints or booleans, or a tuple of these, as in numpy"""
    # `bprop` uses the key later, when the caller's array of indices may have changed.
    if not is_basic(key) and not is_tracing():
        key = frozen_key(key)
    return GetItem(key)(x)
