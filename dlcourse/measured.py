"""Chapter 0: measured slopes. What small steps say of a derivative, and by how much it may be off.

A step that is too large bends, one that is too small drowns in rounding. So several are tried; each number of
the result gets the slope that is least in doubt, and the doubt beside it: the rounding of the values over the
step, and the difference to a step a tenth as large. Nothing here has a unit or a floor: a
function times 1e-30 has slopes and doubts times 1e-30.
"""

from itertools import pairwise

import numpy as np

N_STEPS = 5  # steps that are tried, each ten times the one before


def slopes_along(f, x, direction, steps) -> tuple:
    """The derivative of f at x along `direction`, number by number, and how far each may be off.

    f: array -> array. steps: how far to go both ways, in units of the direction, the smallest first. The
    first must be possible; where f cannot follow a larger one, that one says nothing.
    """
    found = []
    for t in steps:
        try:
            with np.errstate(all="ignore"):
                up, down = f(x + t * direction), f(x - t * direction)
                noise = 8 * np.finfo(up.dtype).eps * np.maximum(abs(up), abs(down)) / t
                found.append(((up - down).astype(float) / (2 * t), noise.astype(float)))
        except (ValueError, ArithmeticError):
            if not found:
                raise
            break
    slopes, doubt = found[0][0], np.full(np.shape(found[0][0]), np.inf)
    for (narrow, _), (slope, noise) in pairwise(found):
        with np.errstate(all="ignore"):  # where it bends, the difference is the error; where it drowns, more
            off = noise + 2 * abs(slope - narrow)
            # and no contradiction: where f no longer rises, the slopes of wider steps all go to 0
            better = (off < doubt) & ~(abs(slope - slopes) > doubt)
        slopes, doubt = np.where(better, slope, slopes), np.where(better, off, doubt)
    return slopes, doubt


def steps_for(size: float, eps: float) -> list:
    """Steps in units of numbers of this size, and for small numbers also steps of the size 1."""
    steps = [eps * 10.0**k for k in range(N_STEPS)]
    return steps if size > 1e-3 else steps + [step / size for step in steps]


def parts_of_a_size(sizes, width: float) -> list:
    """Masks of the numbers of about one size, within a factor `width`; zeros go with the largest."""
    sizes = np.where(np.isfinite(sizes), sizes, 0.0)
    largest = sizes.max(initial=0.0)
    if largest == 0.0:
        return [np.ones(np.shape(sizes), bool)]
    with np.errstate(divide="ignore"):
        floors = np.where(sizes > 0, np.ceil(np.log10(sizes / largest) / np.log10(width)), 0.0)
    floors = np.where(np.isfinite(floors), floors, -1e9)  # a quotient that underflows
    return [floors == floor for floor in np.unique(floors)[::-1]]


def units(x, part):
    """By how much each number of the part is moved: by about its own size, the others not at all."""
    sizes = np.where(part, abs(x), 0.0)
    largest = sizes.max(initial=0.0) or 1.0
    return np.where(part, np.maximum(sizes, largest / 100), 0.0), largest
