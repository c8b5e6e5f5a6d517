"""Chapter 20: places that a step reads and that may change: attributes, cells of a closure, lists."""

import functools
import sys
from collections.abc import Callable
from types import FunctionType, SimpleNamespace
from typing import NamedTuple

from dlcourse.layers.module import Module
from dlcourse.replay.reads import reads
from dlcourse.replay.trust import CONSTANTS, is_trusted
from dlcourse.tensor import Parameter

MADE_AT_RUN_TIME = 1 << 9  # Py_TPFLAGS_HEAPTYPE, as every class of Python's is
SHOWN = {object, SimpleNamespace, *CONSTANTS}  # classes in C without state, or whose attributes show it all
EMPTY = object()  # stands for a name that is not set; None would not do, since it may be a value


class Place(NamedTuple):
    """A place whose values may change: its name in words, and a function that returns its values.

    keys, get: where get(key) reads the values one by one. space: the dict or list itself, where all of it
    counts. module: the owner of the attributes, for a Module of the library. put: a function that restores
    values, None where nothing is to be restored.
    """

    words: str
    values: Callable
    keys: tuple = ()
    get: Callable | None = None
    space: object = None
    module: object = None
    put: Callable | None = None


class Slots:
    """The attributes in an object's `__slots__`, with the interface of a dict, as vars(x) has for others."""

    def __init__(self, x, names):
        self.x, self.names = x, names

    def get(self, name, default=None):
        return getattr(self.x, name, default) if name in self.names else default  # no method of the class

    def items(self):
        return [(name, self.get(name, EMPTY)) for name in self.names]


def put_under(owner, space, names, values) -> None:
    """Restore the values of the names in a namespace; owner: whose it is, None for a function's globals."""
    for name, value in zip(names, values, strict=True):
        if space.get(name, EMPTY) is value:
            continue
        # vars() of a class is a read-only mapping, and Slots are no dict: there by setattr.
        if isinstance(space, dict):
            space.pop(name) if value is EMPTY else space.update({name: value})
        else:
            delattr(owner, name) if value is EMPTY else setattr(owner, name, value)


def put_all(space, then, values) -> None:
    """Restore the attributes of an object to those of `then`, and delete those added since."""
    for name in space.keys() - then.keys():  # a new set, so deleting does not disturb the loop
        del space[name]
    space.update(then)


def put_in_row(x, values) -> None:
    """Restore the values of a list, a deque or a set, in place: others may refer to the same one."""
    if list(x) != values or any(a is not b for a, b in zip(x, values, strict=False)):
        x.clear()
        (x.update if isinstance(x, set) else x.extend)(values)


def put_in_pairs(x, values) -> None:
    """Restore a dict from its keys and values in turn."""
    # Keys and values by identity: to compare arrays with == has no single answer.
    now = [part for item in list(x.items()) for part in item]
    if len(now) != len(values) or any(a is not b for a, b in zip(now, values, strict=True)):
        x.clear()
        x.update(zip(values[::2], values[1::2], strict=True))


def put_in_cells(cells, values) -> None:
    """Restore the values in the cells of a closure."""
    for cell, value in zip(cells, values, strict=True):
        if value is not EMPTY:  # an unassigned variable stays as it is
            cell.cell_contents = value


def content(cell):
    """The value in a cell of a closure, or EMPTY."""
    try:
        return cell.cell_contents
    except ValueError:  # the variable is not assigned yet
        return EMPTY


def own_classes(kind) -> list:
    """The class and its bases, in the order of lookup, without those of trusted modules."""
    return [part for part in kind.__mro__ if not is_trusted(part.__module__, part.__name__)]


@functools.lru_cache(maxsize=256)
def names_within(kind) -> frozenset:
    """All names in the methods and properties of a class and its bases."""
    found = set()
    for part in kind.__mro__:
        for value in vars(part).values():
            # of a property, of a classmethod or staticmethod, or the function itself
            function = getattr(value, "fget", getattr(value, "__func__", value))
            if isinstance(function, FunctionType):
                found |= reads(function.__code__).names
    return frozenset(found)


@functools.lru_cache(maxsize=256)
def names_inherited(kind) -> frozenset:
    """All names in the code that a user's class inherits from the library or from Python."""
    parts = [part for part in kind.__mro__ if is_trusted(part.__module__, part.__name__)]
    return frozenset().union(*map(names_within, parts))


def holds_modules(value) -> bool:
    """Whether a value is, or contains, a Module or Parameter, as `Module.parameters` finds them."""
    if isinstance(value, list | tuple | dict):
        return any(map(holds_modules, value.values() if isinstance(value, dict) else value))
    return isinstance(value, Module | Parameter)


def hides_state(kind) -> bool:
    """Whether objects of the class may have state that no attribute shows, as a class in C gives it to them.

    Such are an exception, whose `args` change, and a bytearray, also those of a class that inherits from one.
    """
    return any(is_in_c(part) for part in kind.__mro__ if part not in SHOWN)


def is_in_c(kind) -> bool:
    """Whether the class is written in C."""
    name = kind.__module__
    file = getattr(sys.modules.get(name), "__file__", None) or ""
    known = name in sys.builtin_module_names or name.startswith("_cython") or file.endswith((".so", ".pyd"))
    # numpy gives classes in C the names of modules in Python. Those that are static tell themselves.
    return known or not kind.__flags__ & MADE_AT_RUN_TIME
