"""Chapter 8: a curve that one draws: values at equal distances, joined smoothly; its handles: `drawn.js`."""

import math


def piece(values, x):
    """The cubic between two places: its value and slope where it begins, its two further coefficients, and
    how far x is from there, as a part of it.   values: at 0, 1/n, ..., 1
    """
    n = len(values) - 1
    i = max(0, min(n - 1, math.floor(n * x)))
    d = values[i + 1] - values[i]
    # the slope at a place is that between its neighbors (Catmull and Rom 1974), at the ends that of the chord
    m = (values[i + 1] - values[i - 1]) / 2 if i > 0 else d
    r = (values[i + 2] - values[i]) / 2 if i < n - 1 else d
    return [values[i], m, 3 * d - 2 * m - r, m + r - 2 * d, n * x - i]


def drawn_value(values, x):
    """The height of the curve at x in [0, 1].

    >>> drawn_value([0, 1, 0], 0.5), drawn_value([0, 1, 0], 0.25)
    (1.0, 0.625)
    """
    a, m, b, c, t = piece(values, x)
    return a + t * (m + t * (b + t * c))


def drawn_slope(values, x):
    """The slope of the curve at x.

    >>> drawn_slope([0, 1, 0], 0), drawn_slope([0, 1, 0], 0.5)
    (2.0, 0.0)
    """
    a, m, b, c, t = piece(values, x)
    return (len(values) - 1) * (m + t * (2 * b + 3 * t * c))
