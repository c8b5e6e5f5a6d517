"""Chapter 20: how to look into a function, a module, a list for what a step can read there.

reach: the Reach that the finds are told; words: what is looked into, in words.
"""

import builtins
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
from dlcourse.replay.reads import reads
from dlcourse.replay.tape import CannotReplay
from dlcourse.replay.trust import is_builtin, is_known_function, is_trusted
from dlcourse.tensor import Tensor


def at_function(reach, f, words):
    """Look into a function: what it encloses, its defaults, what its code reads."""
    cells = f.__closure__ or ()
    if cells:
        get = operator.attrgetter("cell_contents")
        values, put = lambda: [*map(content, cells)], partial(put_in_cells, cells)
        reach.places.append(Place(f"what {words} encloses", values, cells, get, put=put))
    for name, cell in zip(f.__code__.co_freevars, cells, strict=True):
        reach.visit(content(cell), name)
    home = f.__globals__.get("__name__")
    if is_trusted(home, f.__name__):
        return
    if is_trusted(home):
        raise CannotReplay(f"the step calls {words}, of which replay cannot know on what it depends")
    reach.has_code = True
    read = reads(f.__code__)
    if read.sets:
        raise CannotReplay(f"the step sets {read.sets[0]}, a variable outside of {f.__name__}")
    reach.names |= read.names
    reach.computed |= read.computed
    parts = ("__code__", "__defaults__", "__kwdefaults__")
    get = partial(getattr, f)
    put = partial(put_under, f, Slots(f, parts), parts)
    reach.places.append(Place(f"the defaults of {words}", lambda: [*map(get, parts)], parts, get, put=put))
    reach.visit(f.__defaults__, f"the defaults of {words}")
    reach.visit(f.__kwdefaults__, f"the defaults of {words}")
    if vars(f):
        reach.open.append((words, vars(f), f))
    at_globals(reach, f, read)


def at_globals(reach, f, read):
    """Look into the globals that a function reads."""
    space, names = f.__globals__, dict.fromkeys(chain[0] for chain in read.chains)
    reach.named(f"globals of {f.__name__}", space, names)
    for name, *attributes in read.chains:
        if name in space:
            along(reach, space[name], attributes, name)
        elif hasattr(builtins, name) and not is_builtin(name):
            raise CannotReplay(f"the step calls {name}, of which a replay would do nothing")
    for name in read.imports:
        along(reach, sys.modules.get(name, EMPTY), (), name)


def along(reach, x, attributes, words):
    """Visit what a global stands for: of a module, what is read of it."""
    for name in attributes:
        if not isinstance(x, types.ModuleType):
            break
        words = f"{words}.{name}"
        if not is_trusted(x.__name__):
            reach.named(words, vars(x), (name,))
        x = getattr(x, name, None)
    reach.visit(x, words)


def at_imported(reach, module, words):
    """A module that is not read by a name at once: all names count that occur anywhere."""
    reach.open.append((words, vars(module), module))


def at_tensor(reach, x, words):
    """Tell of a Tensor, whose array a recording traces."""
    if x.op is not None:
        raise CannotReplay(f"the step reads {words}, a Tensor that was computed before")
    reach.tensors.append(x)


def at_module(reach, module, words):
    """Look into a Module: its class and its attributes."""
    reach.modules.append(module)
    reach.class_of(type(module))
    reach.open.append((type(module).__name__, vars(module), module))


def at_array(reach, x, words):
    """Tell of an array of numpy, whose numbers are compared."""
    if x.dtype.hasobject:
        raise CannotReplay(f"the step reads {words}, an array of objects, which may change unseen")
    reach.arrays.append((words, x))


def at_list(reach, x, words):
    """Look into a list, or what else holds values in a row."""
    put = partial(put_in_row, x) if isinstance(x, list | set | deque) else None
    reach.places.append(Place(words, partial(list, x), space=x if type(x) is list else None, put=put))
    for i, value in enumerate(list(x)):
        reach.visit(value, f"{words}[{i}]")
    if not is_trusted(type(x).__module__):
        reach.attributes(x, words)


def at_dict(reach, x, words):
    """Look into a dict: its keys and values."""
    values, put = lambda: [part for item in list(x.items()) for part in item], partial(put_in_pairs, x)
    reach.places.append(Place(words, values, put=put))
    for key, value in list(x.items()):
        reach.visit(key, words)
        reach.visit(value, f"{words}[{key!r:.20}]")
    if not is_trusted(type(x).__module__):
        reach.attributes(x, words)


def at_class(reach, kind, words):
    """Look into a class that code may make objects of."""
    reach.made |= set(own_classes(kind))
    reach.class_of(kind)


def at_bound(reach, x, words):
    """A method of something in C, such as a list's append: what it does shows in what it belongs to."""
    if not is_known_function(x):
        if isinstance(x.__self__, types.ModuleType | type | None):
            raise CannotReplay(f"the step calls {words}, of which replay cannot know on what it depends")
        reach.visit(x.__self__, f"what {words} belongs to")


def at_getter(reach, x, words):
    """Tell of what reads attributes by names that nobody can see: then all attributes count."""
    reach.computed = True


def parts_of(names):
    """How to look into what has parts under these names."""

    def look(reach, x, words):
        for name in names:
            reach.visit(getattr(x, name), words)

    return look


LOOKS = {  # kind of object: how to look into it
    Tensor: at_tensor,
    Module: at_module,
    np.ndarray: at_array,
    types.FunctionType: at_function,
    types.MethodType: parts_of(("__self__", "__func__")),
    partial: parts_of(("func", "args", "keywords")),
    property: parts_of(("fget", "fset")),
    (staticmethod, classmethod): parts_of(("__func__",)),
    functools.cached_property: parts_of(("func",)),
    type(functools.lru_cache(len)): parts_of(("__wrapped__",)),
    types.ModuleType: at_imported,
    type: at_class,
    (list, tuple, set, frozenset, deque): at_list,
    dict: at_dict,
    types.BuiltinFunctionType: at_bound,
    (operator.attrgetter, operator.methodcaller): at_getter,
}
