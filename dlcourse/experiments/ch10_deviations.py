"""Chapter 10: the interval of a standard deviation, for how widely the ends of training are spread."""

import numpy as np

from dlcourse.numbers import Number


def deviation(values) -> float:
    """The standard deviation, from n - 1."""
    return float(np.std(values, ddof=1))


def deviation_interval(values, confidence: float = 0.99) -> tuple[float, float]:
    """A confidence interval (low, high) for the standard deviation of which n values are samples.

    It takes the values for normal: then (n - 1) s^2 / sigma^2 has the chi-squared distribution with n - 1
    degrees of freedom. Raises ValueError for fewer than two values or values that are not finite.

    >>> [round(end, 3) for end in deviation_interval([1.0, 2.0, 3.0], confidence=0.95)]
    [0.521, 6.285]
    """
    values = np.asarray(values, float)
    if values.ndim != 1 or len(values) < 2 or not np.isfinite(values).all() or not 0 < confidence < 1:
        raise ValueError(
            "deviation_interval: expected at least two finite numbers and a confidence between 0 and 1, got "
            f"shape {values.shape} and {confidence}; repeat the run with another seed"
        )
    s, freedom = deviation(values), len(values) - 1
    ends = (chi_squared_quantile(p, freedom) for p in ((1 + confidence) / 2, (1 - confidence) / 2))
    low, high = (s * (freedom / q) ** 0.5 for q in ends)
    return float(low), float(high)


def chi_squared_quantile(p: float, freedom: int) -> float:
    """The quantile q of the chi-squared distribution, P(Q <= q) = p for 0 < p < 1, by bisection.

    With q = u^2, the probability of [0, q] is proportional to the integral of u^(freedom - 1) exp(-u^2 / 2)
    from 0 to u.
    """
    nodes, weights = np.polynomial.legendre.leggauss(200)

    def integral(end):
        u = (nodes + 1) / 2 * end
        return (weights * u ** (freedom - 1) * np.exp(-u * u / 2)).sum() * end / 2

    low, high = 0.0, freedom**0.5 + 10  # next to nothing lies beyond
    whole = integral(high)
    for _ in range(60):  # halves the interval below the rounding of u
        middle = (low + high) / 2
        low, high = (middle, high) if integral(middle) < p * whole else (low, middle)
    return float(low**2)


def estimated_deviation(values, seed: int, source: str, form: str = ".2g", rows: tuple = ()) -> Number:
    """A standard deviation as a page shows it, with its 99 % interval.   seed: of all values together"""
    interval = deviation_interval(values)
    return Number(deviation(values), form, rows, source, interval=interval, n=len(values), seeds=str(seed))
