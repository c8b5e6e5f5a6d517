"""Checks: inputs that a function must not change, and inputs in other layouts and dtypes."""

import copy
import functools

import numpy as np

from dlcourse.checks.devices import at_hand, is_on_device
from dlcourse.checks.listed import each_array, has_arrays, laid_out
from dlcourse.checks.wording import exact, place
from dlcourse.strict_array import StrictArray


def remember(inputs: dict) -> dict:
    """Copies of the arrays, lists and dicts among the inputs, for a comparison after the call."""
    return {name: copy.deepcopy(value) for name, value in inputs.items() if isinstance(value, WRITABLE)}


WRITABLE = (np.ndarray, StrictArray, list, dict, set)


def unchanged(inputs: dict, before: dict, function: str = "the function") -> str | None:
    """A sentence on the first input that has changed since `remember`; None when none has."""
    inputs, before = at_hand(inputs), at_hand(before)
    lists = [name for name, old in before.items() if has_arrays(old)]
    if other := [name for name in lists if len(inputs[name]) != len(before[name])]:
        return _other_entries(function, other[0])
    now_laid_out = laid_out({name: inputs[name] for name in before})
    for name, old in laid_out(before).items():
        now = now_laid_out.get(name)
        if type(now) is not type(old):
            return _other_entries(function, name.split("[")[0])
        if not isinstance(old, np.ndarray):
            if now != old:
                kind = type(old).__name__
                parts = old.values() if isinstance(old, dict) else old
                nested = any(isinstance(part, WRITABLE) for part in parts)  # which kind(...) would not copy
                copy = "copy.deepcopy" if nested else kind
                return (
                    f"{function} changed its input: the {kind} {name} is not what it was before. "
                    f"Work on a copy, as `{copy}({name})` makes one."
                )
            continue
        if (now.shape, now.dtype) == (old.shape, old.dtype) and now.tobytes() == old.tobytes():
            continue  # as nearly always: the rest takes longer
        if now.shape != old.shape:  # x.shape = (...) changes the caller's array in place
            return f"{function} changed the shape of its input {name} from {old.shape} to {now.shape}."
        differs = ~((now == old) | (np.isnan(now) & np.isnan(old)))  # NaN does not equal itself
        if differs.any():
            index = tuple(np.argwhere(differs)[0])
            return (
                f"{function} changed its input: {place(name, index)} was {exact(old[index])} before the "
                f"call and is {exact(now[index])} after it. {_in_place(name)}"
            )
    return None


def put_back(inputs: dict, before: dict) -> None:
    """The inputs as they were at `remember`, in the same arrays and lists: the next call finds them so."""
    for name, old in before.items():
        if isinstance(old, StrictArray):
            inputs[name][...] = old
        elif isinstance(old, np.ndarray):
            inputs[name].shape = old.shape
            inputs[name][...] = old
        elif type(inputs[name]) is type(old) is list:
            inputs[name][:] = copy.deepcopy(old)  # in place: other variants have the same list
        elif type(inputs[name]) is type(old) in (dict, set):
            inputs[name].clear()
            inputs[name].update(copy.deepcopy(old))
        else:
            inputs[name] = copy.deepcopy(old)


def _other_entries(function: str, name: str) -> str:
    return f"{function} changed its input: the list {name} has other entries than before."


def _in_place(name: str) -> str:
    return (
        f"`{name} -= ...` or `{name}[...] = ...` writes into the caller's array; `{name} - ...` and "
        f"`{name}.copy()` make a new one."
    )


def strided(inputs: dict) -> dict:
    """The same numbers in arrays that are not contiguous: every second entry of arrays twice as large."""
    return {name: each_array(_spread, value) for name, value in inputs.items()}


def as_float32(inputs: dict) -> dict:
    """The float arrays of the inputs, and those in lists of arrays, rounded to float32."""
    return {name: each_array(_rounded, value) for name, value in inputs.items()}


def as_float64(inputs: dict) -> dict:
    """The same values, contiguous and in float64, for a reference solution."""
    exact = functools.partial(np.array, dtype=np.float64)
    return {name: each_array(exact, value) for name, value in at_hand(inputs).items()}


def variants(inputs: dict):
    """The inputs, the same not contiguous, and in float32; once only where there are no arrays.

    What is not contiguous finds x.shape = ... and reshapes taken for views. No array is shared with `inputs`.
    """
    if is_on_device(inputs):
        yield copy.deepcopy(inputs)
        return
    yield as_float64(inputs)
    if any(isinstance(value, np.ndarray) or has_arrays(value) for value in inputs.values()):
        yield strided(inputs)
        yield as_float32(inputs)


def _rounded(value):
    return value.astype(np.float32) if value.dtype.kind == "f" else value


def _spread(value):
    if not value.ndim:
        return value
    # NaN between the entries, so that code that reads there returns NaN.
    large = np.full(tuple(2 * length for length in value.shape), np.nan)
    even = (slice(None, None, 2),) * value.ndim
    large[even] = value
    return large[even]
