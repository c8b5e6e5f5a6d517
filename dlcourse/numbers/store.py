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

from dlcourse.numbers.sources import digest

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
        prefix = f"{function.__module__.rsplit('.', 1)[-1]}.{function.__name__}.{call}."
        code = _short(digest(function.__module__) + sys.version + np.__version__)
        path = Path(folder, f"{prefix}{code}.pickle")
        try:
            return pickle.loads(path.read_bytes())
        except FileNotFoundError:
            result = pickle.dumps(function(*args, **kwargs))
        _store(path, prefix, result)
        return pickle.loads(result)

    return run


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
