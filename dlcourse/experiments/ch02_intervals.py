"""Chapter 2: XOR. How far to trust a counted share: Wilson's interval for k successes in n trials."""

from statistics import NormalDist


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
