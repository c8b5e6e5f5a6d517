"""Chapter 4: the Gaussian likelihood. Minus its logarithm is the squared error when sigma is fixed."""

import math

from dlcourse.backend import is_array
from dlcourse.losses.expected import expect_arrays, expect_samples, residual, values_of
from dlcourse.ops import exp, negative, square

LOG_SQRT_2_PI = 0.5 * math.log(2 * math.pi)
# Bytes per number -> least log sigma: 1 / sigma^2 = e^(-2 log sigma) still fits, with room for the residual.
LEAST_LOG_SIGMA = {8: -300.0, 4: -36.0, 2: -4.0}


def gaussian_nll(mu, y, *, sigma=None, log_sigma=None, log_variance=None):
    """Mean over samples, sum over outputs, of (y - mu)^2 / (2 sigma^2) + ln sigma + ln(2 pi) / 2.

    mu, y (m,) or (m, k). The spread is given in one of three ways: as a fixed sigma, a number > 0 (1 when
    nothing is given); or, to be learned, as log_sigma or log_variance, numbers, arrays or Tensors that
    broadcast to mu. A logarithm may be any number, so no step can make sigma negative. With sigma = 1 this is
    half the squared error plus a constant. Where mu equals y exactly the density grows without bound as sigma
    shrinks: the loss has no minimum. Source: DL book, section 6.2.2.4; deck Srihari, section II, slides 9, 12
    and 44; slide 9 prints minus for the half. Raises ValueError for other shapes, an empty batch, a sigma
    that is not positive, more than one spread, or a spread so small that 1 / sigma^2 overflows.

    >>> round(float(gaussian_nll(np.zeros(3), np.zeros(3))), 4)
    0.9189
    """
    r = residual("gaussian_nll", mu, y)
    expect_samples("gaussian_nll", mu)
    log_sigma = _log_sigma(sigma, log_sigma, log_variance)
    expect_spread("gaussian_nll", log_sigma, mu)
    # A Python number stays one, since an array in float64 would widen float32.
    precision = math.exp(-log_sigma) if isinstance(log_sigma, int | float) else exp(negative(log_sigma))
    # (r / sigma)^2 and not r^2 / sigma^2, whose parts overflow and underflow earlier.
    # Its derivative with respect to log_sigma is 1 - (r / sigma)^2: 0 where sigma is |r|.
    nats = square(r * precision) * 0.5 + (log_sigma + LOG_SQRT_2_PI)
    return nats.sum() * (1 / mu.shape[0])


def _log_sigma(sigma, log_sigma, log_variance):
    """The logarithm of sigma from whichever of the three was given."""
    given = [s for s in (sigma, log_sigma, log_variance) if s is not None]
    if len(given) > 1:
        raise ValueError(
            "gaussian_nll: expected one of sigma, log_sigma and log_variance, got "
            f"{len(given)} of them; give one, they all set the spread"
        )
    if sigma is None and given and not isinstance(given[0], int | float):
        expect_arrays("gaussian_nll", spread=given[0])
    if log_variance is not None:
        return log_variance * 0.5  # ln sigma = ln(sigma^2) / 2
    if log_sigma is not None:
        return log_sigma
    sigma = 1.0 if sigma is None else sigma
    if not isinstance(sigma, int | float) or not 0 < sigma < math.inf:
        raise ValueError(
            f"gaussian_nll: expected sigma as a number > 0, got {sigma!r}; "
            "for an array, or to learn it, give log_sigma"
        )
    return math.log(sigma)


def expect_spread(who: str, log_sigma, like) -> None:
    """Raise ValueError when log_sigma does not broadcast to the shape of `like`, or is too small."""
    values = values_of(log_sigma)
    least = values.min() if is_array(values) else values  # the narrowest overflows first
    shape = getattr(values, "shape", ())
    fits = len(shape) <= like.ndim and all(
        # Broadcasting lines axes up from the last one.
        n in (1, m)
        for n, m in zip(shape[::-1], like.shape[::-1], strict=False)
    )
    if not fits:
        raise ValueError(
            f"{who}: expected a spread that broadcasts to {like.shape}, got shape {shape}; "
            "one number, one per output, or one per sample and output"
        )
    dtype = getattr(values, "dtype", values_of(like).dtype)  # a Python number takes the dtype of the means
    limit = LEAST_LOG_SIGMA.get(dtype.itemsize, -300.0)
    if least < limit:
        raise ValueError(
            f"{who}: expected log sigma >= {limit:g}, got {float(least):g}: sigma collapses onto the data, "
            "where the likelihood is unbounded; lower lr, or keep sigma above a floor"
        )
