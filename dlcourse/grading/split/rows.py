"""Rows: named tuples of the student's, as tuples of plain values whose places have names."""

import functools

from dlcourse.grading.split.wire import Forged


class Row(tuple):
    """A named tuple of the student's: a tuple of plain values whose places have names."""

    _fields: tuple = ()

    def __getattr__(self, name):
        if name in type(self)._fields:
            return self[type(self)._fields.index(name)]
        raise AttributeError(name)

    def __repr__(self):
        return f"({', '.join(f'{k}={v!r}' for k, v in zip(self._fields, self, strict=True))})"

    def _asdict(self):
        return dict(zip(self._fields, self, strict=True))


def row(decoder, fields, values):
    """A named tuple."""
    values = decoder.values(values)
    if type(fields) is not list or not all(type(one) is str and one.isidentifier() for one in fields):
        raise Forged("names of fields that are none")
    if len(fields) != len(values) or any(one.startswith("_") for one in fields):
        raise Forged("another number of fields than of values")
    return row_class(tuple(fields))(values)


@functools.lru_cache(maxsize=1000)
def row_class(fields: tuple):
    """The class of rows with these fields: a list of many rows has them once."""
    return type("Row", (Row,), {"_fields": fields, "__slots__": ()})
