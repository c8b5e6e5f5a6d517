"""Chapter 13: line search. The length a of a step along a direction of descent d: phi(a) = J(theta + a d)."""

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
    low = (0.0, J, slope)  # the best step so far: (a, phi(a), phi'(a))
    for i in range(60):
        value, slope_a = phi(a)
        if not value <= J + c1 * a * slope + noise or (i > 0 and value >= low[1] + noise):  # NaN is too high
            return _zoom(phi, J, slope, low, (a, value, slope_a), c1, c2, noise)
        if abs(slope_a) <= -c2 * slope:
            return a
        if slope_a >= 0:  # it rises again: the minimum lies between the step before and this one
            # It costs less than the step before, so it is the low end.
            return _zoom(phi, J, slope, (a, value, slope_a), low, c1, c2, noise)
        low, a = (a, value, slope_a), 2 * a
    raise LineSearchError(
        f"wolfe: expected the cost to rise again, got descent up to a step of {a:.1e}; is it bounded below?"
    )


def _zoom(phi, J, slope, low, high, c1, c2, noise):
    """A step between low and high, each (a, cost, slope), that meets both conditions.

    Of all steps so far that meet the first condition, low has the least cost; it descends towards high, which
    may lie on either side.
    """
    for _ in range(60):
        a = _between(low, high)
        value, slope_a = phi(a)
        if not value <= J + c1 * a * slope + noise or value >= low[1] + noise:
            high = (a, value, slope_a)
        else:
            if abs(slope_a) <= -c2 * slope:
                return a  # both conditions hold
            if slope_a * (high[0] - low[0]) >= 0:  # the slope at a points back to low
                high = low
            low = (a, value, slope_a)
        if abs(high[0] - low[0]) <= 1e-15 * max(abs(high[0]), abs(low[0])):
            break
    if low[0] > 0:
        return low[0]  # it meets the first condition; rounding hides the second
    raise LineSearchError(
        f"wolfe: expected a lower cost along the direction, got none near {low[0]:.1e}; check the gradient"
    )


def _between(low, high):
    """The minimum of the parabola through low's cost and slope and high's cost, not too near the ends."""
    width = high[0] - low[0]
    # phi(low + t) = cost + slope t + c t^2 through both costs and low's slope; its minimum is -slope / (2 c).
    c = (high[1] - low[1] - low[2] * width) / width**2
    a = low[0] - low[2] / (2 * c) if c > 0 and math.isfinite(c) else low[0] + width / 2  # else halve it
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
