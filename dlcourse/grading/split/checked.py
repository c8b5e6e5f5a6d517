"""Checked: the questions of this course's checks that the student's process has to answer.

The checks look at what a result is, also where it is no numbers; so what crosses for one tells its kind. The
checks import much: they are imported when they ask.
"""

import inspect
from collections.abc import Iterator

import numpy as np

from dlcourse.grading.split.wire import Forged

# np.ma takes NumPy a while to import, and few results are of it
SUBCLASSES = {"matrix": lambda: np.matrix, "MaskedArray": lambda: np.ma.MaskedArray}


def asked(what: str, parts) -> list:
    """In the judge: the parts of a question as they cross: what lies on the strict device is named."""
    from dlcourse.strict_array import StrictArray

    if what != "call":
        return [*parts]
    inputs, *more = parts
    there = [name for name, value in inputs.items() if type(value) is StrictArray]
    return [{name: v.get() if name in there else v for name, v in inputs.items()}, there, *more]


def answer(function, what: str, *parts):
    """In the student's process: what `peeks`, `unused` and `call` say of a function."""
    from dlcourse.checks.calls import call, unused
    from dlcourse.checks.limits import Limits
    from dlcourse.checks.peeking import peeks
    from dlcourse.strict_array import strict

    if what != "call":
        return {"peeks": peeks, "unused": unused}[what](function)
    inputs, there, limits, name = parts
    inputs = {key: strict.asarray(value) if key in there else value for key, value in inputs.items()}
    outcome = call(function, inputs, Limits(**limits), name)
    return [told(outcome.result), outcome.problem, outcome.warned, outcome.printed]


def told(result):
    """[kind, value] of a result, or of each part of several."""
    from dlcourse.strict_array import StrictArray
    from dlcourse.tensor import Tensor

    if type(result) in (tuple, list):
        return [type(result).__name__, [told(one) for one in result]]
    if type(result) is StrictArray:
        return ["strict", result.get()]
    name = type(result).__name__
    if isinstance(result, np.ndarray) and name in SUBCLASSES:
        return [name, np.asarray(result)]
    if type(result) is Tensor and type(result.array) is np.ndarray:
        return ["tensor", result.array]
    for plain, exact in EXACT.items():
        if isinstance(result, plain) and type(result).__module__ not in PLAIN:
            return ["plain", exact(result)]
    for kind, fits in OTHERS.items():
        if fits(result):
            if kind == "coroutine":
                getattr(result, "close", list)()  # else Python warns that it was never awaited
            return [kind, name]
    return ["plain", result]


EXACT = {int: int.__int__, float: float.__float__, np.ndarray: np.asarray}  # of what may be a subclass
OTHERS = {  # what is no plain value, as the checks tell it apart
    "callable": callable,
    "generator": inspect.isgenerator,
    "coroutine": inspect.isawaitable,
    "iterator": lambda result: isinstance(result, Iterator),
    "object": lambda result: type(result).__module__ not in PLAIN,
}
PLAIN = frozenset(("builtins", "numpy", "fractions", "decimal", "collections"))


def read(what: str, found, raised=()):
    """In the judge: an answer, of whose kind it must be. Raises Forged for anything else.

    raised: what the tests' own functions have raised meanwhile. A limit of theirs is raised again: the
    student's code cannot catch it.
    """
    from dlcourse.checks.limits import Refused

    for error in raised:
        if isinstance(error, Refused):
            raise error
    if what != "call":
        fits = found is None or type(found) is str if what == "peeks" else is_texts(found)
        if not fits:
            raise Forged("an answer of no known kind")
        return found
    if type(found) is not list or len(found) != 4:
        raise Forged("an outcome of no known kind")
    result, problem, warned, printed = found
    if not (problem is None or type(problem) is str) or not is_texts(warned) or type(printed) is not bool:
        raise Forged("an outcome of no known kind")
    return [meant(result), problem, warned, printed]


def is_texts(x) -> bool:
    """Whether a value is a list of texts."""
    return type(x) is list and all(type(one) is str for one in x)


def meant(said):
    """The result that [kind, value] says; for what is no plain value, something of that name."""
    if type(said) is not list or len(said) != 2 or type(said[0]) is not str:
        raise Forged("a result of no known kind")
    kind, value = said
    if kind in ("tuple", "list"):
        if type(value) is not list:
            raise Forged("several results that are none")
        parts = [meant(one) for one in value]
        return tuple(parts) if kind == "tuple" else parts
    if kind in ("strict", "tensor"):
        return on_device(value) if kind == "strict" else tensor(value)
    if kind in SUBCLASSES:
        return array(value).view(SUBCLASSES[kind]())
    if kind in OTHERS and type(value) is str and value.isidentifier() and len(value) <= 100:
        return standing_for(kind, value)
    if kind != "plain":
        raise Forged("a result of no known kind")
    return value


def on_device(value):
    """An array on the strict device."""
    from dlcourse.strict_array import strict

    return strict.asarray(array(value))


def tensor(value):
    """A Tensor of this array."""
    from dlcourse.tensor import Tensor

    return Tensor(array(value))


STANDING = {"callable": "__call__", "coroutine": "__await__", "iterator": "__next__"}


def standing_for(kind: str, name: str):
    """An object of that kind, of a class of that name."""
    if kind == "generator":
        return (None for _ in ())
    methods = {STANDING[kind]: iter} if kind in STANDING else {}
    methods |= {"__iter__": iter} if kind == "iterator" else {}
    return type(name, (), {**methods, "__module__": "student"})()


def array(value):
    """The value, if it is an array. Raises Forged otherwise."""
    if type(value) is not np.ndarray:
        raise Forged("an array that is none")
    return value
