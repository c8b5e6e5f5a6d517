"""Callbacks: the tests' functions and objects as they stand in the student's process.

They can be called and asked for what is public; nothing else of the tests can be reached through them.
"""

SPECIAL = """add sub mul truediv floordiv mod pow matmul and or xor neg pos abs invert
    getitem setitem delitem len""".split()
COMPARED = "eq ne lt le gt ge contains bool".split()
REFLECTED = "radd rsub rmul rtruediv rfloordiv rmod rpow rmatmul".split()


class Callback:
    """A function or class of the tests."""

    def __init__(self, table, number: int, name: str):
        self._table, self._number = table, number
        self.__name__ = self.__qualname__ = name

    def __call__(self, *args, **kwargs):
        return self._table.ask("call", self, args, kwargs)

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return lambda *args, **kwargs: self(instance, *args, **kwargs)  # set on a class, it is a method

    def __repr__(self):
        return f"<function {self.__name__}>"


class TestsIterator:
    """An iterator of the tests."""

    def __init__(self, table, number: int, name: str):
        self._table, self._number = table, number

    def __iter__(self):
        return self

    def __next__(self):
        found = self._table.ask("next", self)
        if not found:
            raise StopIteration
        return found[0]


class TestObject:
    """An object of a class of the tests: public attributes, calls and operators are asked of the tests."""

    __slots__ = ("_table", "_number", "_class")
    __hash__ = object.__hash__

    def __init__(self, table, number: int, name: str):
        for slot, value in zip(TestObject.__slots__, (table, number, name), strict=True):
            object.__setattr__(self, slot, value)

    @property
    def __class__(self):
        known = object.__getattribute__(self, "_table").main.get(object.__getattribute__(self, "_class"))
        return known if isinstance(known, type) else TestObject

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self._table.ask("attribute", self, name)

    def __setattr__(self, name, value):
        self._table.ask("set", self, name, value)

    def __call__(self, *args, **kwargs):
        return self._table.ask("call", self, args, kwargs)

    def __iter__(self):
        return self._table.ask("iterate", self)

    def __repr__(self):
        return self._table.ask("text", self)


def _special(name):
    def method(self, *others):
        return self._table.ask("special", self, f"__{name}__", *others)

    return method


for _name in (*SPECIAL, *COMPARED, *REFLECTED):
    setattr(TestObject, f"__{_name}__", _special(_name))
