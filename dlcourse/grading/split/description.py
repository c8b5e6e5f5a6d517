"""Description: what the student's half says of its objects: a signature, an array, the name of a warning."""

import contextlib
import inspect
import traceback

import numpy as np

from dlcourse.grading.split import closed_lists
from dlcourse.grading.split.changes import put


def signature(x) -> list:
    """[[name, kind, default, annotation], ...] of the parameters, and the annotation of what comes back.

    A default and an annotation are [it], or [] where there is none.
    """
    found = inspect.signature(x)
    parameters = [
        [one.name, int(one.kind), given(one.default), given(one.annotation)]
        for one in found.parameters.values()
    ]
    return [parameters, given(found.return_annotation)]


def given(x) -> list:
    """[x], or [] for what is not there."""
    return [] if x is inspect.Signature.empty else [x]


def as_array(x, dtype):
    """The object as a plain array. Raises TypeError for one of no numbers."""
    found = np.asarray(x) if dtype is None else np.asarray(x, dtype=dtype)
    if type(found) is not np.ndarray or (found.dtype == object and found.ndim == 0):
        raise TypeError(f"a {type(x).__name__} is no array")
    return found


def lines(error) -> list:
    """The lines of the student's that an exception went through: [number in the cell, the line]."""
    with contextlib.suppress(BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        own = [one for one in frames if "ipython-input" in one.filename][-5:]
        return [[one.lineno, (one.line or "")[:200]] for one in own]
    return []


def warning_name(category) -> str:
    """The name of a warning's class, or of the first that Python itself has."""
    names = (kind.__name__ for kind in getattr(category, "__mro__", ()))
    return next((name for name in names if name in closed_lists.WARNINGS), "UserWarning")


def waited_for(x):
    """What an awaitable gives."""
    import asyncio  # here: it is large, and few answers are coroutines

    async def awaited():
        return await x

    return asyncio.run(awaited())


def put_into(student, path, value) -> None:
    """Give a container of the student's, found by its path, what a test has put into its copy.

    path: a name, or an object and an attribute.
    """
    old = student.names.get(path[0]) if len(path) == 1 else getattr(*path, None)
    if type(old) is type(value):
        put(old, value)
    elif len(path) == 1:
        student.names[path[0]] = value
    else:
        setattr(*path, value)
