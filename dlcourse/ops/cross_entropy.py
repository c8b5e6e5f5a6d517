"""Chapter 4: cross-entropies of logits, each one op: the log undoes the exp, so no probability is ever
formed."""

from dlcourse.backend import xp_of
from dlcourse.op import Op
from dlcourse.ops.activations import sigmoid
from dlcourse.ops.normalization import softmax


class SigmoidCrossEntropy(Op):
    """Mean over samples, sum over outputs, of softplus(z) - y z.   z, y (m, k) -> scalar

    Written as max(z, 0) - y z + ln(1 + e^-|z|), which neither overflows nor cancels.
    Source: DL book, section 6.2.2.2.
    """

    def f(self, z, y):
        xp = xp_of(z)
        return (xp.maximum(z, 0) - y * z + xp.log1p(xp.exp(-abs(z)))).sum() / len(z)

    def bprop(self, inputs, X, G, Y):
        z, y = inputs
        if X == 0:
            return (sigmoid(z) - y) * (G / len(z))
        return -z * (G / len(z))


class SoftmaxCrossEntropy(Op):
    """Mean over samples of logsumexp(z) - z[y].   z (m, k), y (m,) integers -> scalar

    Source: DL book, section 6.2.2.3.
    """

    def f(self, z, y):
        return self.f_saving(z, y)[0]

    def bprop(self, inputs, X, G, Y):
        z, y = inputs
        return (softmax(z) - one_hot(y, z.shape[1]).astype(z.dtype)) * (G / len(z))

    def f_saving(self, z, y):
        xp = xp_of(z)
        shifted = z - z.max(axis=1, keepdims=True)
        right = shifted[xp.arange(len(z)), y]
        e = xp.exp(shifted)
        total = e.sum(axis=1, keepdims=True)
        e /= total  # softmax(z), which the way back needs
        return (xp.log(total).reshape(-1) - right).sum() / len(z), e

    def bprop_all(self, inputs, G, Y, saved):
        """The rule for z. The softmax is kept, and the one-hot rows are not formed."""
        y, weight = inputs[1], G / len(saved)
        g = saved * weight
        g[xp_of(g).arange(len(g)), y] -= weight
        return g, None


def one_hot(y, k):
    """A row per class number: 1 in column y, 0 elsewhere.   y (m,) integers in 0..k-1 -> (m, k) booleans"""
    return y[:, None] == xp_of(y).arange(k)


sigmoid_cross_entropy, softmax_cross_entropy = SigmoidCrossEntropy(), SoftmaxCrossEntropy()
