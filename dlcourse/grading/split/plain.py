"""Plain: what an object is as a value of Python's own, where its class extends list, str, float, and so on.

The judge compares that value itself: the object's own `__eq__` is not asked, nor told what is expected.
"""

import pathlib

EXACT = {
    "bool": bool,
    "int": int.__int__,
    "float": float.__float__,
    "complex": complex.__complex__,
    "str": str.__str__,
    "bytes": lambda x: bytes.__getitem__(x, slice(None)),
    "tuple": lambda x: tuple.__getitem__(x, slice(None)),
    "list": list.copy,
    "dict": dict.copy,
    "set": set.copy,
    "frozenset": frozenset.copy,
}
PATH = type(pathlib.Path())
NUMBERS = (bool, int, float, complex)
TYPES = {kind.__name__: kind for kind in (*NUMBERS, str, bytes, tuple, list, dict, set, frozenset)}
KINDS = {kind: "number" if kind in NUMBERS else name for name, kind in TYPES.items()} | {PATH: "path"}


def of(x, kind: str) -> list:
    """In the student's process: [the value that an object is], [] of one that is none of this kind."""
    if kind == "path":
        return [str(x)] if type(x) is PATH else []
    names = [one.__name__ for one in NUMBERS] if kind == "number" else [kind]
    return next(([exactly(x, name)] for name in names if isinstance(x, TYPES[name])), [])


def exactly(x, name: str):
    """The value, of the type itself."""
    found = EXACT[name](x)
    return found if type(found) is TYPES[name] else TYPES[name](found)


def equal(found, other) -> bool:
    """In the judge: whether what `of` has said is equal to a plain value."""
    if type(found) is not list or len(found) != 1 or type(found[0]) not in (*TYPES.values(), PATH):
        raise TypeError("expected a plain value of a student's object, got another")
    return found[0] == (str(other) if type(other) is PATH else other)
