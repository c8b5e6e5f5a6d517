"""What the tests of machine code share: numpy as the oracle, bit by bit, and numbers at which it gets hard.

NaN counts as NaN everywhere: IEEE 754 leaves its sign and its payload open.
"""

import contextlib
from functools import partial

import numpy as np
import pytest

from dlcourse.replay.flags import RaisedFlag
from dlcourse.replay.machine_code import as_machine_code, segments
from dlcourse.replay.machine_code.environment import environment

if environment() is None:
    pytest.skip("no machine code: pip install -e '.[fast]'", allow_module_level=True)

FLOATS = ("float32", "float64")
INTEGERS = ("int8", "uint32", "int64", "uint64")
SIZES = [*range(1, 41), 100]  # all tails that a vector can leave, and more than one vector


def call(function, *args, **options):
    """A call as tapes bind it."""
    return partial(function, *args, **options)


def special(dtype):
    """Numbers of a dtype at which arithmetic goes wrong first."""
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return np.array([True, False])
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        return np.array([limits.min, limits.max, 0, 1, limits.max - 1, limits.min + 1, 7], dtype)
    limits = np.finfo(dtype)
    ordinary = [0.0, 1.0, 1.5, 3.0, np.pi, limits.eps]
    extreme = [np.inf, limits.max, limits.tiny, limits.smallest_subnormal, 37 * limits.smallest_subnormal]
    numbers = np.array([*ordinary, *extreme], dtype)
    return np.concatenate([numbers, -numbers, np.array([np.nan], dtype)])


def numbers(shape, dtype="float64", seed=0, plain=False):
    """Random numbers; unless `plain`, some of them special."""
    rng, dtype = np.random.default_rng(seed), np.dtype(dtype)
    if dtype.kind != "f":
        return rng.choice(special(dtype), shape)
    x = rng.normal(size=shape).astype(dtype)
    return x if plain else np.where(rng.random(shape) < 0.3, rng.choice(special(dtype), shape), x)


def bits(array):
    """The bytes of an array, NaN as NaN."""
    array = np.array(array)
    if array.dtype.kind == "f":
        array[np.isnan(array)] = np.nan
    return array.tobytes()


def run(calls) -> None:
    """Do the calls, whatever flags they raise."""
    with np.errstate(all="ignore"):
        for function in calls:
            with contextlib.suppress(RaisedFlag):
                function()


def outcomes(calls, memory, scratch=()):
    """What numpy and what machine code make of the arrays in `memory`, both from what these hold now: after
    one run and, unless there is scratch, after another.   -> (by numpy, by machine code, the callables)
    """
    before = [a.copy() for a in memory]
    fast, found = as_machine_code(calls, scratch), []
    for way in (calls, fast):
        for array, content in zip(memory, before, strict=True):
            array[...] = content
        found.append([])
        for _ in range(1 if scratch else 2):
            run(way)
            found[-1] += [a.copy() for a in memory]
    return *found, fast


def expect_same_bits(calls, memory, in_python=0):
    """Machine code, with `in_python` calls left to Python, gives the bits of numpy.   -> the callables"""
    by_numpy, by_code, fast = outcomes(calls, memory)
    left = [part for part in fast if not isinstance(part, segments.Segment)]
    assert len(left) == in_python, f"left to Python: {left}"
    for a, b in zip(by_numpy, by_code, strict=True):
        assert bits(a) == bits(b), f"numpy {a[a != b]}, machine code {b[a != b]}"
    return fast


def compiled(*calls, scratch=()):
    """All calls as one Segment."""
    [segment] = as_machine_code(list(calls), scratch)
    assert isinstance(segment, segments.Segment)
    return segment


def kinds_of(function):
    """The kinds of flags that a Segment raises."""
    try:
        function()
    except RaisedFlag as flag:
        return flag.kinds
    return []
