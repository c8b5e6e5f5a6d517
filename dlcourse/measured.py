"""Chapter 0: measured slopes. A derivative estimated from small steps, with a bound on its error.

With a step too large the slope has a truncation error, with one too small the rounding error prevails. So
several steps are tried, and for each number of the result the slope with the least uncertainty is returned:
the rounding error of the values divided by the step, plus twice the difference from the slope of a step a
tenth as large. There is no absolute tolerance: a function times 1e-30 has slopes and uncertainties times
1e-30.
"""

from itertools import pairwise

import numpy as np

from dlcourse import expect

N_STEPS = 5  # steps that are tried, each ten times as large as the one before


def expect_repeatable(compute) -> None:
    """Raise ValueError unless compute() gives finite numbers, and the same ones twice: the uncertainty of
    slopes that are measured in noise would hide every error."""
    first, again = compute(), compute()
    expect.finite_array("gradcheck", advice="choose inputs where f is finite", **{"f of the inputs": first})
    if not np.array_equal(first, again):
        raise ValueError(
            "gradcheck: expected f to give the same numbers each time, got others for the same inputs; "
            "if it draws random numbers, make the generator anew in each call"
        )


def slopes_along(f, x, direction, steps) -> tuple:
    """The derivative of f at x along `direction`, number by number, and the uncertainty of each.

    f: array -> array. steps: how far to go both ways, in units of the direction, the smallest first. An error
    that f raises at the first step is raised; at a larger one it ends the trials.
    """
    found = []  # slope and rounding error of each step
    for t in steps:
        try:
            with np.errstate(all="ignore"):
                up, down = f(x + t * direction), f(x - t * direction)
                # 8: f makes several rounding errors. Divided by the step, they are those of the slope.
                noise = 8 * np.finfo(up.dtype).eps * np.maximum(abs(up), abs(down)) / t
                found.append(((up - down).astype(float) / (2 * t), noise.astype(float)))
        except (ValueError, ArithmeticError):
            if not found:
                raise
            break
    slopes, uncertainty = found[0][0], np.full(np.shape(found[0][0]), np.inf)
    for (narrow, _), (slope, noise) in pairwise(found):
        with np.errstate(all="ignore"):
            # The central difference errs by order t^2, so a tenth of the step has 1 % of this error, and
            # the difference of the two slopes is nearly all of it.
            off = noise + 2 * abs(slope - narrow)
            # It must agree with the best so far: where f saturates, the slopes of wider steps all go to 0
            # and agree with each other.
            better = (off < uncertainty) & ~(abs(slope - slopes) > uncertainty)
        slopes, uncertainty = np.where(better, slope, slopes), np.where(better, off, uncertainty)
    return slopes, uncertainty


def steps_for(size: float, eps: float) -> list:
    """The steps for numbers of this size, as multiples of it; for small numbers also steps relative to 1.

    f may depend on x + 1, say, beside which a step of 1e-6 times a small x would be lost in rounding.
    """
    steps = [eps * 10.0**k for k in range(N_STEPS)]
    return steps if size > 1e-3 else steps + [step / size for step in steps]


def groups_by_magnitude(sizes, width: float) -> list:
    """Masks that group numbers of about one size, within a factor `width`; zeros are in the first group."""
    sizes = np.where(np.isfinite(sizes), sizes, 0.0)
    largest = sizes.max(initial=0.0)
    if largest == 0.0:
        return [np.ones(np.shape(sizes), bool)]
    with np.errstate(divide="ignore"):  # log10 of 0, which np.where discards
        floors = np.where(sizes > 0, np.ceil(np.log10(sizes / largest) / np.log10(width)), 0.0)
    floors = np.where(np.isfinite(floors), floors, -1e9)  # sizes / largest underflowed to 0
    return [floors == floor for floor in np.unique(floors)[::-1]]


def units(x, part):
    """(unit, largest): the length of a step for each number of the part, about its size; 0 for all others."""
    sizes = np.where(part, abs(x), 0.0)
    largest = sizes.max(initial=0.0) or 1.0
    # At least a hundredth of the largest, so that zeros in the part move, too.
    return np.where(part, np.maximum(sizes, largest / 100), 0.0), largest
