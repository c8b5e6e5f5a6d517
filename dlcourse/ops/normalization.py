"""Chapter 4: softmax and its logarithm, for logits of any size: the greatest logit is subtracted first."""

from dlcourse.backend import xp_of
from dlcourse.op import Op
from dlcourse.ops.reductions import Reduction


class Softmax(Op):
    """e^z / sum(e^z) along axis; the results are positive and sum to 1."""

    def __init__(self, axis=-1):
        self.axis = axis

    def f(self, z):
        e = xp_of(z).exp(z - z.max(axis=self.axis, keepdims=True))
        e /= e.sum(axis=self.axis, keepdims=True)
        return e

    def bprop(self, inputs, X, G, Y):
        return Y * (G - (G * Y).sum(axis=self.axis, keepdims=True))


class LogSoftmax(Op):
    """z - logsumexp(z) along axis: the logarithm of softmax, without forming softmax."""

    def __init__(self, axis=-1):
        self.axis = axis

    def f(self, z):
        xp = xp_of(z)
        shifted = z - z.max(axis=self.axis, keepdims=True)
        shifted = shifted - xp.log(xp.exp(shifted).sum(axis=self.axis, keepdims=True))
        return shifted

    def bprop(self, inputs, X, G, Y):
        return G - softmax(inputs[0], self.axis) * G.sum(axis=self.axis, keepdims=True)


class LogSumExp(Reduction):
    """ln(sum(e^z)) along axis, between max(z) and max(z) + ln(k)."""

    def f(self, z):
        xp = xp_of(z)
        top = z.max(axis=self.axis, keepdims=True)
        Y = top + xp.log(xp.exp(z - top).sum(axis=self.axis, keepdims=True))
        return Y if self.keepdims else Y.squeeze(axis=self.axis)

    def bprop(self, inputs, X, G, Y):
        z = inputs[0]
        return self.spread(z, G) * softmax(z, self.axis)


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
