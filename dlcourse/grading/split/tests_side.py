"""Tests' side: what tests pass to a student's code, and what may be asked of it from there.

A function of a test can be called; an object of a class that the tests define, or a mock, can also be asked
for its public attributes. Nothing else of the judge's can be reached.
"""

import builtins
import cmath
import io
import math
import operator
import pathlib
import statistics
import sys
import types

import numpy as np

from dlcourse.grading.split import closed_lists, handles, hints, remote_errors, rows
from dlcourse.grading.split.callbacks import COMPARED, REFLECTED, SPECIAL
from dlcourse.grading.split.faults import StudentEnded, StudentError
from dlcourse.grading.split.wire import Forged

LIBRARIES = {one.__name__: vars(one) for one in (builtins, math, cmath, operator, statistics, np)}
SPECIALS = frozenset(f"__{name}__" for name in (*SPECIAL, *COMPARED, *REFLECTED))
MOST_ITEMS = 100_000  # that an iterator gives
MISSING = object()


class Passed:
    """What the tests have passed to the student's code, by number."""

    def __init__(self, session):
        self.session = session
        self.objects, self.numbers = [], {}
        self.raised: list = []  # by the tests' own functions

    def refer(self, encoder, x):
        """What crosses for a value of no plain kind."""
        number = handles.number_of(x, self.session)
        if number is not None:
            return ["h", number]
        if known := closed_lists.name_of(x):
            return ["y", known]
        if isinstance(x, types.ModuleType):
            return ["m", x.__name__]
        if type(x) is type(pathlib.Path()):  # one of the student's stays theirs: it leads into their process
            return ["pa", str(x)]
        if hint := hints.said(encoder, x):
            return hint
        if rows.is_row(x) or rows.is_plain(x):
            return rows.said(encoder, x)
        if known := library_name(x):
            return ["k", *known]
        if id(x) not in self.numbers:
            self.numbers[id(x)] = len(self.objects)
            self.objects.append(x)
        return ["f", self.numbers[id(x)], kind_of(x), label(x), doc_of(x)]

    def resolve(self, decoder, letter, parts):
        """The value of what the student's half has said."""
        if letter == "h":
            return handles.handle(self.session, decoder, *parts)
        if letter == "y" and len(parts) == 1 and type(parts[0]) is str and parts[0] in closed_lists.ALL:
            return closed_lists.ALL[parts[0]]
        if letter == "f" and len(parts) == 1:
            return self.object(*parts)
        if (letter, len(parts)) in (("th", 2), ("nt", 3)):
            return {"th": hints.read, "nt": rows.row}[letter](decoder, *parts)
        raise Forged("a value of no known kind")

    def object(self, number):
        if type(number) is not int or not 0 <= number < len(self.objects):
            raise Forged("an object that the tests have not passed")
        return self.objects[number]

    def done(self, asked) -> tuple:
        """("back", value) or ("raise", [class, arguments]) of what the student's half asks."""
        if type(asked) is not list or len(asked) < 2 or asked[0] not in OPERATIONS:
            raise self.session.end("crashed", "Its process asked what cannot be asked.")
        operation, target, *parts = asked
        if not any(target is one for one in self.objects):
            raise self.session.end("crashed", "Its process asked for what the tests have not passed.")
        try:
            return "back", OPERATIONS[operation](target, *parts)
        except StudentEnded:
            raise
        except BaseException as error:
            self.raised.append(error)
            kind = next(k for k in type(error).__mro__ if k in closed_lists.NAMES)
            return "raise", [kind, [str(error)], len(self.raised) - 1]

    def exception(self, told):
        """The exception to raise in the test for one that the student's code raised."""
        if type(told) is not tuple or len(told) != 7:
            raise Forged("an exception that is none")
        kind, text, args, of_test, handle, lines, cause = told
        if type(of_test) is int and 0 <= of_test < len(self.raised):
            return self.raised[of_test]  # the tests' own, on its way back
        fits = isinstance(kind, type) and issubclass(kind, BaseException) and type(text) is str
        if not fits or type(args) is not tuple:
            raise Forged("an exception that is none")
        error = made(kind, text, args)
        error._raised_by_student = (text, lines)
        if isinstance(cause, type) and issubclass(cause, BaseException):
            error.__cause__ = made(cause, "", ())
        if remote_errors.is_own(kind):
            error._handle = handle
        return error


def made(kind, text: str, args: tuple):
    """An exception of a class, with its arguments where they fit."""
    if issubclass(kind, closed_lists.ENDING):
        ended = RuntimeError(f"{kind.__name__}: {text}")
        ended._ending = kind
        return ended
    if remote_errors.is_own(kind):
        error = kind.__new__(kind, *args)
        error._text = text
        return error
    for own in (args, (text,)):
        try:
            return kind(*own)
        except Exception:  # noqa: PERF203  such as UnicodeDecodeError, which has five
            continue
    return StudentError(f"{kind.__name__}: {text}")


def library_name(x):
    """(module, name) of a function that both halves have under that name; None of any other."""
    name, home = getattr(x, "__name__", None), (getattr(x, "__module__", None) or "").split(".")[0]
    if type(name) is not str or not callable(x) or (type(x) is types.FunctionType and home not in LIBRARIES):
        return None
    found = (module for module, known in LIBRARIES.items() if known.get(name, MISSING) is x)
    return next(((module, name) for module in found), None)


def is_open(x) -> bool:
    """Whether the student's code may ask for public attributes: of tests' classes, mocks, files in memory."""
    return type(x).__module__ == "__main__" or is_mock(x) or type(x) in (io.StringIO, io.BytesIO)


def is_mock(x) -> bool:
    """Whether an object is a mock: there is none before somebody has imported them, and few tests do."""
    mock = sys.modules.get("unittest.mock")
    return mock is not None and isinstance(x, mock.NonCallableMock)


def kind_of(x) -> str:
    """How an object of the tests stands in the student's process."""
    if is_open(x):
        return "object"
    if hasattr(type(x), "__next__"):
        return "iterator"
    return "function" if callable(x) else "object"


def label(x) -> str:
    """The name of a function, or of an object's class."""
    name = type(x).__name__ if kind_of(x) == "object" else getattr(x, "__name__", "function")
    return name if isinstance(name, str) else "function"


def doc_of(x):
    """The docstring of a function of the tests, which a decorator of the student's may hand on."""
    return x.__doc__ if isinstance(x, types.FunctionType) and type(x.__doc__) is str else None


def is_readable(x, name) -> bool:
    """Whether the student's code may have a public attribute: of a mock, none with which tests ask it."""
    if is_mock(x):
        return not hasattr(type(x), name)
    return is_open(x) or (isinstance(x, type) and x.__module__ == "__main__")


def is_writable(x, name) -> bool:
    """Whether the student's code may set an attribute: none in the place of a method."""
    return is_open(x) and is_readable(x, name) and not callable(getattr(type(x), name, None))


def open_one(x):
    """The object, if it may be looked into. Raises AttributeError otherwise."""
    if not is_open(x):
        raise AttributeError("only the tests can look into this object")
    return x


def attribute(x, name):
    """A public attribute."""
    if type(name) is not str or name.startswith("_"):
        raise AttributeError("only public attributes can be had here")
    if not is_readable(x, name):
        raise AttributeError("only the tests can look into this object")
    return getattr(x, name)


def set_attribute(x, name, value):
    """Set a public attribute."""
    if type(name) is not str or name.startswith("_"):
        raise AttributeError("only public attributes can be set here")
    if not is_writable(x, name):
        raise AttributeError("only the tests can set this")
    setattr(x, name, value)


def call(x, args, kwargs):
    """What a function of the tests gives."""
    if not callable(x) or type(args) is not tuple or type(kwargs) is not dict:
        raise TypeError("this object cannot be called")
    return x(*args, **kwargs)


def following(x):
    """[the next], or [] at the end."""
    if not hasattr(type(x), "__next__"):
        raise TypeError("this object is no iterator")
    for item in x:
        return [item]
    return []


def special(x, name, *others):
    """What an operator gives, of an object whose class in the tests has it."""
    if type(name) is not str or name not in SPECIALS:
        raise AttributeError("no such operator")
    own = getattr(type(open_one(x)), name, None)
    if own is None and name == "__bool__":
        return len(x) > 0 if hasattr(type(x), "__len__") else True
    if own is None:
        raise TypeError(f"a {type(x).__name__} of the tests has no {name}")
    return own(x, *others)


def iterate(x):
    """An iterator over an object of the tests."""
    found = iter(open_one(x))
    return (one for one in found) if found is x else found  # a file is its own


OPERATIONS = {
    "call": call,
    "attribute": attribute,
    "set": set_attribute,
    "next": following,
    "iterate": iterate,
    "text": lambda x: repr(open_one(x)) if is_open(x) else f"<{type(x).__name__}>",
    "special": special,
}
