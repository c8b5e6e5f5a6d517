"""Chapter 2: XOR. Confidence intervals for a success rate (Wilson), for a mean of few runs (Student), and for
a median (counted).
"""

from math import comb
from statistics import NormalDist

import numpy as np

from dlcourse.numbers import Number


def wilson(k: int, n: int, confidence: float = 0.99) -> tuple[float, float]:
    """Wilson's interval (low, high) for a success rate, after k successes in n trials.

    It holds the rates p with |k/n - p| <= z sqrt(p (1 - p) / n), a quadratic in p; z is the normal quantile
    that leaves (1 - confidence) / 2 above it. Both ends lie in [0, 1], and apart also for k = 0 and k = n.
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
    # the roots of the quadratic; the simpler k/n +- z sqrt(k/n (1 - k/n) / n) would have width 0 at k = n
    middle = (k + z**2 / 2) / (n + z**2)
    half_width = z * (k * (n - k) / n + z**2 / 4) ** 0.5 / (n + z**2)
    # exactly 0 and 1: rounding would put the end a little below or above
    low = 0.0 if k == 0 else middle - half_width
    high = 1.0 if k == n else middle + half_width
    return low, high


def estimate(
    k: int, seeds: range, source: str, n: int | None = None, form: str = ".1%", rows: tuple = ()
) -> Number:
    """A success rate k / n as a page shows it, with its 99 % interval.

    seeds: of the runs. n: how many of the runs count, all by default. source, form, rows: as of a Number.
    """
    n = len(seeds) if n is None else n
    shown = f"{seeds.start}\N{EN DASH}{seeds.stop - 1}"
    return Number(k / n, form, rows, source, interval=wilson(k, n), n=n, seeds=shown)


def mean_interval(values, confidence: float = 0.99) -> tuple[float, float]:
    """A confidence interval (low, high) for the mean of which n independent values are samples.

    mean -+ t s / sqrt(n), with the standard deviation s from n - 1 and t the quantile of Student's
    distribution with n - 1 degrees of freedom. For differences, seed by seed: if 0 lies inside, the gain may
    be luck. Raises ValueError for fewer than two values or values that are not finite.

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


def median_interval(values, confidence: float = 0.99) -> tuple[float, float]:
    """A confidence interval (low, high) for the median of which n independent values are samples.

    Each value lies below the median with probability 1/2. So the k-th smallest lies above it as often as a
    fair coin shows fewer than k heads in n throws, and the k-th largest below it as often: the ends are those
    of the largest k for which both together are rare enough. Raises ValueError where n is too small for that.

    >>> median_interval(range(1, 101))
    (37.0, 64.0)
    """
    values = np.sort(np.asarray(values, float))
    n, k, outside = len(values), 0, 0
    while k < n and 2 * (outside + comb(n, k)) <= (1 - confidence) * 2**n:
        outside, k = outside + comb(n, k), k + 1
    if k == 0:
        raise ValueError(
            f"median_interval: expected more values for a confidence of {confidence}, got {n}; repeat the run"
        )
    return float(values[k - 1]), float(values[n - k])


def estimated_median(values, seeds: range, source: str, form: str, rows: tuple = ()) -> Number:
    """A median as a page shows it, with its 99 % interval. seeds: of the values. Others as of a Number."""
    shown = f"{seeds.start}\N{EN DASH}{seeds.stop - 1}"
    interval = median_interval(values)
    return Number(float(np.median(values)), form, rows, source, interval=interval, n=len(values), seeds=shown)


def student_quantile(p: float, freedom: int) -> float:
    """The quantile t of Student's distribution, P(T <= t) = p for 1/2 <= p < 1, by bisection.

    freedom: the degrees of freedom. With t = sqrt(freedom) tan(u), the probability of [0, t] is proportional
    to the integral of cos(u)^(freedom - 1) from 0 to u.
    """
    # written out, so that the course needs no scipy; for 1 to 5000 degrees of freedom 11 digits agree with it
    nodes, weights = np.polynomial.legendre.leggauss(400)

    def integral(end):
        return (weights * np.cos((nodes + 1) / 2 * end) ** (freedom - 1)).sum() * end / 2

    whole, low, high = integral(np.pi / 2), 0.0, np.pi / 2
    for _ in range(60):  # halves the interval below the rounding of u
        middle = (low + high) / 2
        low, high = (middle, high) if integral(middle) < (2 * p - 1) * whole else (low, middle)
    return float(freedom**0.5 * np.tan(low))
