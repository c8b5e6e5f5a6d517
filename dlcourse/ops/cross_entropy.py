"""Chapter 4: cross-entropies of logits, each as one op: the log undoes the exp, so that no
probability is formed."""

import math

from dlcourse.backend import xp_of
from dlcourse.constants import converted
from dlcourse.op import Op
from dlcourse.operand import Tensor
from dlcourse.ops.activations import sigmoid
from dlcourse.ops.normalization import below_top, softmax
from dlcourse.ops.sums import total


class SigmoidCrossEntropy(Op):
    """Mean over samples, sum over outputs, of softplus(z) - y z.   z, y (m, k) -> scalar

    Written as max(z, 0) - y z + ln(1 + e^-|z|), which neither overflows nor cancels. An infinite logit costs
    nothing where it is right, else infinity. Source: DL book, section 6.2.2.2.
    """

    def f(self, z, y):
        xp, size = xp_of(z), abs(z)
        # Finite logits, the usual case, cost one look at the largest.
        if z.size == 0 or size.max() < math.inf:
            return total(self.nats(z, y, size)) / len(z)
        infinite = size == math.inf  # where max(z, 0) - y z would be inf - inf
        certain = xp.where(y == (z > 0), 0, math.inf).astype(z.dtype)  # the limits: 0 or infinity
        # `where` below computes both branches: a finite stand-in avoids a warning.
        z = xp.where(infinite, 0, z)
        return total(xp.where(infinite, certain, self.nats(z, y, abs(z)))) / len(z)

    def nats(self, z, y, size):
        """The loss of each output; size is |z|."""
        xp = xp_of(z)
        # log1p, since 1 + e^-|z| rounds to 1 from |z| = 37 on in float64, from 17 on in float32.
        return xp.maximum(z, 0) - y * z + xp.log1p(xp.exp(-size))

    def bprop(self, inputs, X, G, Y):
        z, y = inputs
        if X == 0:
            slope = (1 - y) * sigmoid(z) - y * sigmoid(-z)  # sigmoid(z) - y, which would cancel far out
            return slope * (G / len(z))
        return -z * (G / len(z))  # with respect to the targets, which may be Tensors, too


class SoftmaxCrossEntropy(Op):
    """Mean over samples of logsumexp(z) - z[y].   z (m, k), y (m,) integers -> scalar

    One infinite logit in a row costs nothing where it is right, else infinity. Source: DL book, section
    6.2.2.3.
    """

    def convert(self, inputs, arrays):
        """The classes y stay integers."""
        if isinstance(inputs[0], Tensor):
            return arrays
        return [*converted(self, inputs[:1], arrays[:1]), arrays[1]]

    def f(self, z, y):
        return self.f_saving(z, y)[0]

    def bprop(self, inputs, X, G, Y):
        z, y = inputs
        # No case for X == 1: classes are integers, so y is never differentiated.
        return (softmax(z) - one_hot(y, z.shape[1]).astype(z.dtype)) * (G / len(z))

    def f_saving(self, z, y):
        xp = xp_of(z)
        shifted = below_top(z, 1)
        right = shifted[xp.arange(len(z)), y]  # z[y] - max(z), a logit per row
        e = xp.exp(shifted)
        sums = e.sum(axis=1, keepdims=True)
        e /= sums  # softmax(z), which the backward pass needs
        # max(z) cancels in logsumexp(z) - z[y], so the shifted logits give the loss as they are.
        return (xp.log(sums).reshape(-1) - right).sum() / len(z), e

    def bprop_all(self, inputs, G, Y, saved):
        """The gradient with respect to z, from the saved softmax, without the one-hot rows."""
        y, weight = inputs[1], G / len(saved)
        g = saved * weight  # a new array: `saved` serves every sweep through this graph
        g[xp_of(g).arange(len(g)), y] -= weight
        return g, None


def one_hot(y, k):
    """A row per class number: 1 in column y, 0 elsewhere.   y (m,) integers in 0..k-1 -> (m, k) booleans"""
    return y[:, None] == xp_of(y).arange(k)


sigmoid_cross_entropy, softmax_cross_entropy = SigmoidCrossEntropy(), SoftmaxCrossEntropy()
