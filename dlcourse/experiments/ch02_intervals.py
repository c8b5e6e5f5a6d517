"""Chapter 2: XOR. How far to trust a counted share (Wilson), and the mean of a few runs (Student)."""

from statistics import NormalDist

import numpy as np


def wilson(k: int, n: int, confidence: float = 0.99) -> tuple[float, float]:
    """The shares p for which k successes in n trials are no surprise: |k/n - p| <= z sqrt(p (1 - p) / n).

    z: the normal quantile that leaves (1 - confidence) / 2 above it. Solved for p, a quadratic, this gives
    the ends low and high, both within [0, 1]; for k = 0 and k = n as well they lie apart.
    Raises ValueError unless 0 <= k <= n, n >= 1 and 0 < confidence < 1.

    >>> [round(p, 3) for p in wilson(10, 10, confidence=0.95)]
    [0.722, 1.0]
    """
    if n < 1 or not 0 <= k <= n:
        raise ValueError(
            f"wilson: expected 0 <= k <= n with n >= 1, got k = {k}, n = {n}; count successes and trials"
        )
    if not 0 < confidence < 1:
        raise ValueError(f"wilson: expected a confidence between 0 and 1, got {confidence}; 0.99 means 99 %")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    middle = (k + z**2 / 2) / (n + z**2)
    half_width = z * (k * (n - k) / n + z**2 / 4) ** 0.5 / (n + z**2)
    low = 0.0 if k == 0 else middle - half_width
    high = 1.0 if k == n else middle + half_width
    return low, high


def mean_interval(values, confidence: float = 0.99) -> tuple[float, float]:
    """The interval of the true mean, from n independent numbers: mean -+ t s / sqrt(n), s from n - 1.

    t: the quantile of Student's distribution with n - 1 degrees of freedom. For differences, seed by seed, it
    says whether a gain may be luck: when 0 lies within. Raises ValueError for fewer than two numbers.

    >>> [round(end, 3) for end in mean_interval([1.0, 2.0, 3.0], confidence=0.95)]
    [-0.484, 4.484]
    """
    values = np.asarray(values, float)
    if values.ndim != 1 or len(values) < 2 or not np.isfinite(values).all() or not 0 < confidence < 1:
        raise ValueError(
            "mean_interval: expected at least two finite numbers and a confidence between 0 and 1, got "
            f"shape {values.shape} and {confidence}; repeat the run with another seed"
        )
    half_width = (
        student_quantile((1 + confidence) / 2, len(values) - 1) * values.std(ddof=1) / len(values) ** 0.5
    )
    return float(values.mean() - half_width), float(values.mean() + half_width)


def student_quantile(p: float, freedom: int) -> float:
    """The t below which Student's distribution has the share p, 1/2 <= p < 1, by bisection.

    With t = sqrt(freedom) tan(u) the share between 0 and t is the integral of cos(u)^(freedom - 1), over that
    up to pi / 2.
    """
    nodes, weights = np.polynomial.legendre.leggauss(400)

    def integral(end):
        return (weights * np.cos((nodes + 1) / 2 * end) ** (freedom - 1)).sum() * end / 2

    whole, low, high = integral(np.pi / 2), 0.0, np.pi / 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if integral(middle) < (2 * p - 1) * whole else (low, middle)
    return float(freedom**0.5 * np.tan(low))
