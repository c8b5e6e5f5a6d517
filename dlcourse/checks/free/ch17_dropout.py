"""Checks: exercise 17.4. Dropout by any mask that chance may draw, and a gradient through that same mask."""

from functools import partial

import numpy as np

from dlcourse.checks.free.ch17_dropout_slips import (
    AT_TEST,
    IN_TRAINING,
    OF_DX,
    SHARES,
    as_multiple,
    factor,
    near,
    says,
)
from dlcourse.checks.right import Free
from dlcourse.checks.wording import number

ERRORS, RARE = 4, 1e-4  # standard errors that a share may be off; a chance to leave out
MANY, EXACT = 50, 50_000  # numbers that show a share; so many that it is never keep itself
EXCHANGED = "y and dx have changed places: `return y, dx`."
DROPPED = "training is False here: at test time nothing is dropped, but numbers of {} are 0."
UNEVEN = "At test time {0} is {1} times one number, the same for all of {0}."
NONE_LEFT = "y is 0 everywhere: is one number drawn for all, or are draws cut to whole numbers, as by `int`?"
ALL_STAY = "keep is 1 here, so every number of x stays."
NOTHING = "Nothing is dropped: training is True here. Or is one number drawn for all?"
SHARED = "All rows have one mask: each sample has its own, so draw as many numbers as x has."
WHOLE = "Whole rows stay or are dropped: each number of x has a draw of its own."
COUNTED = "Each {} loses the same number of units: each number of x is dropped by chance, by itself."
REPEATED = "Some {}s have the same mask: each number of x has a draw of its own."
CHOSEN = "What stays depends on x: it is left to chance, whatever x is."
FIXED = "Exactly the share keep of all numbers stays: each has a draw of its own, so their number varies."
OWN_SHARE = "What stays is scaled by the share that stays in its {}: 1 / keep is the same for all."
NO_MASK = "Each number of y is 0 or x times one number that all share: the mask is 1 or 0."
TURNED = "dx is 0 where x stays, and goes through where x is dropped: the mask is turned round."
FROM_Y = "dx is 0 wherever x is 0: such a unit may stay, too. Take the mask from the draw, not from y."
NEW_MASK = "dx has another mask than y: draw it once, then both have it."
POSITIVE = "dx is 0 where y is below 0, too, as of a ReLU: a unit is dropped where y is exactly 0."
ALL_PASS = "dx lacks the mask: no gradient goes through a unit that is dropped."
ZERO = "dx is 0 everywhere."


def judge(x, G, keep, inverted, training, seed) -> Free:
    """The judgement of `dropout(x, G, keep, inverted, training, seed)`."""
    shapes = {"y": x.shape, "dx": x.shape}
    test = partial(problem, x, G, keep, inverted, training, seed)
    return Free(shapes, test, seeded=True, keeps=True)


def problem(x, G, keep: float, inverted: bool, training: bool, seed: int, y, dx) -> str | None:
    """A sentence on the first number, share or factor that is wrong.   G: without a 0"""
    if (x == 0).any():
        if told := of_zeros(x, G, keep, y, dx):
            return told
        x, y = np.where(x == 0, G, x), np.where(x == 0, dx, y)  # dx shows the mask where x cannot
    slope = y / x
    if factor(slope) is None and factor(y / G) and factor(dx / x):
        return EXCHANGED
    if not training:
        return at_test_time(slope, dx / G, keep, inverted)
    kept = slope != 0
    return (
        of_values(slope, kept)
        or of_mask(x, kept, keep, seed)
        or of_scale(slope, kept, keep, inverted)
        or of_dx(x, G, y, slope, keep, inverted, dx)
    )


def of_zeros(x, G, keep: float, y, dx) -> str | None:
    """A sentence on what is wrong where x is 0, as behind a ReLU, so that y is 0 whether or not it stays."""
    zero = x == 0
    if y[zero].any():
        return "y is not 0 where x is 0: it is x times a number, whether or not x stays."
    if not dx[zero].any() and (1 - keep) ** zero.sum() < RARE:
        return FROM_Y
    return None


def at_test_time(slope, ratio, keep: float, inverted: bool) -> str | None:
    """A sentence on what is wrong where nothing is dropped.   slope: y / x.   ratio: dx / G"""
    due = 1.0 if inverted else keep
    of_y = says(AT_TEST[inverted], factor(slope), keep)
    of_dx = f"y is {as_multiple('x', due)}, which is right: dx has the same factor."
    return of_test("y", "x", slope, due, of_y) or of_test("dx", "G", ratio, due, of_dx)


def of_test(name: str, of: str, ratio, due: float, told: str) -> str | None:
    """A sentence on a result at test time, which is `of` times one number.   ratio: what it is times"""
    if near(ratio, due):
        return None
    if not ratio.all():
        return DROPPED.format(name) if ratio.any() else f"{name} is 0 everywhere at test time."
    times = factor(ratio)
    if times is None:
        return UNEVEN.format(name, of)
    return f"At test time {name} is {as_multiple(of, times)} in yours. {told}"


def of_values(slope, kept) -> str | None:
    """A sentence on numbers that are neither 0 nor x times the one factor."""
    if not kept.any():
        return NONE_LEFT
    if factor(slope) is not None:
        return None
    for word, rows in (("row", slope), ("column", slope.T)):
        if all(factor(row) is not None for row in rows if row.any()):
            return OWN_SHARE.format(word)
    return NO_MASK


def of_mask(x, kept, keep: float, seed: int) -> str | None:
    """A sentence on a mask that chance would not draw."""
    if keep == 1:
        return None if kept.all() else ALL_STAY
    usual = np.random.default_rng(seed).random(kept.shape) < keep
    if np.array_equal(kept, usual) or kept.size < MANY:  # a usual draw is right, however rare
        return None
    if kept.all() and keep**kept.size < RARE:
        return NOTHING
    for told, rows in ((SHARED, kept), (WHOLE, kept.T)):
        if (rows == rows[0]).all():
            return told
    for word, rows in (("row", kept), ("column", kept.T)):
        n = rows.shape[1]
        for all_of, p, told in ((rows, keep, "Nothing"), (~rows, 1 - keep, "Everything")):
            i = np.flatnonzero(all_of.all(axis=1))
            if i.size and p**n * len(rows) < RARE:
                which = f"{word} {i[0]}" if i[0] < len(rows) - 1 else f"the last {word}"
                return f"{told} is dropped in {which}: each number of x has a draw of its own."
        if len(rows) >= 10 and np.ptp(rows.sum(axis=1)) == 0:
            return COUNTED.format(word)
        if rows.shape[1] >= MANY and len(np.unique(rows, axis=0)) < len(rows):
            return REPEATED.format(word)
    for one in (x, abs(x)):
        if not kept.all() and abs(np.corrcoef(one.ravel(), kept.ravel())[0, 1]) > 5 / np.sqrt(kept.size):
            return CHOSEN
    if kept.size >= EXACT and abs(kept.sum() - keep * kept.size) < 0.5:
        return FIXED
    return of_share(float(kept.mean()), kept.size, keep)


def of_share(share: float, n: int, keep: float) -> str | None:
    """A sentence on a share of n units that is too far from keep, with the slip that leads to it."""

    def errors(p):
        return abs(share - p) / np.sqrt(p * (1 - p) / n)

    if errors(keep) <= ERRORS:
        return None
    led = {told: errors(of(keep)) for told, of in SHARES}
    led = min(led, key=led.get) if min(led.values()) <= ERRORS else ""
    off = f"The share that stays is {number(share)}, more than {ERRORS} standard errors from keep."
    return f"{off} {led}".rstrip()


def of_scale(slope, kept, keep: float, inverted: bool) -> str | None:
    """A sentence on the number by which what stays is multiplied."""
    times, due = factor(slope), 1 / keep if inverted else 1.0
    if near(times, due):
        return None
    if near(times, 1 / kept.mean()):
        return "What stays is divided by the share that this draw has left: that is not keep, and changes."
    told = says(IN_TRAINING[inverted], times, keep)
    return f"In training what stays is {as_multiple('x', times)} in yours. {told}"


def of_dx(x, G, y, slope, keep: float, inverted: bool, dx) -> str | None:
    """A sentence on the gradient, where y is right.   slope: of y with respect to x"""
    ratio, scale = dx / G, factor(slope)
    if near(ratio, slope):
        return None
    if not dx.any():
        return ZERO
    for told, wrong in OF_DX.items():
        if near(dx, wrong(x, G, y, slope)):
            return told
    kept, passed, times = slope != 0, ratio != 0, factor(ratio)
    if passed.all() and times is not None:
        return ALL_PASS
    if (passed == kept).all() and times is not None:
        told = "that factor is the slope of y, so dx has it, too."
        return f"Where x stays, dx is {as_multiple('G', times)}, but y is {as_multiple('x', scale)}: {told}"
    if (passed == ~kept).all():
        return TURNED
    if (passed == (y > 0)).all():
        return POSITIVE
    return NEW_MASK if times is not None else "dx is neither 0 nor G times one number that all share."
