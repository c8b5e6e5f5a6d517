"""Chapter 16: batch normalization as one op, whose gradient also goes through mean and variance."""

import math

import numpy as np

from dlcourse.backend import is_array, xp_of
from dlcourse.op import Op
from dlcourse.ops.expected import expect_arrays
from dlcourse.ops.sums import average, rows_total, total

TINY = 1e-20  # an eps below it does not outweigh squares that underflow in float32


class BatchNorm(Op):
    """gamma x_hat + beta with x_hat = (x - mean) / sqrt(variance + eps), both taken along axis.

    x (m, n), gamma (n,), beta (n,) -> Y (m, n) for axis 0: each feature over the batch. For images x (m, c,
    h, w), axis (0, 2, 3), with gamma and beta (1, c, 1, 1). The variance is the biased one, divided by m,
    and is right even where the squares of x overflow. Source: deck Fix, page 93; Ioffe and Szegedy
    2015, algorithm 1.
    """

    def __init__(self, axis=0, eps=1e-5):
        self.axis, self.eps = axis, eps

    def f(self, x, gamma, beta):
        return self.f_saving(x, gamma, beta)[0]

    def bprop(self, inputs, X, G, Y):
        x, gamma, beta = inputs
        if X == 2:
            return G  # grad sums over the samples: beta was broadcast
        half, eps = self.half_unit(x)
        # Mean and variance are computed again: `bprop` has only the inputs and Y, and a second derivative has
        # to run through both. Halves are subtracted, since x - mean itself may overflow.
        centered = x - self.mean(x) if half is None else (x * 0.5 - self.mean(x) * 0.5) / half
        inv_std = (self.mean(centered * centered) + eps) ** -0.5
        x_hat = centered * inv_std
        if X == 1:
            return G * x_hat
        # Y does not change when x is shifted, and hardly when it is scaled: so g loses
        # its mean, and its part along x_hat.
        g = G * gamma
        slope = inv_std if half is None else inv_std * 0.5 / half
        return slope * (g - self.mean(g) - x_hat * self.mean(g * x_hat))

    def f_saving(self, x, gamma, beta):
        n = self.n_samples(x)
        # The usual case comes first, without a look at the sizes in x: an overflow shows in the variance.
        with np.errstate(over="ignore", invalid="ignore"):
            mean = self.total(x) / n
            centered = x - mean
            variance = self.total(centered * centered) / n
        if variance.size and (self.eps < TINY or not variance.max() < math.inf):  # also true for NaN
            return self.in_units(x, gamma, beta)
        inv_std = (variance + self.eps) ** -0.5
        centered *= inv_std  # x_hat from here on
        Y = centered * gamma
        Y += beta
        return Y, (centered, inv_std, mean, variance)

    def in_units(self, x, gamma, beta):
        """f_saving for numbers whose squares overflow or underflow: each feature is scaled first."""
        half, eps = self.half_unit(x)
        if half is None:
            half = 0.5  # a unit of 1
        mean = average(x, self.axis, keepdims=True)
        centered = (x * 0.5 - mean * 0.5) / half
        variance = self.total(centered * centered) / self.n_samples(x)
        inv_std = (variance + eps) ** -0.5
        x_hat = centered * inv_std
        with np.errstate(over="ignore"):  # the variance itself may not fit
            variance = variance * half * half * 4.0
        return x_hat * gamma + beta, (x_hat, inv_std * 0.5 / half, mean, variance)

    def half_unit(self, x):
        """Half a unit for each feature of x, a power of 2 as large as its deviations, and eps in that unit.

        None, and eps, where no square overflows or underflows, and for symbols, which hold no numbers.
        """
        values = getattr(x, "array", x)
        if not is_array(values):
            return None, self.eps
        xp, limits = xp_of(values), np.finfo(values.dtype)
        # Below max^(3/8) a square is below max^(3/4), which leaves a factor of max^(1/4) for
        # the sum of squares: 4e9 samples in float32.
        if self.eps >= TINY and abs(values).max() < float(limits.max) ** 0.375:
            return None, self.eps
        mean, root = average(values, self.axis, keepdims=True), 0.5 * self.eps**0.5
        largest = abs(values * 0.5 - mean * 0.5).max(axis=self.axis, keepdims=True)
        # Powers of 2, so that scaling rounds nothing; at least sqrt(eps) / 2,
        # since eps outweighs what is smaller.
        half = xp.exp2(xp.floor(xp.log2(xp.maximum(largest, root))))
        return half, xp.maximum((root / half) ** 2, float(limits.tiny))  # above 0 for constant features

    def bprop_all(self, inputs, G, Y, saved):
        """The gradients with respect to x, gamma and beta, from the saved x_hat; two sums serve all three."""
        x_hat, inv_std, *_ = saved
        g_beta, g_gamma = self.total(G), self.total(G * x_hat)
        m = self.n_samples(G)
        # inv_std gamma (G - mean(G) - x_hat mean(G x_hat)): gamma is constant along the axis, so it
        # can be multiplied last, together with inv_std.
        g_x = x_hat * (g_gamma / -m)
        g_x += G
        g_x -= g_beta / m
        g_x *= inv_std * inputs[1]
        return [g_x, g_gamma, g_beta]

    def mean(self, x):
        """The mean along the axis, which stays with length 1; of a Tensor, too, for `bprop`."""
        return x.mean(axis=self.axis, keepdims=True)

    def total(self, x):
        """The sum along the axis, which stays with length 1; over rows as a product, which is faster."""
        if x.ndim == 2 and self.axis == 0:
            return rows_total(x, keepdims=True)
        return total(x, self.axis, keepdims=True)

    def n_samples(self, x) -> int:
        """The number of samples in each mean."""
        axes = self.axis if isinstance(self.axis, tuple) else (self.axis,)
        return math.prod(x.shape[axis] for axis in axes)


def batch_norm(x, gamma=1.0, beta=0.0, axis=0, eps: float = 1e-5):
    """gamma (x - mean) / sqrt(variance + eps) + beta, with the statistics of x along `axis`.

    x (m, n); gamma, beta: numbers, or (n,). The gradient flows through the mean and the variance, too. Raises
    ValueError when there are no samples, when eps <= 0, and when gamma or beta differ along `axis`.

    >>> batch_norm(np.array([[1.0], [3.0]]), eps=1e-12).round(6)
    array([[-1.],
           [ 1.]])
    """
    expect_arrays("batch_norm", x=x)
    axes = axis if isinstance(axis, tuple) else (axis,)
    if not all(-x.ndim <= a < x.ndim for a in axes) or x.size == 0:
        raise ValueError(
            f"batch_norm: expected samples along axis {axis}, got x of shape {x.shape}; there is no mean"
        )
    if not eps > 0:
        raise ValueError(f"batch_norm: expected eps > 0, got {eps}; 1e-5 is common")
    for name, array in (("gamma", gamma), ("beta", beta)):
        shape = getattr(array, "shape", ())
        padded = (1,) * (x.ndim - len(shape)) + tuple(shape)  # as broadcasting lines up the axes
        fits = len(padded) == x.ndim and all(k in (1, n) for k, n in zip(padded, x.shape, strict=True))
        # A scale that differs along `axis` would also broadcast, but
        # `bprop_all` takes gamma out of those sums.
        if not fits or any(padded[a] != 1 for a in axes):
            raise ValueError(
                f"batch_norm: expected {name} with one number per feature of x {x.shape}, got {shape}; "
                "it has length 1 where the mean is taken"
            )
    return BatchNorm(axis, eps)(x, gamma, beta)
