"""Checks: the results as a whole: their number, their order, and whether each has memory of its own."""

import inspect
from itertools import combinations, permutations

import numpy as np

from dlcourse.checks import shapes
from dlcourse.checks.agreement import agrees
from dlcourse.checks.listed import apart, groups
from dlcourse.checks.wording import joined


def by_name(result, expected: dict, function: str) -> tuple[dict, str | None]:
    """The results by the names of the expected ones, and None, or a sentence if their number is wrong.

    A 1-d array counts as several results if every expected one is a single number. Expected entries of one
    list, as "dW[0]" and "dW[1]", are one result.
    """
    lists = groups(expected)
    if [*lists] != [*expected]:
        whole = {name: np.zeros(1) if [name] != own else expected[name] for name, own in lists.items()}
        if len(lists) == 1 and isinstance(result, tuple):
            if len(result) == len(expected) > 1 and not any(isinstance(part, list) for part in result):
                result = list(result)  # `tuple(path)` is as good
            elif len(result) > 1:
                (name,) = lists
                told = f"expected is {name} alone, a list of {len(expected)} arrays"
                return {}, f"{function} returned {len(result)} values; {told}."
        for name, own in lists.items():
            if len(lists) > 1 and _is_list_of(result, [expected[one] for one in own]):
                return {}, f"{function} returned {name} alone: `return {', '.join(lists)}` gives back all."
        found, problem = by_name(result, whole, function)
        return ({}, problem) if problem else apart(found, lists)
    names = list(expected)
    if len(names) == 1:
        if isinstance(result, tuple) and not _is_row(result, expected[names[0]]):  # often from `return y,`
            why = "a comma after `return` makes a tuple" if len(result) == 1 else "as one number or array"
            return {}, f"{function} returned {len(result)} values; expected is {names[0]} alone ({why})."
        return {names[0]: result}, None
    listed = ", ".join(names)
    if result is None:
        return {}, f"{function} returned None. Does it end with `return {listed}`?"
    if inspect.isgenerator(result) or inspect.isawaitable(result):
        return {}, shapes.kind_of(result, f"what {function} returned")
    # np.array([a, b]) may stand for two numbers, but not for two arrays: those would be its rows.
    several = isinstance(result, (tuple, list)) or (
        isinstance(result, np.ndarray) and result.ndim == 1 and not any(map(np.ndim, expected.values()))
    )
    if several and len(result) == len(names):
        return dict(zip(names, result, strict=True)), None
    wanted = f"{function} should return {len(names)} values, {listed}, in this order"
    if several:
        return {}, f"{wanted}; it returned {len(result)} value{'s' * (len(result) != 1)}."
    return (
        {},
        f"{wanted}; it returned one {type(result).__name__}. Separate them by commas: `return {listed}`.",
    )


def _is_list_of(result, arrays: list) -> bool:
    """Whether a result is a list, or a tuple, of arrays of these shapes, and nothing else."""
    shaped = isinstance(result, (list, tuple)) and all(isinstance(part, np.ndarray) for part in result)
    return shaped and any(map(np.ndim, arrays)) and [*map(np.shape, result)] == [*map(np.shape, arrays)]


def _is_row(result: tuple, expected) -> bool:
    """Whether a tuple stands for an array of numbers, as a list does."""
    return np.ndim(expected) == 1 and len(result) == len(expected) > 1 and not any(map(np.ndim, result))


def shared_memory(results: dict, right: dict, rtol: float) -> str | None:
    """A sentence if a wrong result holds a later one's right numbers, since they share their memory.

    That two results, or a result and an input, are one array is no fault where it changes nothing.
    """
    arrays = {name: value for name, value in results.items() if isinstance(value, np.ndarray)}
    order = list(arrays)
    for one, a in arrays.items():
        # shares_memory is exact: neighboring parts of one array do not count.
        others = [name for name in order if name != one and np.shares_memory(a, arrays[name])]
        later = [name for name in others if order.index(name) > order.index(one)]
        if not agrees(a, right[one], rtol) and any(agrees(a, right[other], rtol) for other in later):
            names, last = joined(sorted([one, *others], key=order.index)), later[-1]
            return (
                f"{one} holds the numbers of {last}: {names} are one array. "
                f"`{last} = {one}` gives it a second name, and `+=` or "
                f"`{last}[...] = ...` changes it under each: `{one} + ...` and `{one}.copy()` make a new one."
            )
    return None


def in_another_order(results: dict, expected: dict, function: str, rtol: float) -> str | None:
    """A sentence if the right values come in a wrong order: all of them, or two that are interchanged."""
    names, got = list(expected), list(results.values())
    n, order = len(names), f"{function} should return {', '.join(names)}, in this order."
    # Six results have 720 orders; seven would have 5,040. Most answers are right as they are.
    if n > 6 or all(map(agrees, got, expected.values(), [rtol] * n)):
        return None
    # Which value fits which name: equal right answers fit several.
    right = [[agrees(value, wanted, rtol) for wanted in expected.values()] for value in got]
    orders = permutations(range(n)) if all(map(any, right)) else ()
    if any(all(right[i][j] for i, j in enumerate(places)) for places in orders):
        return f"The values are right, but they come in another order: {order}"
    for i, j in combinations(range(n), 2):
        # The other values may be wrong for other reasons.
        if right[i][j] and right[j][i] and not right[i][i] and not right[j][j]:
            return f"{names[i]} and {names[j]} have changed places: {order}"
    return None
