"""Checks: a student's function that runs in another process, where one grades.

What has to look into the function, or stand around its call (limits, warnings, its own lines in an error), is
done there; what comes back is data, and is judged here.
"""

from collections.abc import Callable


def ask_there(function) -> Callable | None:
    """(what, *parts) -> the answer of the process that the function runs in; None for a function of this one.

    what: "peeks", "unused" or "call", as in the modules of these names.
    """
    asks = getattr(type(function), "_checks_there", None)
    return None if asks is None else asks.__get__(function)
