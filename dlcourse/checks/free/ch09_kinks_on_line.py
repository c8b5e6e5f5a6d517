"""Checks: exercise 9.2b. Where hidden units change sides on a line: a number that is no kink, one missing."""

from functools import cache, partial

import numpy as np

from dlcourse.checks import drawn_regions
from dlcourse.checks.free import ch09_kink_slips
from dlcourse.checks.right import Free
from dlcourse.checks.wording import number

NEAR, CLOSE = 1e-9, 0.02  # of what is exact, and of what comes from a grid
GRID = "These come from a grid, or are rounded: what lies between two points, a grid does not know."
CLOSE_BY = "That is close to a kink, not exact: does it come from a grid, or is it rounded?"
STRAIGHT = "Between neighboring kinks of the layers below, z is straight: 0 after the part z0 / (z0 - z1)."
BEYOND = "A unit changes sides there, but only what lies between counts."
TWICE = "No two units change sides at one x: is z of one of them 0 along a stretch that ends there?"
LOOK = (
    "Are all signs of its z looked at, between all neighbors among low, high and the kinks of layers below?"
)


def judge(W, b, low, high) -> Free:
    """The judgement of `kinks_on_line(W, b, low, high)`."""
    net = {"W": W, "b": b}
    return Free(
        {"kinks": None}, partial(problem, net, low, high, cache(partial(drawn_regions.kinks, net, low, high)))
    )


def problem(net, low, high, kinks, found) -> str | None:
    """A sentence on the first number that is no kink, is there twice, lacks, or stands in another place.

    kinks: () -> all of them
    """
    due = kinks()
    seen, hint = first_wrong(net, low, high, due, found)
    if not seen and (np.diff(found) > 0).all():
        return None
    if not seen:
        return "The numbers are right, but not sorted: `np.sort`."
    return f"{seen} {cause(net, low, high, due, found) or hint}".rstrip()


def first_wrong(net, low, high, due, found) -> tuple[str, str]:
    """A sentence on the first wrong number, and what may help where no slip leads to all numbers; or two "".

    due, found: all kinks, and the answer
    """
    for i, x in enumerate(found):
        if near([low, high], x):
            return f"x = {number(x)} is an end: only what is strictly between low and high counts.", ""
        if not low < x < high:
            beyond = near(drawn_regions.kinks(net, x - 1, x + 1), x)
            told = f"x = {number(x)} is not between low = {number(low)} and high = {number(high)}."
            return told, BEYOND if beyond else STRAIGHT
        if not near(due, x):
            close = all(abs(due - other).min(initial=1) < CLOSE for other in found)
            return f"At x = {number(x)} no hidden unit changes sides.", CLOSE_BY if close else STRAIGHT
        if near(found[:i], x):
            return f"x = {number(x)} is there twice.", TWICE
    return lost(net, low, high, due, np.sort(found)) if len(found) < len(due) else ("", "")


def cause(net, low, high, due, found) -> str:
    """The slip that leads to just these numbers; "" where none does, or two do."""
    found, wide = np.sort(found), NEAR * (1 + max(abs(low), abs(high)))

    def leads(numbers):
        return len(numbers) == len(found) and bool((abs(np.sort(numbers) - found) <= wide).all())

    led = {told for told, numbers in ch09_kink_slips.slips(net, low, high, due) if leads(numbers)}
    within = len(found) and low < found[0] and found[-1] < high
    if not led and within and any(map(leads, ch09_kink_slips.gridded(net, low, high, len(found)))):
        return GRID
    return led.pop() if len(led) == 1 else ""


def lost(net, low, high, due, found) -> tuple[str, str]:
    """Sentences on the first kink that lacks, all others being right."""
    missing = np.array([x for x in due if not near(found, x)])
    below = np.array([x for x in [low, *found] if x < missing[0]])[-1]
    above = next(x for x in [*found, high] if x > missing[0])
    k = layer_of(net, low, high, missing[0])
    where = f"between x = {number(below)} and x = {number(above)}"
    told = f"A unit of hidden layer {k} changes sides {where}, and yours has nothing there."
    return told, LOOK


def layer_of(net, low, high, x) -> int:
    """The hidden layer in which a unit changes sides at a kink."""
    n = len(net["W"]) - 1
    tops = ({"W": net["W"][: k + 2], "b": net["b"][: k + 2]} for k in range(n))
    return next(k for k, top in enumerate(tops) if near(drawn_regions.kinks(top, low, high), x))


def near(numbers, x) -> bool:
    """Whether x is one of the numbers, up to rounding."""
    return bool((abs(np.asarray(numbers, float) - x) <= NEAR * (1 + abs(x))).any())
