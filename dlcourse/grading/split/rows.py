"""Rows: named tuples, which cross as tuples of plain values whose places have names.

In the student's process one becomes of their own class again, the one whose tuples have come last.
"""

import collections
import functools

from dlcourse.grading.split.wire import Forged


class Row(tuple):
    """A named tuple of the student's: a tuple of plain values whose places have names."""

    _fields: tuple = ()
    __slots__ = ()

    def __getattr__(self, name):
        if name in type(self)._fields:
            return self[type(self)._fields.index(name)]
        raise AttributeError(name)

    def __repr__(self):
        values = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
        return f"{type(self).__name__}({values})"

    def _asdict(self):
        return dict(zip(self._fields, self, strict=True))

    def _replace(self, **values):
        if unknown := {*values} - {*self._fields}:
            raise TypeError(f"Got unexpected field names: {[*unknown]!r}")
        return type(self)(values.get(name, value) for name, value in self._asdict().items())


def row(decoder, fields, values, name):
    """A named tuple of the student's, in the judge."""
    values = decoder.values(values)
    if type(fields) is not list or not all(type(one) is str and one.isidentifier() for one in fields):
        raise Forged("names of fields that are none")
    if len(fields) != len(values) or any(one.startswith("_") for one in fields):
        raise Forged("another number of fields than of values")
    if type(name) is not str or not name.isidentifier() or len(name) > 200:
        raise Forged("a named tuple without a name")
    return row_class(tuple(fields), name)(values)


@functools.lru_cache(maxsize=1000)
def row_class(fields: tuple, name: str):
    """The class of rows with these fields: a list of many rows has them once."""
    return type(name, (Row,), {"_fields": fields, "__slots__": ()})


def said(encoder, x) -> list:
    """What crosses for a named tuple."""
    return ["nt", [*type(x)._fields], encoder.values(tuple(x)), type(x).__name__]


def is_row(x) -> bool:
    """Whether a value is a named tuple of the student's, in the judge."""
    return Row in type(x).__mro__


PLAIN = frozenset(
    """__new__ _make _replace __repr__ _asdict __getnewargs__ _fields __doc__ __slots__ __match_args__
    _field_defaults __module__ __orig_bases__ __annotations__ __replace__ __static_attributes__ __dict__
    __firstlineno__ __classcell__ __weakref__ __getattr__""".split()
)


def is_plain(x) -> bool:
    """Whether an object is a named tuple whose class, and those that it extends, add nothing but names."""
    kind = type(x)
    fields = getattr(kind, "_fields", None)
    if tuple not in kind.__mro__ or type(fields) is not tuple or not fields or len(fields) != len(x):
        return False
    *own, last, _ = kind.__mro__
    names = all(type(name) is str and not name.startswith("_") for name in fields)
    return last is tuple and names and all({*vars(one)} <= PLAIN | {*fields} for one in own)


class Classes:
    """The student's classes of named tuples, as their tuples have crossed."""

    def __init__(self):
        self.known: dict = {}

    def said(self, encoder, x) -> list:
        """What crosses for one of the student's."""
        self.known[type(x)._fields] = type(x)
        return said(encoder, x)

    def row(self, decoder, fields, values, name):
        """One that the judge has said."""
        fields = tuple(fields)
        if fields not in self.known:
            self.known[fields] = collections.namedtuple(name, fields)  # of a class of the tests' own
        return tuple.__new__(self.known[fields], decoder.values(values))
