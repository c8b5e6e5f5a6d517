"""Chapter 3: what a module consists of. The Parameters and modules that its attributes hold, by dotted names.

They are found in attributes, and in lists, tuples and dicts at any depth. Anywhere else they are an error:
in a set, in a function that reads a layer of an enclosing scope, in an object that is no Module. A layer that
is not found would be neither trained nor saved.
"""

import dis
import functools
import itertools
import types
from collections import deque
from collections.abc import Mapping, MappingView

import numpy as np

from dlcourse.op import DETACHED
from dlcourse.tensor import Parameter, Tensor

# Iterators: to look for parts in one would use it up.
ITERATORS = (types.GeneratorType, map, filter, zip, reversed, enumerate, type(iter([])), type(iter(())))
ITERATORS += (type(iter(set())), type(iter({})), type(iter({}.values())), itertools.chain, itertools.islice)
ITERATORS += (itertools.cycle, itertools.repeat, itertools.starmap, itertools.zip_longest)
# Values without parts. A Tensor that is no Parameter is data.
PLAIN = (str, bytes, int, float, complex, type(None), type, types.ModuleType, Tensor)
# For isinstance, which is faster with a tuple of classes than with list | tuple.
LISTS, COLLECTIONS = (list, tuple), (set, frozenset, deque, MappingView)
SCALARS = frozenset([int, float, bool, str, type(None)])
ORDINARY = SCALARS | {np.ndarray}  # classes that `expect_settable` has nothing to say about
OBJECT = "object"  # among the ids of the containers around a value: one of them is an object of another class


def walk(module, kinds) -> list:
    """The pairs of a dotted name and a part of the module: itself, named "", then all within, each once.

    kinds: the classes of parts, Parameter and Module. Parts of a Module come right after it, in the order in
    which they were set (depth first). Raises ValueError when two parts have one name, TypeError for a part in
    a place where it would not be found.
    """
    # A stack of its own, as chains may be nested deeper than Python recurses. By id:
    # == of Tensors compares their numbers.
    pairs, seen, hidden, stack = [], set(), [], [("", module)]
    while stack:
        name, part = stack.pop()
        if id(part) in seen:  # shared by two modules, or a module that holds its parent
            continue
        seen.add(id(part))
        pairs.append((name, part))
        if not isinstance(part, Tensor):  # a Parameter has no parts
            prefix, found = f"{name}." if name else "", []
            for attribute, value in vars(part).items():
                if value.__class__ in SCALARS:  # most attributes are: this saves a third of the time
                    continue
                _collect(value, prefix + attribute, kinds, found, hidden, ())
            stack += reversed(found)  # the first one set is popped first
    _expect_found(module, seen, hidden)  # last: a hidden part may be an attribute elsewhere, too
    expect_apart(module, [name for name, _ in pairs])
    return pairs


def _collect(value, name, kinds, found, hidden, within):
    """Add the parts in value to `found`, and those in places where they do not count as parts to `hidden`.

    within: the ids of the containers around value, so that a list that holds itself comes to an end.
    """
    if isinstance(value, kinds):
        found.append((name, value))
    elif isinstance(value, PLAIN) or id(value) in within:
        return
    elif isinstance(value, LISTS):
        for i, part in enumerate(value):
            _collect(part, f"{name}.{i}", kinds, found, hidden, (*within, id(value)))
    elif isinstance(value, dict):
        for key, part in value.items():
            _collect(part, f"{name}.{key}", kinds, found, hidden, (*within, id(value)))
            if isinstance(key, kinds):  # a key has no name that a checkpoint could use
                hidden.append((name, value.keys(), key))
    else:
        inside = []
        for part in _contents(value, OBJECT not in within):
            _collect(part, name, kinds, inside, inside, (*within, id(value), OBJECT))
        hidden += [(name, value, part[-1]) for part in inside]


def _contents(value, enter_objects):
    """The values in an object that is no list, tuple or dict.

    enter_objects: whether to look at attributes; False within an object, whose objects may lead anywhere.
    """
    if isinstance(value, np.ndarray):
        return value.ravel().tolist() if value.dtype == object else ()  # an array of layers, np.array([a, b])
    if isinstance(value, COLLECTIONS):
        return value
    if isinstance(value, Mapping):
        return value.values()
    if isinstance(value, functools.partial):
        return (value.func, *value.args, *value.keywords.values())
    if isinstance(value, types.MethodType):
        return (value.__self__,)  # a layer's method, stored in its place: it would run, but not be trained
    if isinstance(value, types.FunctionType):
        return _values_read_by(value)
    if not enter_objects:
        return ()
    held = [getattr(value, name, None) for name in slots_of(type(value))]
    return (*getattr(value, "__dict__", {}).values(), *held)


@functools.lru_cache(maxsize=1024)
def slots_of(kind) -> tuple:
    """The names of the attributes in the `__slots__` of a class and of those above it."""
    found = []
    for base in kind.__mro__:  # each class of the hierarchy has slots of its own
        slots = vars(base).get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            is_private = name.startswith("__") and not name.endswith("__")
            # Of a class Part, a name __layer stands for the attribute _Part__layer.
            found.append(f"_{base.__name__.lstrip('_')}{name}" if is_private else name)
    return tuple(found)


def _values_read_by(f) -> list:
    """What a function reads besides its arguments: defaults, its closure, globals, and its attributes.

    Attributes hold, for instance, the function that it wraps.
    """
    # A cell whose variable is not set yet is empty: it equals another empty one, and has no contents.
    cells = [cell.cell_contents for cell in f.__closure__ or () if cell != types.CellType()]
    read = [f.__globals__.get(name) for name in _globals_of(f.__code__)]
    return [*(f.__defaults__ or ()), *(f.__kwdefaults__ or {}).values(), *cells, *read, *vars(f).values()]


@functools.lru_cache(maxsize=1024)
def _globals_of(code) -> tuple:
    """The names of the globals that a function reads, or a function defined within it."""
    # From the bytecode: f.__globals__ is the whole module.
    own = [step.argval for step in dis.get_instructions(code) if step.opname == "LOAD_GLOBAL"]
    within = [part for part in code.co_consts if isinstance(part, types.CodeType)]
    return tuple(dict.fromkeys([*own, *(name for part in within for name in _globals_of(part))]))


def _expect_found(module, seen, hidden):
    for name, holder, part in hidden:
        if id(part) not in seen:
            raise TypeError(
                f"{type(module).__name__}: expected modules and Parameters as attributes, or in lists, "
                f"tuples and dicts, got {type(part).__name__} in {name}, a {type(holder).__name__}; set it "
                "as an attribute too, or it is neither trained nor saved"
            )


def expect_apart(module, names: list) -> None:
    """Raise ValueError when two parts have the same name."""
    if len(set(names)) < len(names):  # {"a.b": x} and {"a": {"b": y}} both make "a.b"
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(
            f"{type(module).__name__}: expected a name for each part, got {twice} for two of them; "
            "use no dots in keys of a dict, and not both 1 and '1'"
        )


def expect_settable(module, name: str, before, value) -> None:
    """Raise TypeError when setting an attribute would silently take a part out of the model."""
    who = f"{type(module).__name__}.{name}"
    if isinstance(before, Parameter) and not isinstance(value, Parameter):
        raise TypeError(
            f"{who}: expected a Parameter in the place of one, got {type(value).__name__}; change its "
            f"numbers in place, as in {name}.array *= 0.5, or del it first if it is no longer learned"
        )
    if hasattr(type(before), "fprop") and isinstance(value, Tensor | np.ndarray):
        raise TypeError(
            f"{who}: expected a module or a function in the place of a module, got {type(value).__name__}; "
            "keep it under another name"
        )
    # A leaf Tensor is easily taken for a Parameter, but is not learned. Results of ops are allowed.
    tensors = [part for part in _direct_values(value) if type(part) is Tensor]
    if any(t.op is None and t.serial != DETACHED for t in tensors):
        raise TypeError(
            f"{who}: expected a Parameter, which is learned, or an array, which is not, got a Tensor; wrap "
            "its numbers in Parameter, or take its .array"
        )
    if isinstance(value, ITERATORS):
        raise TypeError(
            f"{who}: expected a list or a tuple, got {type(value).__name__}, read only once; use list(...)"
        )


def _direct_values(value):
    """The values in a list, tuple or dict; else the value itself, in a tuple."""
    if isinstance(value, list | tuple):
        return value
    return value.values() if isinstance(value, dict) else (value,)


def expect_no_parts(kind: type, kinds) -> None:
    """Raise TypeError for a part that is an attribute of the class: all its objects would share it.

    Also for a class with slots, in which no part would be found.
    """
    slots = [name for name in slots_of(kind) if not name.startswith("__")]
    if slots:
        raise TypeError(
            f"{kind.__name__}: expected a module without __slots__, got {slots[0]} in them; drop __slots__, "
            "or what they hold is neither trained nor saved"
        )
    for name, value in vars(kind).items():
        found, hidden = [], []
        if not isinstance(value, types.FunctionType):  # methods may read any global
            # As if within an object: attributes stay unseen.
            _collect(value, name, kinds, found, hidden, (OBJECT,))
        if found or hidden:
            raise TypeError(
                f"{kind.__name__}: expected modules and Parameters as attributes of the object, got {name} "
                "of the class, where they are neither trained nor saved; set it on self, in __init__"
            )
