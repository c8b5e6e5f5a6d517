"""Chapter 20: what needs no check before a replay: constants, and functions that depend only on their
arguments.

Anything else is searched for what it reads, or refused.
"""

import builtins
import datetime
import fractions
import operator
import re
import types
from collections import namedtuple

import numpy as np

ROOTS = {  # packages whose functions depend only on their arguments, but for those in OUTSIDE
    *("dlcourse", "numpy", "math", "cmath", "operator", "_operator", "builtins", "itertools", "functools"),
    *("_functools", "collections", "typing", "types", "abc", "enum", "numbers", "fractions", "decimal"),
    *("statistics", "string", "dataclasses", "contextlib", "copy"),
}
WHOLE = {"scipy.special", "scipy.linalg"}  # parts of a package that is not trusted as a whole
OUTSIDE = {  # exceptions among the trusted: they read or write files, or settings of the whole process
    *("load", "loadtxt", "genfromtxt", "fromfile", "fromregex", "memmap", "save", "savez", "savetxt"),
    *("savez_compressed", "set_printoptions", "get_printoptions", "seterr", "geterr", "seterrcall"),
    *("getcontext", "setcontext", "localcontext", "print", "open", "input"),
    *("eval", "exec", "compile", "globals", "locals", "breakpoint", "__import__", "exit", "quit", "help"),
}  # fmt: skip
CONSTANTS = {
    *(type(None), bool, int, float, complex, str, bytes, range, type(...), type(NotImplemented)),
    *(fractions.Fraction, re.Pattern, types.GenericAlias, types.UnionType, types.CodeType),
    *(datetime.date, datetime.datetime, datetime.timedelta),
}
C_FUNCTIONS = (  # methods and attributes of types in C, unbound: what they read is an argument
    *(types.WrapperDescriptorType, types.MethodDescriptorType, types.ClassMethodDescriptorType),
    *(types.GetSetDescriptorType, types.MemberDescriptorType),
    *(operator.itemgetter, type(namedtuple("Pair", "first second").first)),
)


def is_constant(x) -> bool:
    """Whether x is immutable: a number, a string, a dtype."""
    if isinstance(x, np.void):  # a row of an array with fields: a view, so it may change
        return False
    return type(x) in CONSTANTS or isinstance(x, np.generic | np.dtype)


def is_trusted(module, name="") -> bool:
    """Whether the function or class `name` of a module is known to depend only on its arguments."""
    # numpy.random has a hidden global state.
    if not isinstance(module, str) or module.startswith("numpy.random") or name in OUTSIDE:
        return False
    return module.split(".")[0] in ROOTS or any(f"{module}.".startswith(f"{whole}.") for whole in WHOLE)


def is_known_function(x) -> bool:
    """Whether x is a function in C, such as a ufunc, that is known to depend only on its arguments."""
    if isinstance(x, C_FUNCTIONS):
        return True
    if isinstance(x, np.ufunc):
        return any(set(types) - set("O->") for types in x.types)  # objects only: it may be of np.frompyfunc
    if isinstance(x, types.BuiltinFunctionType):
        if not isinstance(x.__self__, types.ModuleType | type | None):
            return False  # bound to an object, as [].append, whose state it reads or changes
        owner = x.__self__.__module__ if isinstance(x.__self__, type) else x.__module__
        return is_trusted(owner, x.__name__)
    # Functions that numpy dispatches by __array_function__, such as np.concatenate, are of the class of
    # np.sum; callables of numpy's other classes count where they have no attributes of their own.
    of_numpy = type(x).__module__.split(".")[0] == "numpy" and callable(x) and not hasattr(x, "__dict__")
    return (of_numpy or type(x) is type(np.sum)) and is_trusted(
        getattr(x, "__module__", None), getattr(x, "__name__", "")
    )


def is_builtin(name) -> bool:
    """Whether the builtin of that name is known to depend only on its arguments."""
    return hasattr(builtins, name) and name not in OUTSIDE
