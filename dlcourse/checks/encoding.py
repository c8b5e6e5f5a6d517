"""Checks: values of inputs and results as JSON."""

import numpy as np

from dlcourse.checks.curves import CURVES
from dlcourse.strict_array import StrictArray, strict


def encode(value):
    """A value of inputs or results as JSON, with arrays, tuples, functions and the keys of dicts kept apart.

    >>> encode({"x": np.zeros(2), 3: (1, "a")})
    {'dict': [['x', {'array': [0.0, 0.0]}], [3, {'tuple': [1, 'a']}]]}
    """
    if isinstance(value, StrictArray):
        return {"device": encode(value.get())}
    if isinstance(value, np.ndarray):
        return {"float32" if value.dtype == np.float32 else "array": value.tolist()}
    if callable(value):
        return {"curve": value.__name__}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, dict):
        return {"dict": [[key, encode(item)] for key, item in value.items()]}
    if isinstance(value, tuple):
        return {"tuple": list(map(encode, value))}
    return list(map(encode, value)) if isinstance(value, list) else value


def decode(value):
    """What `encode` was given."""
    if isinstance(value, list):
        return list(map(decode, value))
    if not isinstance(value, dict):
        return value
    ((kind, items),) = value.items()
    if kind in ("array", "float32"):
        return np.array(items, np.float32 if kind == "float32" else None)
    if kind == "curve":
        return CURVES[items]
    if kind == "device":
        return strict.asarray(decode(items))
    return tuple(map(decode, items)) if kind == "tuple" else {key: decode(item) for key, item in items}
