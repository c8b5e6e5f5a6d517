"""Chapter 20: places in memory that a step reads, and that may hold something else at the next step."""

from collections.abc import Callable
from typing import NamedTuple

from dlcourse.replay.trust import is_trusted

EMPTY = object()  # where there is nothing


class Place(NamedTuple):
    """A part of memory that may change: what it is called, and a function that gives the values in it.

    keys, get: where they are got one by one; space: the dict or list itself, where all of it counts.
    """

    words: str
    values: Callable
    keys: tuple = ()
    get: Callable | None = None
    space: object = None


class Slots:
    """The attributes of an object without a dict, as one."""

    def __init__(self, x, names):
        self.x, self.names = x, names

    def get(self, name, default=None):
        return getattr(self.x, name, default)

    def items(self):
        return [(name, self.get(name, EMPTY)) for name in self.names]


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
