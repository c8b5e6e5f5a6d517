"""Chapter 20: places in memory that a step reads, and that may hold something else at the next step."""

import functools
import sys
from collections.abc import Callable
from types import FunctionType
from typing import NamedTuple

from dlcourse.layers.module import Module
from dlcourse.replay.reads import reads
from dlcourse.replay.trust import is_trusted
from dlcourse.tensor import Parameter

EMPTY = object()  # where there is nothing


class Place(NamedTuple):
    """A part of memory that may change: what it is called, and a function that gives the values in it.

    keys, get: where they are got one by one; space: the dict or list itself, where all of it counts; module:
    whose attributes they are, for one of the library's. put: puts such values back.
    """

    words: str
    values: Callable
    keys: tuple = ()
    get: Callable | None = None
    space: object = None
    module: object = None
    put: Callable | None = None


class Slots:
    """The attributes of an object without a dict, as one."""

    def __init__(self, x, names):
        self.x, self.names = x, names

    def get(self, name, default=None):
        return getattr(self.x, name, default)

    def items(self):
        return [(name, self.get(name, EMPTY)) for name in self.names]


def values_under(get, names) -> list:
    """The values that `get` gives for the names, or EMPTY."""
    return [get(name, EMPTY) for name in names]


def put_under(owner, space, names, values) -> None:
    """Put the values back under their names in the namespace of its owner, a function's globals for None."""
    for name, value in zip(names, values, strict=True):
        if space.get(name, EMPTY) is value:
            continue
        if isinstance(space, dict):
            space.pop(name) if value is EMPTY else space.update({name: value})
        else:
            delattr(owner, name) if value is EMPTY else setattr(owner, name, value)


def put_all(space, then, values) -> None:
    """Let the attributes of an object be those of then, also where some were added."""
    for name in space.keys() - then.keys():
        del space[name]
    space.update(then)


def put_in_row(x, values) -> None:
    """Put the values back in a list, a deque or a set."""
    if list(x) != values or any(a is not b for a, b in zip(x, values, strict=False)):
        x.clear()
        (x.update if isinstance(x, set) else x.extend)(values)


def put_in_pairs(x, values) -> None:
    """Put keys and values, in turn, back in a dict."""
    now = [part for item in list(x.items()) for part in item]
    if len(now) != len(values) or any(a is not b for a, b in zip(now, values, strict=True)):
        x.clear()
        x.update(zip(values[::2], values[1::2], strict=True))


def put_in_cells(cells, values) -> None:
    """Put the values back in the cells of a closure."""
    for cell, value in zip(cells, values, strict=True):
        if value is not EMPTY:
            cell.cell_contents = value


def content(cell):
    """What a closure holds in this cell."""
    try:
        return cell.cell_contents
    except ValueError:  # nothing yet
        return EMPTY


def own_classes(kind) -> list:
    """The classes that it inherits from, those of the library left out."""
    return [part for part in kind.__mro__ if not is_trusted(part.__module__, part.__name__)]


def tuple_of(slots) -> tuple:
    """`__slots__` may be one name."""
    return (slots,) if isinstance(slots, str) else tuple(slots)


@functools.lru_cache(maxsize=256)
def names_within(kind) -> frozenset:
    """All names in the code of a class, of what it inherits, and of its properties."""
    found = set()
    for part in kind.__mro__:
        for value in vars(part).values():
            function = getattr(value, "fget", getattr(value, "__func__", value))
            if isinstance(function, FunctionType):
                found |= reads(function.__code__).names
    return frozenset(found)


def holds_modules(value) -> bool:
    """Whether a value is, or holds, what `Module.parameters` goes through."""
    if isinstance(value, list | tuple | dict):
        return any(map(holds_modules, value.values() if isinstance(value, dict) else value))
    return isinstance(value, Module | Parameter)


def is_in_c(kind) -> bool:
    """Whether the class may keep something that no attribute shows, since it was not written in Python."""
    home = kind.__module__
    file = getattr(sys.modules.get(home), "__file__", None) or ""
    return home in sys.builtin_module_names or home.startswith("_cython") or file.endswith((".so", ".pyd"))
