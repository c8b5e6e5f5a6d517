"""Chapter 14: preprocessing. Scalers that take their statistics from the training data, and only from them.

`fit(x_train)` computes the statistics, `transform(x)` applies them to any data, `inverse(x)` undoes it.
Samples are rows. A column that is constant in the training data is shifted, never divided by 0. Source: deck
Fix, page 84; LeCun, Bottou, Orr and Mueller 1998, "Efficient BackProp".

Statistics are computed, stored and applied in float64, for float32 data too; the result has the dtype of the
data.
"""

import numpy as np

from dlcourse import expect
from dlcourse.backend import as_float_array, xp_of
from dlcourse.ops.sums import total


class Scaler:
    """The base class of the scalers: (x - shift) / scale for each column.   x (m, n) -> (m, n)"""

    shift = scale = None  # not fitted yet

    def fit(self, x):
        """The scaler itself, with the statistics of x (m, n). Raises ValueError when x has other axes, is
        empty, or holds NaN or infinity."""
        x = as_float_array(x)
        if x.ndim != 2 or x.shape[0] == 0:
            raise ValueError(
                f"{type(self).__name__}: expected x of shape (m, n) with at least one sample, got {x.shape}; "
                "flatten images with x.reshape(len(x), -1)"
            )
        if not xp_of(x).isfinite(x).all():
            raise ValueError(
                f"{type(self).__name__}: expected finite numbers in x, got NaN or infinity; "
                "drop or repair those samples first"
            )
        before = dict(vars(self))
        try:
            self.measure(x)
        except BaseException:  # after Ctrl-C halfway, shift and scale would not belong together
            vars(self).clear()
            vars(self).update(before)
            raise
        return self

    def measure(self, x):
        raise NotImplementedError(
            f"{type(self).__name__}: expected a method measure(x), got none; set shift and scale in it"
        )

    def transform(self, x):
        """x (m, n), scaled with the training data's statistics. Raises ValueError before `fit`, or for
        another n."""
        x = self._checked(x)
        return _quotient(_wide(x), self.shift, self.scale).astype(x.dtype)

    def inverse(self, x):
        """The data that `transform` would map to x: inverse(transform(x)) is x up to rounding."""
        x = self._checked(x)
        return (_wide(x) * self.scale + self.shift).astype(x.dtype)

    def _checked(self, x):
        if self.shift is None:
            raise ValueError(
                f"{type(self).__name__}: expected a fitted scaler, got none; call fit(x_train) first"
            )
        x = as_float_array(x)
        if x.ndim != 2 or x.shape[1] != len(self.shift):
            raise ValueError(
                f"{type(self).__name__}: expected x of shape (m, {len(self.shift)}) as in fit, "
                f"got {x.shape}; samples are rows, with the columns of the training data"
            )
        return x


class MinMax(Scaler):
    """(x - min) / (max - min + eps): each column of the training data fills [0, 1].

    eps is 0 here: on the slide it guards constant columns, which get the scale 1. New data may leave [0, 1].

    >>> MinMax().fit(np.array([[1.0], [3.0]])).transform(np.array([[2.0], [5.0]])).tolist()
    [[0.5], [2.0]]
    """

    def __init__(self, eps: float = 0.0):
        self.eps = _at_least_zero("MinMax", "eps", eps)

    def measure(self, x):
        low, high = _wide(x.min(axis=0)), _wide(x.max(axis=0))  # max - min may overflow in float32
        with np.errstate(over="ignore"):
            scale = high - low + self.eps
        if not xp_of(x).isfinite(scale).all():
            raise ValueError(
                "MinMax: expected columns whose max - min is finite, got one that overflows float64; "
                "divide the data by a constant first"
            )
        self.shift, self.scale = low, _spread(x, scale)


class ZScore(Scaler):
    """(x - mean) / (std + eps): each column of the training data gets mean 0 and variance 1.

    The variance divides by m - ddof: with ddof 0 the Hessian of a linear regression on the result is the
    identity exactly. eps is 0 here: constant columns get the scale 1.
    """

    def __init__(self, eps: float = 0.0, ddof: int = 0):
        self.eps, self.ddof = _at_least_zero("ZScore", "eps", eps), _count("ZScore", ddof)

    def measure(self, x):
        m = _more_than("ZScore", x, self.ddof)
        self.shift, centered, unit = _centered(x)
        variance = total(centered * centered, 0) / (m - self.ddof)
        self.scale = _spread(x, variance**0.5 * unit + self.eps)  # back from the units of _centered


class ZCA(Scaler):
    """(x - mean) W with the symmetric W = C^(-1/2): the training data's covariance C becomes the identity.

    C = X^T X / (m - ddof) for centered X, with ddof 1 as on the slide. There samples are columns and W stands
    on their left, with the factor 1 / sqrt(n - 1), as far as its text can be read; the covariance is then
    I / (n - 1)^2, while sqrt(n - 1) (X X^T)^(-1/2) makes it I. Of all whitenings ZCA stays closest to x.
    Directions in which the training data does not vary are left as they are. Source: deck Fix, page 84; Bell
    and Sejnowski 1997.
    """

    def __init__(self, eps: float = 0.0, ddof: int = 1):
        self.eps, self.ddof = _at_least_zero("ZCA", "eps", eps), _count("ZCA", ddof)
        self.W = self.W_inverse = None  # not fitted yet

    def measure(self, x):
        xp, m = xp_of(x), _more_than("ZCA", x, self.ddof)
        self.shift, centered, units = _centered(x)
        unit = units.max()  # one for all columns, since the eigenvectors mix them
        centered = centered * (units / unit)
        # C = U diag(variances) U^T, so that C^(-1/2) = U diag(variances^(-1/2)) U^T
        variances, U = xp.linalg.eigh(centered.T @ centered / (m - self.ddof))
        # 0 but for rounding: eigh errs by about n eps times the largest. Divided by such a root, rounding
        # errors would get variance 1.
        flat = variances <= variances.max() * x.shape[1] * xp.finfo(x.dtype).eps
        deviations = xp.sqrt(xp.where(flat, 1.0, variances)) * unit
        # hypot is sqrt(deviation^2 + eps) without the square, which would overflow for large deviations.
        scale = xp.where(flat, 1.0, xp.hypot(deviations, self.eps**0.5))
        self.W, self.W_inverse = (U / scale) @ U.T, (U * scale) @ U.T

    def transform(self, x):
        x = self._checked(x)
        return ((_wide(x) - self.shift) @ self.W).astype(x.dtype)

    def inverse(self, x):
        x = self._checked(x)
        return (_wide(x) @ self.W_inverse + self.shift).astype(x.dtype)


def _wide(x):
    """x in float64, in which sums and squares of float32 numbers neither overflow nor underflow."""
    return x if x.dtype.itemsize >= 8 else x.astype(np.float64)


def _centered(x):
    """The mean of each column, (x - mean) / unit, and the unit, a power of 2 per column.   x (m, n)

    Divided by the unit, no number of a column exceeds 2, so the squares do not overflow, nor do all of them
    underflow. Division by a power of 2 is exact, except for subnormal numbers.
    """
    xp, m, x = xp_of(x), len(x), _wide(x)
    largest = abs(x).max(axis=0)
    exponent = xp.floor(xp.log2(xp.where(largest == 0, 1.0, largest)))  # 1.0: a column of zeros
    unit = xp.exp2(xp.maximum(exponent, -1021.0))  # a normal number, also for subnormal x
    x = x / unit
    mean = total(x, 0) / m
    rest = total(x - mean, 0) / m  # 0 in exact arithmetic: the rounding error of the mean, now corrected
    mean = mean + rest
    return mean * unit, x - mean, unit


def _quotient(x, shift, scale):
    """(x - shift) / scale, also where the difference x - shift overflows."""
    xp = xp_of(x)
    with np.errstate(over="ignore"):
        difference = x - shift
    if xp.isfinite(difference).all():
        return difference / scale
    # Halving is exact, and the difference of two halves cannot overflow.
    halves = (x * 0.5 - shift * 0.5) / scale * 2.0
    return xp.where(xp.isfinite(difference), difference / scale, halves)


def _spread(x, scale):
    """The scale of each column, and 1 for a column that is constant."""
    # By min == max: the standard deviation of a constant column may be a rounding error instead of 0.
    return xp_of(x).where(x.max(axis=0) == x.min(axis=0), 1.0, scale)


def _more_than(who, x, ddof):
    if len(x) <= ddof:
        raise ValueError(
            f"{who}: expected more than {ddof} samples, got {len(x)}; the variance divides by m - {ddof}"
        )
    return len(x)


def _count(who, ddof):
    expect.count(who, least=0, ddof=ddof, advice="0 and 1 are common")
    return ddof


def _at_least_zero(who, name, value):
    expect.not_negative(who, **{name: value}, advice="0 is right for most data")
    return value
