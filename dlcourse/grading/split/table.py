"""Table: what the student's half knows by numbers: its own objects, and the tests' functions and objects.

An object of the student's that is no plain value crosses as a handle, a number by which the judge can call
it or ask for an attribute. What the tests pass in the same way stands here as a call-back.
"""

import importlib
import inspect
import pathlib
import types

from dlcourse.grading.split import closed_lists, hints, rows
from dlcourse.grading.split.callbacks import Callback, TestObject, TestsIterator

METHODS = "iter next len enter exit await getitem setitem delitem reversed contains dataclass_fields".split()
FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType)


class Table:
    """Objects by their numbers.   ask: (operation, *values) -> the judge's answer"""

    def __init__(self, ask, main: dict):
        self.ask, self.main = ask, main
        self.objects, self.numbers, self.sent = {}, {}, {}
        self.callbacks: dict = {}
        self.rows = rows.Classes()
        self.count = 0

    def refer(self, encoder, x):
        """What crosses for a value of no plain kind."""
        if isinstance(x, Callback | TestObject | TestsIterator) and type(x).__module__ == Callback.__module__:
            return ["f", object.__getattribute__(x, "_number")]
        if known := closed_lists.name_of(x):
            return ["y", known]
        if isinstance(x, types.ModuleType):
            raise TypeError("a module cannot cross to the tests: import it there")
        if hint := hints.said(encoder, x):
            return hint
        if rows.is_plain(x):
            return self.rows.said(encoder, x)
        number = self.numbers.get(id(x))
        if number is None:
            self.count += 1
            number = self.numbers[id(x)] = self.count
            self.objects[number] = x
        self.sent[number] = self.sent.get(number, 0) + 1
        return ["h", number, *self.description(encoder, x)]

    def description(self, encoder, x):
        """[kind, name, next class of its line], by which the judge chooses what stands for it."""
        if isinstance(x, type):
            name = str(type.__dict__["__name__"].__get__(x))[:200]
            if issubclass(x, BaseException):
                return ["error", name, encoder.value(x.__mro__[1])]
            return ["class", name, has(type(x))]
        name = getattr(x, "__name__", "") if isinstance(x, FUNCTIONS) else ""
        name = name[:200] if type(name) is str else ""
        if inspect.iscoroutine(x):
            return ["coroutine", name, []]
        kind = "function" if isinstance(x, FUNCTIONS) else "callable" if callable(x) else "object"
        name = name or type.__dict__["__name__"].__get__(type(x))[:200]
        return [kind, name, [] if kind == "function" else has(type(x))]

    def forget(self, released) -> None:
        """The judge holds some handles no more: [[number, how often it had come], ...]."""
        for number, times in released:
            if number in self.objects:
                self.sent[number] -= times
                if self.sent[number] <= 0:
                    x = self.objects.pop(number)
                    del self.numbers[id(x)], self.sent[number]

    def resolve(self, decoder, letter, parts):
        """The value of what the judge has said."""
        if letter == "h":
            return self.objects[parts[0]]
        if letter == "y":
            return closed_lists.ALL[parts[0]]
        if letter == "k":  # a function that the libraries of both halves have
            found = importlib.import_module(parts[0])
            for name in parts[1].split("."):
                found = getattr(found, name)
            return found
        if letter == "pa":
            return pathlib.Path(parts[0])
        if letter == "m":
            return importlib.import_module(parts[0])
        if letter == "f":
            return self.callback(*parts)
        if letter == "th":
            return hints.read(decoder, *parts)
        if letter == "nt":
            return self.rows.row(decoder, *parts)
        raise ValueError(f"a letter of no meaning: {letter!r}")

    def callback(self, number, kind, name, doc=None):
        """What stands for a function or an object of the tests."""
        if number not in self.callbacks:
            make = {"function": Callback, "iterator": TestsIterator, "object": TestObject}[kind]
            if kind == "object" and name.isidentifier():  # `type(x).__name__` is that of the test's class
                make = type(name, (make,), {"__slots__": (), "__module__": make.__module__})
            self.callbacks[number] = made = make(self, number, name)
            if doc is not None:
                made.__doc__ = doc
        return self.callbacks[number]


def has(kind) -> list[str]:
    """Which of METHODS a class has."""
    return [name for name in METHODS if getattr(kind, f"__{name}__", None) is not None]
