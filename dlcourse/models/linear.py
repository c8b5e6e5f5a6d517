"""Chapter 1: linear regression in closed form."""

import numpy as np

from dlcourse import expect


def least_squares(x, y):
    """Weights w and bias b that minimize sum (x w + b - y)^2.   x (m, n), y (m, k) -> w (n, k), b (k,)

    Where the minimum is not unique, the solution of least norm. Source: deck Srihari, section I, slides 16
    and 24; DL book, section 6.1. Raises ValueError when x or y is no matrix or is not finite, when they
    differ in length, or when there is no sample.

    >>> w, b = least_squares(np.array([[0.0], [1.0], [2.0]]), np.array([[1.0], [3.0], [5.0]]))
    >>> w.round(12), b.round(12)
    (array([[2.]]), array([1.]))
    """
    x, y = checked_samples("least_squares", x, y)
    design = np.column_stack([x, np.ones(len(x))])  # the bias is the weight of a constant input
    # by singular values, not by the slide's (Phi^T Phi)^-1 Phi^T t: that product squares the condition
    # number, and has no inverse where features depend on each other
    units = norms(design)  # columns of length 1: beside large ones, small ones would be taken for 0
    units[units == 0] = 1.0
    if units.max() <= 1000 * units.min():
        units[:] = 1.0  # of like lengths: as they are, which spares a rounding
    solution, _, rank, _ = np.linalg.lstsq(design / units, y, rcond=None)
    if rank < len(units):  # not unique; of least norm in the units of x
        solution, units = np.linalg.lstsq(design, y, rcond=None)[0], np.ones(len(units))
    return solution[:-1] / units[:-1, None], solution[-1] / units[-1]


def norms(x):
    """The Euclidean norms of the columns, without overflow or underflow of the squares."""
    largest = np.abs(x).max(axis=0)
    unit = np.where(largest > 0, largest, 1.0)
    return np.linalg.norm(x / unit, axis=0) * largest


def checked_samples(who: str, x, y):
    """x (m, n) and y (m, k) as float64 arrays. Raises ValueError in the name of `who` if they do not fit."""
    x, y = numbers_in(who, x), numbers_in(who, y)
    if x.ndim != 2 or y.ndim != 2 or len(x) != len(y) or len(x) == 0:
        raise ValueError(
            f"{who}: expected x (m, n) and y (m, k) with m >= 1, got {x.shape} and {y.shape}; "
            "give y one column per output, as in y.reshape(-1, 1)"
        )
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError(
            f"{who}: expected finite numbers in x and y, got NaN or infinity; drop those samples first"
        )
    return x, y


def numbers_in(who: str, data):
    """The data as a float64 array. Raises TypeError in the name of `who` if they are no numbers or masked."""
    expect.no_mask(who, data=data)  # np.asarray would drop the mask without a word
    try:
        return np.asarray(data, float)
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"{who}: expected arrays of real numbers, got others ({error}); convert them"
        ) from error
