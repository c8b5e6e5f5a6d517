"""Checks: exercise 9.2b. Where hidden units change sides on a line: a number that is no kink, one missing."""

from functools import partial

import numpy as np

from dlcourse.checks import drawn_regions
from dlcourse.checks.right import Free
from dlcourse.checks.wording import number

NEAR, CLOSE = 1e-9, 0.02  # of what is exact, and of what comes from a grid
OUTPUT = "The output is 0 there, and has no ReLU: its sign parts nothing."
GRID = "That is close to a kink, not exact: does it come from a grid?"
OPPOSITE = "With the opposite sign it would be one: x w + b is 0 at x = -b / w."
MIRRORED = (
    "It lies as far from the right end as it should from the left: from z0 to z1, the part before 0 is z0."
)
FROM_INPUT = "x is no input of that layer: its z is 0 where h W + b is, and h comes from the layer below."
ENDS = "It would be right if z were straight from low to high: it bends at the kinks of the layers below."
STRAIGHT = (
    "Between two neighboring kinks of the layers below, z is straight: 0 after the part z0 / (z0 - z1)."
)
BEYOND = "A unit changes sides there, but only what lies between counts."
UNSEEN = "The output does not show it, but a unit changes sides: that is where two regions meet."
FIRST = "Yours has the kinks of the first layer alone: further layers have theirs."
LAST = "Yours has kinks of the last hidden layer alone: those of the layers below part regions, too."
LOOK = (
    "Are all signs of its z looked at, between all neighbors among low, high and the kinks of layers below?"
)


def judge(W, b, low, high) -> Free:
    """The judgement of `kinks_on_line(W, b, low, high)`."""
    return Free({"kinks": None}, partial(problem, {"W": W, "b": b}, low, high))


def problem(net, low, high, found) -> str | None:
    """A sentence on the first number that is no kink, is there twice, lacks, or stands in another place."""
    due = drawn_regions.kinks(net, low, high)
    for i, x in enumerate(found):
        if near([low, high], x):
            return f"x = {number(x)} is an end: only what is strictly between low and high counts."
        if not low < x < high:
            more = OPPOSITE if near(due, -x) else STRAIGHT
            more = BEYOND if near(drawn_regions.kinks(net, x - 1, x + 1), x) else more
            return f"x = {number(x)} is not between low = {number(low)} and high = {number(high)}. {more}"
        if not near(due, x):
            return f"At x = {number(x)} no hidden unit changes sides. {why(net, low, high, due, x)}".rstrip()
        if near(found[:i], x):
            return f"x = {number(x)} is there twice."
    if len(found) < len(due):
        return lost(net, low, high, due, np.sort(found))
    return None if (np.diff(found) > 0).all() else "The numbers are right, but not sorted: `np.sort`."


def why(net, low, high, due, x) -> str:
    """What the slip may be that leads to a number."""
    starts = [-b_k / W_k[0] for W_k, b_k in drawn_regions.hidden(net)[1:] if np.all(W_k[0])]
    explained = {
        OUTPUT: abs(output(net, x)).min() < NEAR,
        OPPOSITE: near(due, -x),
        MIRRORED: near(due, low + high - x),
        FROM_INPUT: any(near(start, x) for start in starts),
        GRID: abs(due - x).min(initial=1) < CLOSE,
        ENDS: near(from_ends(net, low, high), x),
    }
    return next((sentence for sentence, fits in explained.items() if fits), STRAIGHT)


def from_ends(net, low, high):
    """Where z of all hidden units would be 0, if it were straight from low to high."""
    h, found = np.array([[low], [high]]), []
    for W_k, b_k in drawn_regions.hidden(net):
        z = h @ W_k + b_k
        h = np.maximum(z, 0)
        found += [low + (high - low) * z0 / (z0 - z1) for z0, z1 in z.T if z0 != z1]
    return found


def lost(net, low, high, due, found) -> str:
    """A sentence on the first kink that lacks, all others being right."""
    missing = np.array([x for x in due if not near(found, x)])
    below = np.array([x for x in [low, *found] if x < missing[0]])[-1]
    above = next(x for x in [*found, high] if x > missing[0])
    layers = np.array([layer_of(net, low, high, x) for x in due])
    k = layer_of(net, low, high, missing[0])
    where = f"between x = {number(below)} and x = {number(above)}"
    told = f"A unit of hidden layer {k} changes sides {where}, and yours has nothing there."
    is_missing = np.array([x in missing for x in due])
    if all(is_missing == (layers > 0)):
        return f"{told} {FIRST}" if len(found) else told
    if not any(shows(net, x) for x in missing):
        return f"{told} {UNSEEN}"
    return f"{told} {LAST if all(is_missing == (layers < layers.max())) else LOOK}"


def layer_of(net, low, high, x) -> int:
    """The hidden layer in which a unit changes sides at a kink."""
    n = len(net["W"]) - 1
    tops = ({"W": net["W"][: k + 2], "b": net["b"][: k + 2]} for k in range(n))
    return next(k for k, top in enumerate(tops) if near(drawn_regions.kinks(top, low, high), x))


def shows(net, x) -> bool:
    """Whether the slope of the output is another one after a kink than before it."""
    step = CLOSE / 4  # kinks are further apart
    y = np.array([output(net, x + t) for t in (-step, 0, step)])
    return bool(abs(y[0] - 2 * y[1] + y[2]).max() > NEAR)


def output(net, x):
    """What the network gives at a number x."""
    h = np.array([x])
    for W_k, b_k in drawn_regions.hidden(net):
        h = np.maximum(h @ W_k + b_k, 0)
    return h @ net["W"][-1] + net["b"][-1]


def near(numbers, x) -> bool:
    """Whether x is one of the numbers, up to rounding."""
    return bool((abs(np.asarray(numbers, float) - x) <= NEAR * (1 + abs(x))).any())
