"""Checks: answers that are nearly right, or right in some entries."""

import math

import numpy as np

from dlcourse.checks.gradients import close
from dlcourse.checks.values import Causes, Evidence
from dlcourse.checks.wording import place


def not_finite(name: str, got, expected=0.0) -> str | None:
    """A sentence on the first NaN or infinity where the answer should be finite."""
    bad = ~np.isfinite(got) & np.isfinite(expected)  # some right answers are infinite
    if not bad.any():
        return None
    index = tuple(np.argwhere(bad)[0])
    count = f", and {int(bad.sum()) - 1} more" if bad.sum() > 1 else ""
    undefined = "0/0, infinity minus infinity, or the logarithm or root of a number below 0,"
    cause = undefined if np.isnan(got[index]) else "a division by 0 or an overflow"
    return f"{place(name, index)} is {got[index]}{count}: {cause} on the way."


def lower_precision(e: Evidence, dtype, float64: bool) -> Causes:
    """When the answer lost digits by its dtype: cut to integers, or float32 although the inputs are not.

    float64: whether the inputs are.
    """
    # np.trunc rounds towards 0, as int() and astype(int) do. A single 0 may be typed in, or from max(0, ...).
    whole = dtype.kind in "iu" and (e.got.ndim or e.got)
    if whole and np.any(e.wrong()) and np.array_equal(np.trunc(e.expected), e.got):
        told = f"{e.name} has dtype {dtype}, so everything after the decimal point is lost: use floats."
        yield "integers", told
    if dtype.kind == "f" and dtype.itemsize < 8 and float64 and close(e.got, e.expected, LEAST):
        told = f"{e.name} has dtype {dtype} where the inputs have float64: keep the precision of the inputs."
        yield "dtype", told


LEAST = 1e-2  # what float16 still holds


def kink(e: Evidence) -> Causes:
    """When the answer is wrong only where a pre-activation z of the context is exactly 0."""
    z = e.context.get("z")  # an exercise with ReLU names its pre-activation z
    if np.shape(z) == e.got.shape and np.all(np.equal(z, 0)[e.wrong()]):
        told = f"{e.name} is wrong only where z is exactly 0: there the slope of ReLU is 0 (mask z > 0)."
        yield "kink", told


def all_zero(e: Evidence) -> str | None:
    """A sentence if all entries are 0, up to rounding."""
    if np.any(abs(e.got) > 1e-14 * np.max(abs(e.expected), initial=0)):
        return None
    if not e.got.ndim:
        return f"{e.name} is 0. Is it cut off, as by `max(0, ...)`, or by a `//`, as in `1 // 2`?"
    return (
        f"{e.name} is zero everywhere. Was it never filled, does a mask remove everything, or is there a "
        "`//`, as in `1 // 2`, which is 0?"
    )


def some_entries(e: Evidence) -> str | None:
    """A sentence if some entries are right and some wrong, with their row or column if it is a single one."""
    wrong = e.wrong()
    count = int(wrong.sum())
    if not 0 < count < wrong.size:
        return None
    where = ""
    if wrong.ndim == 2:
        rows, columns = (np.unique(axis) for axis in np.nonzero(wrong))
        if count == 1:
            where = ""
        elif len(columns) == 1 and wrong.shape[1] > 1:
            where = f", all of them in column {columns[0]}"
        elif len(rows) == 1 and wrong.shape[0] > 1:
            where = f", all of them in row {rows[0]}"
    are, those = ("is", "That one is") if count == 1 else ("are", "Those are")
    told = f"{count} of the {wrong.size} entries of {e.name} {are} wrong{where}; the others are right."
    if np.any(e.got[wrong]):
        return told
    return f"{told} {those} 0: does a loop end too early, or a mask remove too much?"


def rounded(e: Evidence) -> str | None:
    """A sentence if every number is the right one rounded, or agrees with it to at least three digits."""
    for decimals in range(1, 8):
        near = np.round(e.expected, decimals)
        # All zeros would be "rounded" to any number of places.
        if np.allclose(near, e.got, rtol=0, atol=1e-12) and np.any(near):
            places = f"{decimals} decimal{'s' * (decimals > 1)}"
            return f"{e.name} is right, but rounded to {places}: keep full precision to the end."
    error = np.abs(e.got - e.expected)
    if not np.all(error <= 0.5e-3 * np.abs(e.expected)):  # fewer than three digits may be chance
        return None
    # 1e-300: an expected 0 has error 0 here.
    digits = int(-math.log10(np.max(error / np.maximum(np.abs(e.expected), 1e-300))))
    if e.hinted:  # as of numbers that many steps lead to: then these guesses mislead
        return f"{e.name} is close, it agrees to {digits} digits."
    if digits > 5:
        how = "as float32 does, or slopes measured by small steps: is one of these on the way"
    else:
        how = "was a number rounded on the way, or typed in"
    added = f"or a small number added, as 1e-{digits + 1}"  # a usual guard of a logarithm
    return f"{e.name} is close, it agrees to {digits} digits: {how}, {added}?"
