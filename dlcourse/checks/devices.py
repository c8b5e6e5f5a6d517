"""Checks: inputs that lie on a device: answers for NumPy and CuPy are tried on a strict double.

What leaves the device on the way raises an error that says what to write instead (`strict_array`); what comes
back as the wrong kind of array is told here.
"""

import contextlib
from collections.abc import Callable

import numpy as np

from dlcourse.strict_array import StrictArray, staying, strict


def on_device(inputs: dict) -> dict:
    """The inputs with their arrays on the strict device.

    >>> on_device({"x": np.zeros(2), "lr": 0.1})
    {'x': StrictArray(array([0., 0.])), 'lr': 0.1}
    """
    return {name: strict.asarray(v) if isinstance(v, np.ndarray) else v for name, v in inputs.items()}


def on_both(draw: Callable) -> Callable:
    """The `draw` of an exercise whose every input comes twice: in NumPy, and on the strict device."""
    return lambda rng: (kind(inputs) for inputs in draw(rng) for kind in (dict, on_device))


def is_on_device(inputs: dict) -> bool:
    """Whether an array of the inputs lies on the strict device."""
    return any(isinstance(value, StrictArray) for value in inputs.values())


def at_hand(inputs: dict) -> dict:
    """The same values in NumPy."""
    return {name: v.get() if isinstance(v, StrictArray) else v for name, v in inputs.items()}


def kept_there(inputs: dict):
    """A `with` block in which what lies on the device stays there."""
    return staying() if is_on_device(inputs) else contextlib.nullcontext()


def brought_back(result, names, inputs: dict) -> tuple[object, str | None]:
    """The result in NumPy, and a sentence if a part of it is of another kind than the inputs.

    names: of the parts.
    """
    several = isinstance(result, tuple | list)
    parts = list(result) if several else [result]
    if is_on_device(inputs) or any(isinstance(part, StrictArray) for part in parts):
        labels = list(names) if len(names) == len(parts) else [f"result {i + 1}" for i in range(len(parts))]
        for label, part in zip(labels, parts, strict=True):
            if problem := _strange(label, part, is_on_device(inputs)):
                return result, problem
    parts = [part.get() if isinstance(part, StrictArray) else part for part in parts]
    return (type(result)(parts) if several else parts[0]), None


def _strange(label: str, part, expected_there: bool) -> str | None:
    if isinstance(part, StrictArray) and not expected_there:
        return (
            f"{label} is a {type(part).__name__}, though the inputs are NumPy arrays: xp_of(x) says which "
            "library an array belongs to."
        )
    if expected_there and isinstance(part, np.ndarray | np.generic | int | float):
        kind = "NumPy array" if isinstance(part, np.ndarray) else "plain number"
        return (
            f"{label} is a {kind}, though the inputs lie on a device: make it with xp = xp_of(x), as in "
            "xp.zeros, and compute with arrays to the end."
        )
    return None
