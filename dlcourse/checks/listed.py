"""Checks: lists of arrays, one for each layer. Each entry stands by itself, under a name such as "dW[0]"."""

import re
from collections.abc import Callable, Iterable

import numpy as np

ENTRY = re.compile(r"(\w+)\[\d+\]")  # the name of an entry of a list


def entries(name: str, values: Iterable) -> dict:
    """The entries of a list by their names, as a judge gives them.

    >>> entries("dW", [1.0, 2.0])
    {'dW[0]': 1.0, 'dW[1]': 2.0}
    """
    return {f"{name}[{i}]": value for i, value in enumerate(values)}


def has_arrays(value) -> bool:
    """Whether it is a list of arrays."""
    return isinstance(value, list) and any(isinstance(part, np.ndarray) for part in value)


def laid_out(values: dict) -> dict:
    """The values by name, the entries of lists of arrays by theirs."""
    found = {}
    for name, value in values.items():
        found |= entries(name, value) if has_arrays(value) else {name: value}
    return found


def each_array(change: Callable, value):
    """The value, or each array of a list of arrays, changed; what holds no arrays as it is."""
    if has_arrays(value):
        return [each_array(change, part) for part in value]
    return change(value) if isinstance(value, np.ndarray) else value


def groups(names: Iterable[str]) -> dict[str, list[str]]:
    """The names of entries by the name of their list; others stand for themselves.

    >>> groups(["dW[0]", "dW[1]", "J"])
    {'dW': ['dW[0]', 'dW[1]'], 'J': ['J']}
    """
    found: dict = {}
    for name in names:
        match = ENTRY.fullmatch(name)
        found.setdefault(match[1] if match else name, []).append(name)
    return found


def apart(results: dict, lists: dict[str, list[str]]) -> tuple[dict, str | None]:
    """The results with the entries of lists by themselves; and None, or what is wrong with one of them.

    results: by name.   lists: as `groups` gives them
    """
    found, order = {}, f" Expected are {', '.join(lists)}, in this order." if len(lists) > 1 else ""
    for name, value in results.items():
        if lists[name] == [name]:
            found[name] = value
            continue
        n, wanted = len(lists[name]), f"{name} is a list of {len(lists[name])} arrays here"
        if not isinstance(value, (list, tuple, np.ndarray)):
            return {}, f"{wanted}; yours is of type {type(value).__name__}.{order}"
        if len(value) != n:
            return {}, f"{wanted}; yours has {len(value)}.{order}"
        found |= dict(zip(lists[name], value, strict=True))
    return found, None
