"""Chapter 6: reductions. Sum, mean and maximum along axes."""

import math

from dlcourse.op import Op
from dlcourse.ops.shaping import broadcast_to, reshape
from dlcourse.ops.sums import average, total


class Reduction(Op):
    """The base of sum, mean and maximum.

    axis: None for all axes, an int, or a tuple of ints.   keepdims: whether the axes stay, with length 1.
    """

    def __init__(self, axis=None, keepdims=False):
        self.axis, self.keepdims = axis, keepdims

    def keepdims_shape(self, x):
        """The shape that the result has with `keepdims`."""
        if self.axis is None:
            return (1,) * x.ndim
        axes = self.axis if isinstance(self.axis, tuple) else (self.axis,)
        axes = {axis % x.ndim for axis in axes} if x.ndim else ()  # sum(axis=-1) of a number has no axis
        return tuple(1 if axis in axes else n for axis, n in enumerate(x.shape))

    def spread(self, x, G):
        """G broadcast to the shape of x: each entry gets the gradient of the result that it went into."""
        # A sum over all axes is one number, which broadcasts as it is.
        if self.axis is not None or x.ndim == 0:
            G = reshape(G, self.keepdims_shape(x))
        return broadcast_to(G, x.shape)


class Sum(Reduction):
    """The sum of x along axis."""

    def f(self, x):
        return total(x, self.axis, self.keepdims)

    def bprop(self, inputs, X, G, Y):
        return self.spread(inputs[0], G)


class Mean(Reduction):
    """The mean of x along axis."""

    def f(self, x):
        return average(x, self.axis, self.keepdims)

    def bprop(self, inputs, X, G, Y):
        x = inputs[0]
        shape = self.keepdims_shape(x)
        n = math.prod(n for n, m in zip(x.shape, shape, strict=True) if n != m)  # entries per mean
        return self.spread(x, G / n)


class Max(Reduction):
    """The greatest entry of x along axis. Entries that tie share the gradient equally."""

    takes_integers = True

    def f(self, x):
        return x.max(axis=self.axis, keepdims=self.keepdims)

    def bprop(self, inputs, X, G, Y):
        x = inputs[0]
        greatest = x >= self.spread(x, Y)  # none is greater, so >= means ==, which symbols lack
        ties = greatest.sum(axis=self.axis, keepdims=True)
        return self.spread(x, G) * (greatest / ties).astype(x.dtype)  # booleans / ints are float64


# numpy's names, which hide Python's own in the rest of this module.
def sum(x, axis=None, keepdims=False):
    """The sum of x along `axis` (all axes when None)."""
    return Sum(axis, keepdims)(x)


def mean(x, axis=None, keepdims=False):
    """The mean of x along `axis` (all axes when None)."""
    return Mean(axis, keepdims)(x)


def max(x, axis=None, keepdims=False):
    """The greatest entry of x along `axis` (all axes when None)."""
    return Max(axis, keepdims)(x)
