"""Chapter 4: softmax and its logarithm, for logits of any size: the greatest logit is subtracted first."""

import math

import numpy as np

from dlcourse.backend import xp_of
from dlcourse.op import Op
from dlcourse.ops.reductions import Reduction, sum
from dlcourse.ops.sums import total


class Softmax(Op):
    """e^z / sum(e^z) along axis; the results are positive and sum to 1.

    The probability of a single infinite logit is 1; a row of -inf gives NaN, since all its powers are 0.
    """

    def __init__(self, axis=-1):
        self.axis = axis

    def f(self, z):
        e = xp_of(z).exp(below_top(z, self.axis))
        e /= total(e, self.axis, keepdims=True)  # in place: e was made in this function
        return e

    def bprop(self, inputs, X, G, Y):
        # The Jacobian is diag(Y) - Y Y^T; its product with G needs no matrix.
        return Y * (G - sum(G * Y, self.axis, keepdims=True))


class LogSoftmax(Op):
    """z - logsumexp(z) along axis: the logarithm of softmax, without forming softmax."""

    def __init__(self, axis=-1):
        self.axis = axis

    def f(self, z):
        xp = xp_of(z)
        shifted = below_top(z, self.axis)
        shifted = shifted - xp.log(total(xp.exp(shifted), self.axis, keepdims=True))
        return shifted

    def bprop(self, inputs, X, G, Y):
        # The Jacobian is I - 1 softmax(z)^T.
        return G - softmax(inputs[0], self.axis) * sum(G, self.axis, keepdims=True)


class LogSumExp(Reduction):
    """ln(sum(e^z)) along axis, between max(z) and max(z) + ln(k); infinite where max(z) is.

    Where all of z is -inf, or several are inf, softmax and so the gradient are NaN.
    """

    def f(self, z):
        xp = xp_of(z)
        top = z.max(axis=self.axis, keepdims=True)
        # At least 1 for finite logits: the top one adds e^0.
        sums = total(xp.exp(z - finite(top)), self.axis, keepdims=True)
        Y = top + xp.log(sums + (sums == 0))  # ln 1 where all of z is -inf, and top says it
        return Y if self.keepdims else Y.squeeze(axis=self.axis)

    def bprop(self, inputs, X, G, Y):
        z = inputs[0]
        return self.spread(z, G) * softmax(z, self.axis)  # d logsumexp / dz = softmax(z)


def below_top(z, axis):
    """z - max(z) along axis: 0 at the greatest logit. Where a single logit is inf, all others become -inf."""
    xp = xp_of(z)
    top = z.max(axis=axis, keepdims=True)
    if z.size and top.max() == math.inf:  # one number per row is looked at, not all of z
        certain = z == math.inf
        # Beside one infinite logit all others have probability 0. With two, no limit exists: inf - inf
        # stays NaN.
        alone = certain.sum(axis=axis, keepdims=True) == 1
        z = xp.where(alone, xp.where(certain, 0, -math.inf).astype(z.dtype), z)
        top = xp.where(alone, 0, top).astype(z.dtype)
    return z - top


def finite(top):
    """top, where infinity becomes the largest finite number of its sign: inf - inf would be NaN."""
    xp, most = xp_of(top), float(np.finfo(top.dtype).max)
    return xp.minimum(xp.maximum(top, -most), most)


def softmax(z, axis=-1):
    """Probabilities e^z / sum(e^z) along `axis`.   z (..., k) -> (..., k)

    >>> import numpy as np
    >>> softmax(np.array([1000.0, 1000.0]))
    array([0.5, 0.5])
    """
    return Softmax(axis)(z)


def log_softmax(z, axis=-1):
    """The logarithm of softmax(z) along `axis`, finite for logits of any size."""
    return LogSoftmax(axis)(z)


def logsumexp(z, axis=-1, keepdims=False):
    """ln(sum(e^z)) along `axis`."""
    return LogSumExp(axis, keepdims)(z)
