"""Chapter 6: sums that stay accurate however many numbers there are.

numpy adds pairwise along memory only. Along the rows of a matrix it adds one after the other, and in float32
the sum of a million times 100.3 comes out 1 % too large. Here no more than BLOCK numbers are added one after
the other: the error of a sum of n numbers is at most (BLOCK log n / log BLOCK) u sum|x|, with u = 2^-24 in
float32.
"""

import functools
import math

import numpy as np

from dlcourse.backend import xp_of

BLOCK = 128  # numpy's own, where it adds pairwise
ROWS = 1024  # rows in a product with ones: BLAS adds them in as many lanes as a register holds


def total(x, axis=None, keepdims=False):
    """x.sum(axis, keepdims) in blocks. axis: None for all axes, an int, or a tuple of ints."""
    if x.dtype.kind != "f":  # booleans and integers, which numpy adds up without rounding
        return x.sum(axis=axis, keepdims=keepdims)
    if x.dtype.itemsize < 4:  # float16 is added up in float32: above 2048 it cannot count
        return total(x.astype(np.float32), axis, keepdims).astype(x.dtype)
    # Few numbers and vectors: nothing to split, so the axes need not be looked at.
    if x.size <= BLOCK or (x.ndim == 1 and x.flags.c_contiguous):
        return x.sum(axis=axis, keepdims=keepdims)
    axes = _axes(axis, x.ndim)
    if _is_pairwise(x, axes):
        return x.sum(axis=axis, keepdims=keepdims)
    for i in sorted(axes, reverse=True):  # `_along` keeps each axis with length 1, so numbers stay right
        x = _along(x, i)
    if keepdims:
        return x
    # [()] makes a number of a 0-d array.
    return x.reshape(tuple(n for i, n in enumerate(x.shape) if i not in axes))[()]


def rows_total(x, keepdims=False, at_once=ROWS):
    """The sum over axis 0 of a matrix (m, n) -> (n,), as products with ones: faster than a sum."""
    if x.dtype.kind != "f":
        return x.sum(axis=0, keepdims=keepdims)
    if x.dtype.itemsize < 4:
        return rows_total(x.astype(np.float32), keepdims).astype(x.dtype)
    m = len(x)
    # For BLAS a vector times a matrix takes a fraction of the time that numpy needs to add up rows.
    if m <= at_once and x.__class__ is np.ndarray:
        return (ones_of(m, x.dtype).reshape((1, m)) if keepdims else ones_of(m, x.dtype)) @ x
    ones = xp_of(x).ones
    if m <= at_once:
        return ones((1, m) if keepdims else m, x.dtype) @ x
    n_blocks, rest = divmod(m, BLOCK)
    blocks = x[: m - rest].reshape((n_blocks, BLOCK, x.shape[1]))
    # A stack of products, one per block.
    sums = (ones((1, BLOCK), x.dtype) @ blocks).reshape((n_blocks, x.shape[1]))
    sums = rows_total(sums, keepdims, at_once=BLOCK)  # blocks of block sums, so that the error grows as a log
    return sums + rows_total(x[m - rest :], keepdims) if rest else sums


@functools.lru_cache(maxsize=16)
def ones_of(shape, dtype):
    """Ones to read, made once: to make them takes longer than a small product."""
    ones = np.ones(shape, dtype)
    ones.setflags(write=False)  # every caller gets this very array
    return ones


def average(x, axis=None, keepdims=False):
    """The mean of x along axis, right also where the sum of its numbers overflows."""
    if x.size == 0 or x.dtype.itemsize < 4:  # numpy adds float16 up in float32
        return x.mean(axis=axis, keepdims=keepdims)
    # The plain mean first; only an overflow, which shows in Y, takes the longer way below.
    with np.errstate(over="ignore", invalid="ignore"):
        sums = total(x, axis, keepdims)
    n = x.size // max(sums.size, 1)
    Y = sums / n
    xp, axes = xp_of(x), {"axis": axis, "keepdims": keepdims}
    fits = xp.isfinite(Y)
    if (fits.all() if Y.ndim else fits) or not xp.isfinite(x).all():
        return Y  # inf or NaN in x, and so in its mean
    with np.errstate(over="ignore"):
        again = total(x / (2 * n), axis, keepdims) * 2  # rounded up, it may still be infinite
    # A mean lies between the extremes; rounding may have left it outside, even at infinity.
    again = xp.minimum(xp.maximum(again, x.min(**axes)), x.max(**axes))
    return xp.where(fits, Y, again)[()]


def _axes(axis, ndim) -> set:
    """The axes as numbers from 0."""
    if axis is None:
        return set(range(ndim))
    return {i % ndim for i in (axis if isinstance(axis, tuple) else (axis,))}


def _is_pairwise(x, axes) -> bool:
    """Whether numpy adds at most BLOCK numbers one after the other.

    It does not where the axes lie last in memory, with few others in front.
    """
    if len(axes) == x.ndim and x.flags.forc:
        return True
    if not x.flags.c_contiguous:
        return _product(x, axes) <= BLOCK
    last = x.ndim
    # Axes that lie last are contiguous: numpy adds them pairwise. What lies in front it adds one by one.
    while last - 1 in axes:
        last -= 1
    return _product(x, {i for i in axes if i < last}) <= BLOCK


def _product(x, axes) -> int:
    return math.prod(x.shape[i] for i in axes)


def _along(x, i):
    """The sum along axis i, which stays with length 1."""
    n_blocks, rest = divmod(x.shape[i], BLOCK)
    if n_blocks <= 1 or (i == x.ndim - 1 and x.flags.c_contiguous):  # few numbers, or pairwise already
        return x.sum(axis=i, keepdims=True)
    front, back = x.shape[:i], x.shape[i + 1 :]
    whole = n_blocks * BLOCK
    blocks = (x[(slice(None),) * i + (slice(0, whole),)] if rest else x).reshape(
        (*front, n_blocks, BLOCK, *back)
    )
    sums = _along(blocks.sum(axis=i + 1), i)  # first within blocks, then over the block sums, again in blocks
    if not rest:
        return sums
    return sums + x[(slice(None),) * i + (slice(whole, None),)].sum(axis=i, keepdims=True)
