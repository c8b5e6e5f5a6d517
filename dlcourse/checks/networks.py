"""Checks: answers that are networks. Each is judged by what it computes, so its units may stand in any order.

How an answer is read is a dict of plain values, so that it can be written down (see `frozen`):

unit  "sigmoid" or "relu": y = unit(x W1 + b1) W2 + b2; or "maxout": y = max over k of (x W + b)[:, k]
x     (m, n_in): where it is asked
n     how many units it has to have, or lines of a maxout unit; why: in words, as "two for each bump"
more  the names of single numbers that are returned after the weights
"""

import re

import numpy as np

from dlcourse.checks.arrays import arrays_of
from dlcourse.checks.wording import a, number

UNITS = {
    "sigmoid": lambda z: 0.5 + 0.5 * np.tanh(z / 2),
    "relu": lambda z: np.maximum(0, z),
}
LAYOUT = {"W1": "a column for each unit", "W": "a column for each line", "W2": "a row for each unit"}
SHAPE_SAYS_NOTHING = re.compile(r"\d+ of the \d+ entries of y .*? right\.|y has the right shape, .*? why\.")


def returned(network: dict) -> list[str]:
    """The names of all that an answer returns."""
    return [*(("W", "b") if network["unit"] == "maxout" else ("W1", "b1", "W2", "b2")), *network["more"]]


def computed(result, network: dict, function: str) -> tuple[dict, str | None]:
    """What a returned network computes at x, y (m,), and what comes beside it; and None, or a problem."""
    names, due = returned(network), shapes(network)
    if callable(result):  # as a piecewise lookup, or a model of the library
        kind = a(type(result).__name__)
        return {}, f"{function} returned {kind}: the weights are asked for, `return {', '.join(names)}`."
    problem = None
    if isinstance(result, (tuple, list)) and len(result) == len(names):
        problem = _units(result[0], network)
    found, other = arrays_of(result, due, function)
    if problem or other:
        why = LAYOUT.get(other.split(" ")[0], "") if other and "has the shape" in other else ""
        return {}, problem or (f"{other.rstrip('.')}, {why}." if why else other)
    n = len(names) - len(network["more"])
    return {"y": value(network, *found[:n]), **dict(zip(names[n:], map(float, found[n:]), strict=True))}, None


def shapes(network: dict) -> dict:
    """The shapes of all that an answer returns, by name."""
    n_in, n = np.shape(network["x"])[1], network["n"]
    due = {"W1": (n_in, n), "b1": (n,), "W2": (n, 1), "b2": (1,), "W": (n_in, n), "b": (n,)}
    return {name: due.get(name, ()) for name in returned(network)}


def value(network: dict, *weights):
    """A network at x, as (m,)."""
    x = np.asarray(network["x"], float)
    if network["unit"] == "maxout":
        return (x @ weights[0] + weights[1]).max(axis=1)
    W1, b1, W2, b2 = weights
    return (UNITS[network["unit"]](x @ W1 + b1) @ W2 + b2)[:, 0]


def where(network: dict, y, wrong) -> str:
    """A sentence with the first place where a network is wrong.   y: what it says.   wrong: a mask"""
    i = int(np.argmax(wrong))
    x = network["x"][i]
    point = number(x[0]) if len(x) == 1 else f"({', '.join(map(number, x))})"
    return f"At x = {point}, your network says y = {number(y[i])}."


def seen(told: str, wrong) -> str:
    """What is told of a wrong network where there is no cause, in points instead of entries."""
    n, right = len(wrong), int(np.count_nonzero(~wrong))
    some = f"Your network is right at {right} of {n} points, and wrong at the others."
    every = f"Your network is wrong at all {n} points where it was tried."
    return SHAPE_SAYS_NOTHING.sub(some if right else every, told)


def _units(first, network: dict) -> str | None:
    """A sentence on a wrong number of units.   first: the first array returned"""
    try:
        shape = np.shape(first)
    except ValueError:
        return None
    (n_in, n), noun = next(iter(shapes(network).values())), "line" if network["unit"] == "maxout" else "unit"
    if len(shape) != 2 or shape[0] != n_in or shape[1] == n or shape[::-1] == (n_in, n):
        return None
    has, due = (f"{count} {noun}{'s' * (count != 1)}" for count in (shape[1], n))
    return f"Your network has {has}; it has to have {due}, {network['why']}."
