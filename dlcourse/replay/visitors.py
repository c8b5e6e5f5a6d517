"""Chapter 20: visitors. One function per kind of object: it visits what a step can read from such an object.

reach: the Reach that collects what is found; words: the name of the object, for messages.
"""

import builtins
import enum
import functools
import operator
import sys
import types
from collections import deque
from decimal import Decimal
from functools import partial

import numpy as np

from dlcourse.layers.module import Module
from dlcourse.replay.places import (
    EMPTY,
    Place,
    Slots,
    content,
    own_classes,
    put_in_cells,
    put_in_pairs,
    put_in_row,
    put_under,
)
from dlcourse.replay.reads import BY_COMPUTED_NAME, reads
from dlcourse.replay.tape import CannotReplay
from dlcourse.replay.trust import is_builtin, is_known_function, is_trusted
from dlcourse.tensor import Tensor


def visit_function(reach, f, words):
    """Search a function: its closure, its defaults and the names that its code reads."""
    cells = f.__closure__ or ()  # None for a function without a closure
    if cells:
        get = operator.attrgetter("cell_contents")
        values, put = lambda: [*map(content, cells)], partial(put_in_cells, cells)
        reach.places.append(Place(f"the closure of {words}", values, cells, get, put=put))
    for name, cell in zip(f.__code__.co_freevars, cells, strict=True):
        reach.visit(content(cell), name)
    home = f.__globals__.get("__name__")
    if is_trusted(home, f.__name__):
        return  # after its closure: a trusted decorator may enclose a function that is not
    if is_trusted(home):  # the module is, this function is not: it reads files or settings
        raise CannotReplay(f"the step calls {words}, whose result depends on more than its arguments")
    reach.has_code = True
    read = reads(f.__code__)
    if read.sets:  # a replay would not run the code, and the variable would stay as it is
        raise CannotReplay(f"the step sets {read.sets[0]}, a variable outside of {f.__name__}")
    # Of all objects found, these attributes count: code does not tell of which object it reads a name.
    reach.names |= read.names
    reach.computed |= read.computed
    parts = ("__code__", "__defaults__", "__kwdefaults__")  # each can be assigned, which changes the function
    get = partial(getattr, f)
    put = partial(put_under, f, Slots(f, parts), parts)
    reach.places.append(Place(f"the defaults of {words}", lambda: [*map(get, parts)], parts, get, put=put))
    reach.visit(f.__defaults__, f"the defaults of {words}")
    reach.visit(f.__kwdefaults__, f"the defaults of {words}")
    if vars(f):  # functions may have attributes
        reach.open.append((words, vars(f), f))
    visit_globals(reach, f, read)


def visit_globals(reach, f, read):
    """Search the globals that a function reads, and the modules that it imports."""
    space, names = f.__globals__, dict.fromkeys(chain[0] for chain in read.chains)
    reach.named(f"globals of {f.__name__}", space, names)
    for name, *attributes in read.chains:
        if name in space:
            visit_chain(reach, space[name], attributes, name)
        elif hasattr(builtins, name) and not is_builtin(name):  # print, open
            raise CannotReplay(f"the step calls {name}, which a replay would leave out")
    for name in read.imports:
        visit_chain(reach, sys.modules.get(name, EMPTY), (), name)


def visit_chain(reach, x, attributes, words):
    """Visit the value of a global; for a module, the attribute that is read from it."""
    for name in attributes:  # np.random.rand: only this function, not all that numpy has
        if not isinstance(x, types.ModuleType):
            break
        words = f"{words}.{name}"
        if not is_trusted(x.__name__):
            reach.named(words, vars(x), (name,))
        if name not in vars(x):  # a module's function __getattr__ may compute it (PEP 562)
            reach.visit(vars(x).get("__getattr__", EMPTY), f"__getattr__ of {x.__name__}")
        x = getattr(x, name, None)
    reach.visit(x, words)


def visit_imported(reach, module, words):
    """Search a module that code passes on as a value: any name in the code may be read from it later."""
    reach.open.append((words, vars(module), module))
    reach.visit(vars(module).get("__getattr__", EMPTY), f"__getattr__ of {words}")


def visit_tensor(reach, x, words):
    """Note a Tensor, whose array a recording traces."""
    if x.op is not None:  # its graph belongs to values that the tape never saw
        raise CannotReplay(f"the step reads {words}, a Tensor that was computed before")
    reach.tensors.append(x)


def visit_module(reach, module, words):
    """Search a Module: its class and its attributes."""
    reach.modules.append(module)
    reach.may_become_another(module)
    reach.class_of(type(module))
    reach.open.append((type(module).__name__, vars(module), module))


def visit_array(reach, x, words):
    """Note a numpy array, whose bits are compared before each step."""
    if x.dtype.hasobject:  # its bits are addresses of objects, which may change behind them
        raise CannotReplay(f"the step reads {words}, an array of objects, which may change unseen")
    reach.arrays.append((words, x))
    if type(x) is not np.ndarray:
        reach.attributes(x, words)


def visit_row(reach, x, words):
    """Refuse a row of an array with fields: it is a view, which changes with the array."""
    raise CannotReplay(f"the step reads {words}, a row of an array with fields, which may change unseen")


def visit_member(reach, x, words):
    """Search a member of an enum: its value may be a list, and it may have attributes."""
    reach.visit(x._value_, f"the value of {words}")
    reach.attributes(x, words)


def visit_list(reach, x, words):
    """Search a list or another sequence or set."""
    put = partial(put_in_row, x) if isinstance(x, list | set | deque) else None  # a tuple cannot change
    reach.places.append(Place(words, partial(list, x), space=x if type(x) is list else None, put=put))
    for i, value in enumerate(list(x)):
        reach.visit(value, f"{words}[{i}]")
    if not is_trusted(type(x).__module__):
        reach.attributes(x, words)


def visit_dict(reach, x, words):
    """Search a dict: its keys and values."""
    values, put = lambda: [part for item in list(x.items()) for part in item], partial(put_in_pairs, x)
    reach.places.append(Place(words, values, put=put))
    for key, value in list(x.items()):
        reach.visit(key, words)
        reach.visit(value, f"{words}[{key!r:.20}]")
    if not is_trusted(type(x).__module__):
        reach.attributes(x, words)


def visit_decimal(reach, x, words):
    """Refuse decimal numbers: how they round is a setting of the thread, which no attribute shows."""
    raise CannotReplay(
        f"the step reads {words}, and decimal numbers round by a setting that may change unseen"
    )


def visit_class(reach, kind, words):
    """Search a class, of which the code may make objects."""
    if issubclass(kind, Decimal):
        visit_decimal(reach, kind, words)
    reach.made |= set(own_classes(kind))
    reach.class_of(kind)


def visit_bound(reach, x, words):
    """Search the object of a method in C, such as the list of its `append`: there its effects show."""
    if x.__name__ in BY_COMPUTED_NAME:  # such as x.__getattribute__
        reach.computed = True
    if not is_known_function(x):
        if isinstance(x.__self__, types.ModuleType | type | None):  # of a module, such as time.time
            raise CannotReplay(f"the step calls {words}, whose result may depend on more than its arguments")
        reach.visit(x.__self__, f"the object of {words}")


def visit_cached(reach, x, words):
    """Refuse a function that caches its results: nobody can see them, and they may be arrays or outdated."""
    if not is_trusted(x.__module__, x.__name__):
        raise CannotReplay(f"the step calls {words}, which keeps results that cannot be looked at")


def visit_getter(reach, x, words):
    """Note an attrgetter or methodcaller: its names cannot be read from code, so all attributes count."""
    reach.computed = True


def visit_partial(reach, x, words):
    """Search a partial: `__setstate__` gives it another function or other arguments."""
    parts = ("func", "args", "keywords")
    get = partial(getattr, x)
    reach.places.append(Place(words, lambda: [*map(get, parts)], parts, get))
    for value in (x.func, x.args, x.keywords):
        reach.visit(value, words)
    if not is_trusted(type(x).__module__):
        reach.attributes(x, words)


def visitor_of(names):
    """A function that searches an object by visiting its attributes of these names."""

    def visitor(reach, x, words):
        for name in names:
            reach.visit(getattr(x, name), words)

    return visitor


VISITORS = {  # kind of object: function that searches it; of several kinds that fit, the first is taken
    Tensor: visit_tensor,
    Module: visit_module,
    np.ndarray: visit_array,
    np.void: visit_row,
    enum.Enum: visit_member,
    Decimal: visit_decimal,
    types.FunctionType: visit_function,
    types.MethodType: visitor_of(("__self__", "__func__")),
    partial: visit_partial,
    slice: visitor_of(("start", "stop", "step")),
    property: visitor_of(("fget", "fset")),
    (staticmethod, classmethod): visitor_of(("__func__",)),
    functools.cached_property: visitor_of(("func",)),
    type(functools.lru_cache(len)): visit_cached,
    types.ModuleType: visit_imported,
    type: visit_class,
    (list, tuple, set, frozenset, deque): visit_list,
    dict: visit_dict,
    types.BuiltinFunctionType: visit_bound,
    (operator.attrgetter, operator.methodcaller): visit_getter,
}
