"""Chapter 18: honest numbers. Slow runs are kept on disk, until the code that they depend on changes.

Only where DLCOURSE_KEPT names a folder, as it does while the book is built: a page's cell, its numbers and
their test then run an experiment once. Elsewhere a kept function is run whenever it is called.
"""

import functools
import hashlib
import inspect
import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from dlcourse.numbers.sources import digest, digest_with_numbers

VARIABLE = "DLCOURSE_KEPT"
PLAIN = (int, float, str, bool, type(None), range)


def kept(function: Callable) -> Callable:
    """The function, its results kept on disk where DLCOURSE_KEPT says so.

    Arguments must be numbers, texts, ranges, or tuples of these (TypeError otherwise), and the result must be
    a value, which nothing but them and the code decides. A newer result takes the place of an older one.
    """
    signature = inspect.signature(function)

    @functools.wraps(function)
    def run(*args, **kwargs):
        folder = os.environ.get(VARIABLE)
        if not folder:
            return function(*args, **kwargs)
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        call = _short(repr([(name, _plain(function, value)) for name, value in bound.arguments.items()]))
        name = f"{function.__module__.rsplit('.', 1)[-1]}.{function.__name__}.{call}"
        return _found_or_made(folder, name, digest(function.__module__), lambda: function(*args, **kwargs))

    return run


def kept_numbers(module: str, make: Callable[[], dict]) -> dict:
    """The numbers of an experiment, by the module's dotted name, as `make` gives them; they are kept, too."""
    folder = os.environ.get(VARIABLE)
    return _found_or_made(folder, *_numbers(module), make) if folder else make()


def are_kept(module: str) -> bool:
    """Whether the numbers of an experiment are found on disk, so that nothing has to be run."""
    folder = os.environ.get(VARIABLE)
    return bool(folder) and _path(folder, *_numbers(module)).exists()


def _numbers(module):
    return f"{module.rsplit('.', 1)[-1]}.numbers", digest_with_numbers(module)


def _found_or_made(folder, name, code, make):
    path = _path(folder, name, code)
    try:
        return pickle.loads(path.read_bytes())
    except FileNotFoundError:
        result = pickle.dumps(make())
    _store(path, f"{name}.", result)
    return pickle.loads(result)


def _path(folder, name, code):
    """Where the result of a call lies.   code: a digest of what it depends on"""
    return Path(folder, f"{name}.{_short(code + sys.version + np.__version__)}.pickle")


def _plain(function, value):
    if isinstance(value, tuple | dict):
        items = value.items() if isinstance(value, dict) else value
        return tuple(_plain(function, item) for item in items)
    if not isinstance(value, PLAIN):
        raise TypeError(
            f"{function.__name__}: expected numbers, texts, ranges and tuples of them, since its results are "
            f"kept, got {type(value).__name__}; give what the value is made from"
        )
    return value


def _short(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _store(path, prefix, result):
    """Whole or not at all, should two processes store it at once; results of older code go, parts stay."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(result)
    part.replace(path)
    for older in path.parent.glob(f"{prefix}*.pickle"):
        if older != path:
            older.unlink(missing_ok=True)
