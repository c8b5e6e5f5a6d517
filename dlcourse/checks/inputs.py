"""Checks: inputs that a function must not change, and inputs in other layouts and dtypes."""

import numpy as np

from dlcourse.checks.wording import exact, place


def remember(inputs: dict) -> dict:
    """Copies of the arrays among the inputs, for a comparison after the call."""
    return {name: value.copy() for name, value in inputs.items() if isinstance(value, np.ndarray)}


def unchanged(inputs: dict, before: dict, function: str = "the function") -> str | None:
    """A sentence on the first entry that has changed since `remember`; None when none has."""
    for name, old in before.items():
        now = inputs[name]
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


def aliased(results: dict, inputs: dict) -> str | None:
    """A sentence on a result that shares its memory with an input; None when none does."""
    for result, got in results.items():
        for name, value in inputs.items():
            # Not may_share_memory: bounds may overlap, numbers not.
            if isinstance(got, np.ndarray) and isinstance(value, np.ndarray) and np.shares_memory(got, value):
                return f"{result} is the input {name} itself, or a view of it. {_in_place(name)}"
    return None


def _in_place(name: str) -> str:
    return (
        f"`{name} -= ...` or `{name}[...] = ...` writes into the caller's array; `{name} - ...` and "
        f"`{name}.copy()` make a new one."
    )


def strided(inputs: dict) -> dict:
    """The same numbers in arrays that are not contiguous: every second entry of arrays twice as large."""
    return {name: _spread(value) for name, value in inputs.items()}


def as_float32(inputs: dict) -> dict:
    """The float arrays of the inputs rounded to float32."""
    return {
        name: value.astype(np.float32) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value
        for name, value in inputs.items()
    }


def as_float64(inputs: dict) -> dict:
    """The same values, contiguous and in float64, for a reference solution."""
    return {
        name: np.array(value, dtype=np.float64) if isinstance(value, np.ndarray) else value
        for name, value in inputs.items()
    }


def _spread(value):
    if not isinstance(value, np.ndarray) or not value.ndim:
        return value
    # NaN between the entries, so that code that reads there returns NaN.
    large = np.full(tuple(2 * length for length in value.shape), np.nan)
    even = (slice(None, None, 2),) * value.ndim
    large[even] = value
    return large[even]
