"""Chapter 20: where a search goes on. One function per kind of object visits what a step can read from it.

reach: the Reach that collects the findings; words: the name of the object, for messages.
"""

import builtins
import enum
import functools
import operator
import sys
import types
from collections import deque
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


def at_function(reach, f, words):
    """Search a function: its closure, its defaults and the names that its code reads."""
    cells = f.__closure__ or ()
    if cells:
        get = operator.attrgetter("cell_contents")
        values, put = lambda: [*map(content, cells)], partial(put_in_cells, cells)
        reach.places.append(Place(f"the closure of {words}", values, cells, get, put=put))
    for name, cell in zip(f.__code__.co_freevars, cells, strict=True):
        reach.visit(content(cell), name)
    home = f.__globals__.get("__name__")
    if is_trusted(home, f.__name__):
        return  # after its closure: a trusted decorator may enclose a function that is not
    if is_trusted(home):
        raise CannotReplay(f"the step calls {words}, whose result depends on more than its arguments")
    reach.has_code = True
    read = reads(f.__code__)
    if read.sets:
        raise CannotReplay(f"the step sets {read.sets[0]}, a variable outside of {f.__name__}")
    reach.names |= read.names
    reach.computed |= read.computed
    parts = ("__code__", "__defaults__", "__kwdefaults__")  # each can be assigned, which changes the function
    get = partial(getattr, f)
    put = partial(put_under, f, Slots(f, parts), parts)
    reach.places.append(Place(f"the defaults of {words}", lambda: [*map(get, parts)], parts, get, put=put))
    reach.visit(f.__defaults__, f"the defaults of {words}")
    reach.visit(f.__kwdefaults__, f"the defaults of {words}")
    if vars(f):
        reach.open.append((words, vars(f), f))
    at_globals(reach, f, read)


def at_globals(reach, f, read):
    """Search the globals that a function reads."""
    space, names = f.__globals__, dict.fromkeys(chain[0] for chain in read.chains)
    reach.named(f"globals of {f.__name__}", space, names)
    for name, *attributes in read.chains:
        if name in space:
            along(reach, space[name], attributes, name)
        elif hasattr(builtins, name) and not is_builtin(name):
            raise CannotReplay(f"the step calls {name}, which a replay would leave out")
    for name in read.imports:
        along(reach, sys.modules.get(name, EMPTY), (), name)


def along(reach, x, attributes, words):
    """Visit the value of a global; for a module, the attribute that is read from it."""
    for name in attributes:
        if not isinstance(x, types.ModuleType):
            break
        words = f"{words}.{name}"
        if not is_trusted(x.__name__):
            reach.named(words, vars(x), (name,))
        if name not in vars(x):  # it may be computed, by a function of the module
            reach.visit(vars(x).get("__getattr__", EMPTY), f"__getattr__ of {x.__name__}")
        x = getattr(x, name, None)
    reach.visit(x, words)


def at_imported(reach, module, words):
    """Search a module that code passes on as a value: any name in the code may be read from it later."""
    reach.open.append((words, vars(module), module))
    reach.visit(vars(module).get("__getattr__", EMPTY), f"__getattr__ of {words}")


def at_tensor(reach, x, words):
    """Note a Tensor, whose array a recording traces."""
    if x.op is not None:  # its graph belongs to values that the tape never saw
        raise CannotReplay(f"the step reads {words}, a Tensor that was computed before")
    reach.tensors.append(x)


def at_module(reach, module, words):
    """Search a Module: its class and its attributes."""
    reach.modules.append(module)
    reach.may_become_another(module)
    reach.class_of(type(module))
    reach.open.append((type(module).__name__, vars(module), module))


def at_array(reach, x, words):
    """Note a numpy array, whose bits are compared before each step."""
    if x.dtype.hasobject:  # its bits are addresses of objects, which may change behind them
        raise CannotReplay(f"the step reads {words}, an array of objects, which may change unseen")
    reach.arrays.append((words, x))
    if type(x) is not np.ndarray:
        reach.attributes(x, words)


def at_row(reach, x, words):
    """A row of an array with fields, which is a view of it."""
    raise CannotReplay(f"the step reads {words}, a row of an array with fields, which may change unseen")


def at_member(reach, x, words):
    """Look into a member of an enum: its value may be a list, and it may have attributes."""
    reach.visit(x._value_, f"the value of {words}")
    reach.attributes(x, words)


def at_list(reach, x, words):
    """Search a list or another sequence or set."""
    put = partial(put_in_row, x) if isinstance(x, list | set | deque) else None
    reach.places.append(Place(words, partial(list, x), space=x if type(x) is list else None, put=put))
    for i, value in enumerate(list(x)):
        reach.visit(value, f"{words}[{i}]")
    if not is_trusted(type(x).__module__):
        reach.attributes(x, words)


def at_dict(reach, x, words):
    """Search a dict: its keys and values."""
    values, put = lambda: [part for item in list(x.items()) for part in item], partial(put_in_pairs, x)
    reach.places.append(Place(words, values, put=put))
    for key, value in list(x.items()):
        reach.visit(key, words)
        reach.visit(value, f"{words}[{key!r:.20}]")
    if not is_trusted(type(x).__module__):
        reach.attributes(x, words)


def at_class(reach, kind, words):
    """Search a class, of which the code may make objects."""
    reach.made |= set(own_classes(kind))
    reach.class_of(kind)


def at_bound(reach, x, words):
    """Search the object of a method in C, such as the list of its `append`: there its effects show."""
    if x.__name__ in BY_COMPUTED_NAME:
        reach.computed = True
    if not is_known_function(x):
        if isinstance(x.__self__, types.ModuleType | type | None):
            raise CannotReplay(f"the step calls {words}, whose result may depend on more than its arguments")
        reach.visit(x.__self__, f"the object of {words}")


def at_cached(reach, x, words):
    """A function that keeps its results, which nobody can look at: some may be arrays, some out of date."""
    if not is_trusted(x.__module__, x.__name__):
        raise CannotReplay(f"the step calls {words}, which keeps results that cannot be looked at")


def at_getter(reach, x, words):
    """Note an attrgetter or methodcaller: its names cannot be read from code, so all attributes count."""
    reach.computed = True


def parts_of(names):
    """A function that searches an object by visiting its attributes of these names."""

    def look(reach, x, words):
        for name in names:
            reach.visit(getattr(x, name), words)

    return look


LOOKS = {  # kind of object: function that searches it; the first kind that fits is taken
    Tensor: at_tensor,
    Module: at_module,
    np.ndarray: at_array,
    np.void: at_row,
    enum.Enum: at_member,
    types.FunctionType: at_function,
    types.MethodType: parts_of(("__self__", "__func__")),
    partial: parts_of(("func", "args", "keywords")),
    slice: parts_of(("start", "stop", "step")),
    property: parts_of(("fget", "fset")),
    (staticmethod, classmethod): parts_of(("__func__",)),
    functools.cached_property: parts_of(("func",)),
    type(functools.lru_cache(len)): at_cached,
    types.ModuleType: at_imported,
    type: at_class,
    (list, tuple, set, frozenset, deque): at_list,
    dict: at_dict,
    types.BuiltinFunctionType: at_bound,
    (operator.attrgetter, operator.methodcaller): at_getter,
}
