"""Chapter 13: line search. How far to go along a direction of descent: phi(a) = J(theta + a d)."""

import math


class LineSearchError(ArithmeticError):
    """Raised when no step lowers the cost enough; perhaps the gradient is zero or wrong at the start."""


def backtracking(phi, J: float, slope: float, *, a=1.0, shrink=0.5, c1=1e-4, noise=0.0) -> float:
    """The first step of a, a shrink, a shrink^2, ... with phi(a) <= J + c1 a slope (Armijo's condition).

    phi: a -> cost; J, slope: phi(0) and phi'(0) < 0. A cost that is not finite counts as too high. One that
    is higher by no more than `noise`, its rounding error, does not count as higher. Source: Nocedal and
    Wright 2006, algorithm 3.1. Raises ValueError for a slope that is not negative, LineSearchError when 60
    cuts do not help.

    >>> backtracking(lambda a: (1 - a) ** 2, J=1.0, slope=-2.0, a=4.0)
    1.0
    """
    _check("backtracking", a, slope)
    if not (0 < shrink < 1 and 0 < c1 < 1):
        raise ValueError(
            f"backtracking: expected shrink and c1 between 0 and 1, got {shrink} and {c1}; take 0.5 and 1e-4"
        )
    for _ in range(60):
        if phi(a) <= J + c1 * a * slope + noise:  # False for NaN
            return a
        a *= shrink
    raise LineSearchError(
        f"backtracking: expected a lower cost for some step, got none down to {a:.1e}; check the gradient"
    )


def wolfe(phi, J: float, slope: float, *, a=1.0, c1=1e-4, c2=0.9, noise=0.0) -> float:
    """A step a with phi(a) <= J + c1 a slope and |phi'(a)| <= c2 |slope|: the strong Wolfe conditions.

    phi: a -> (cost, slope); J, slope: phi(0) and phi'(0) < 0. The second condition makes y^T s > 0 for the
    step s and the change y of the gradient, which quasi-Newton methods need. c2: 0.9 for these, 0.1 for
    conjugate gradients. Steps are doubled until an interval is sure to hold a good one, and `_zoom` narrows
    it. A cost higher by no more than `noise`, its rounding error, does not count as higher: near the minimum
    only the slopes are still exact. Source: Nocedal and Wright 2006, algorithms 3.5 and 3.6. Raises
    ValueError unless slope < 0 and 0 < c1 < c2 < 1, LineSearchError when no step is found.
    """
    _check("wolfe", a, slope)
    if not 0 < c1 < c2 < 1:
        raise ValueError(f"wolfe: expected 0 < c1 < c2 < 1, got {c1} and {c2}; 1e-4 and 0.9 are common")
    low = (0.0, J, slope)
    for i in range(60):
        value, here = phi(a)
        if not value <= J + c1 * a * slope + noise or (i > 0 and value >= low[1] + noise):  # NaN is too high
            return _zoom(phi, J, slope, low, (a, value, here), c1, c2, noise)
        if abs(here) <= -c2 * slope:
            return a
        if here >= 0:  # it rises again: the minimum lies between the step before and this one
            return _zoom(phi, J, slope, (a, value, here), low, c1, c2, noise)
        low, a = (a, value, here), 2 * a
    raise LineSearchError(
        f"wolfe: expected the cost to rise again, got descent up to a step of {a:.1e}; is it bounded below?"
    )


def _zoom(phi, J, slope, low, high, c1, c2, noise):
    """A step between low and high, each (a, cost, slope), that meets both conditions. low costs less."""
    for _ in range(60):
        a = _between(low, high)
        value, here = phi(a)
        if not value <= J + c1 * a * slope + noise or value >= low[1] + noise:
            high = (a, value, here)
        else:
            if abs(here) <= -c2 * slope:
                return a
            if here * (high[0] - low[0]) >= 0:  # the slope at a points back to low
                high = low
            low = (a, value, here)
        if abs(high[0] - low[0]) <= 1e-15 * max(abs(high[0]), abs(low[0])):
            break
    if low[0] > 0:
        return low[0]  # it meets the first condition; rounding hides the second
    raise LineSearchError(
        f"wolfe: expected a lower cost along the direction, got none near {low[0]:.1e}; check the gradient"
    )


def _between(low, high):
    """The minimum of the parabola through low's cost and slope and high's cost, kept away from both ends."""
    width = high[0] - low[0]
    bend = (high[1] - low[1] - low[2] * width) / width**2
    a = low[0] - low[2] / (2 * bend) if bend > 0 and math.isfinite(bend) else low[0] + width / 2
    # A step next to an end would hardly narrow the interval.
    near, far = sorted((low[0] + 0.1 * width, low[0] + 0.9 * width))
    return min(max(a, near), far)


def _check(who, a, slope):
    if not slope < 0:
        raise ValueError(
            f"{who}: expected a direction of descent, slope < 0, got {slope}; try minus the gradient"
        )
    if not 0 < a < math.inf:
        raise ValueError(f"{who}: expected a first step a > 0, got {a}; 1 is common")
