"""Chapter 20: all that a step can read besides its batch: closures, globals, defaults, attributes, and what
these hold.

What a function reads is known by the names in its code; so of an object of somebody's own class those
attributes and methods count whose names appear in any code that was found.
"""

import builtins
import functools
import operator
import sys
import types
from collections import deque
from functools import partial

import numpy as np

from dlcourse.backend import is_array
from dlcourse.layers.module import Module
from dlcourse.op import Op
from dlcourse.replay.places import EMPTY, Place, Slots, content, own_classes, tuple_of
from dlcourse.replay.randomness import TracedGenerator
from dlcourse.replay.reads import reads
from dlcourse.replay.tape import CannotReplay
from dlcourse.replay.trust import is_builtin, is_constant, is_known_function, is_trusted
from dlcourse.tensor import Parameter, Tensor

MOST = 5000  # objects to look into
CALLED = {name for kind in (Module, Op) for name in dir(kind) if not name.startswith("__")}
NEVER_CALLED = {
    *("__init__", "__new__", "__repr__", "__str__", "__getstate__", "__setstate__", "__reduce__", "__del__"),
    *("__reduce_ex__", "__copy__", "__deepcopy__", "__init_subclass__", "__class_getitem__", "__doc__"),
}
MAKING = {"__init__", "__new__", "__post_init__"}
SPACES = (type, types.ModuleType, types.FunctionType)
GENERATORS = (np.random.Generator, TracedGenerator)


class Reach:
    """What can be read from some roots. Raises CannotReplay for what may change unseen.

    roots: pairs of what it is called, and a value; names: of attributes that count besides those in the code.
    places: what is to be looked at; modules: in the order of finding; tensors: leaves, parameters of modules
    among them; arrays: with what they are called; has_code: whether functions are among it that are not the
    library's.
    """

    def __init__(self, roots, names=()):
        self.names, self.computed, self.has_code = {*CALLED, *names}, False, False
        self.places, self.modules, self.tensors, self.arrays = [], [], [], []
        self._seen, self._open = {}, []  # id -> object, kept so that ids stay what they are
        self._classes, self._made = set(), set()  # those looked into, those that code may make objects of
        for words, root in roots:
            self.visit(root, words)
        before = None
        while before != (before := (len(self._seen), len(self.names), self.computed)):
            for words, space, owner in list(self._open):
                for name, value in self.counting(space, owner):
                    self.visit(value, f"{name} of {words}")
        for words, space, owner in self._open:
            self._close(words, space, owner)

    def visit(self, x, words) -> None:
        """Look into x, once."""
        if x is EMPTY or is_constant(x) or id(x) in self._seen:
            return
        self._seen[id(x)] = x
        if len(self._seen) > MOST:
            raise CannotReplay("the step can read too many things to look at them before each step")
        for kind, look in LOOKS.items():
            if isinstance(x, kind):
                return look(self, x, words)
        if is_array(x):
            self.arrays.append((words, x))
        elif not is_known_function(x):
            self._object(x, words)

    def counting(self, space, owner) -> list:
        """The names and values of a namespace that count."""
        return [(name, value) for name, value in list(space.items()) if self._counts(name, value, owner)]

    def _counts(self, name, value, owner) -> bool:
        if isinstance(owner, Module):
            if name in owner.buffers or name == "last_call" or isinstance(value, GENERATORS):
                return False
            if isinstance(value, Module | Parameter | list | tuple | dict):
                return True
        if is_trusted(type(owner).__module__) and not isinstance(owner, SPACES):
            return True
        if name.startswith("__") and name.endswith("__"):
            called = name not in NEVER_CALLED or name in self.names
            made = name in MAKING and owner in self._made
            return isinstance(owner, type) and (called or made) and callable(value)
        if self.computed and isinstance(owner, types.ModuleType):
            raise CannotReplay(f"the step reads {owner.__name__} by names that it computes")
        return self.computed or name in self.names

    def _close(self, words, space, owner):
        """The place of a namespace, now that all names are known."""
        if isinstance(owner, types.ModuleType) and is_trusted(owner.__name__):
            return
        names = dict.fromkeys(name for name, _ in self.counting(space, owner))
        if not isinstance(owner, SPACES):  # an attribute may come to hide that of the class
            inherited = [name for kind in own_classes(type(owner)) for name in vars(kind)]
            names |= dict.fromkeys(name for name in inherited if name in self.names)
        names = tuple(name for name in names if name not in ("training", "last_call"))
        whole = isinstance(owner, Module) and is_trusted(type(owner).__module__) and not owner.buffers
        if names or whole:
            self.named(words, space, names, space if whole else None)

    def named(self, words, space, names, whole=None) -> None:
        """One more place: these names of a namespace."""
        values = partial(list, ()) if not names else lambda: [space.get(name, EMPTY) for name in names]
        self.places.append(Place(words, values, tuple(names), space.get, whole))

    def _function(self, f, words):
        cells = f.__closure__ or ()
        if cells:
            get = operator.attrgetter("cell_contents")
            self.places.append(Place(f"what {words} encloses", lambda: [*map(content, cells)], cells, get))
        for name, cell in zip(f.__code__.co_freevars, cells, strict=True):
            self.visit(content(cell), name)
        home = f.__globals__.get("__name__")
        if is_trusted(home, f.__name__):
            return
        if is_trusted(home):
            raise CannotReplay(f"the step calls {words}, of which replay cannot know on what it depends")
        self.has_code = True
        read = reads(f.__code__)
        if read.sets:
            raise CannotReplay(f"the step sets {read.sets[0]}, a variable outside of {f.__name__}")
        self.names |= read.names
        self.computed |= read.computed
        parts = ("__code__", "__defaults__", "__kwdefaults__")
        get = partial(getattr, f)
        self.places.append(Place(f"the defaults of {words}", lambda: [*map(get, parts)], parts, get))
        self.visit(f.__defaults__, f"the defaults of {words}")
        self.visit(f.__kwdefaults__, f"the defaults of {words}")
        if vars(f):
            self._open.append((words, vars(f), f))
        self._globals(f, read)

    def _globals(self, f, read):
        space, names = f.__globals__, dict.fromkeys(chain[0] for chain in read.chains)
        self.named(f"globals of {f.__name__}", space, names)
        for name, *attributes in read.chains:
            if name in space:
                self._along(space[name], attributes, name)
            elif hasattr(builtins, name) and not is_builtin(name):
                raise CannotReplay(f"the step calls {name}, of which a replay would do nothing")
        for name in read.imports:
            self._along(sys.modules.get(name, EMPTY), (), name)

    def _along(self, x, attributes, words):
        """Visit what a global stands for: of a module, what is read of it."""
        for name in attributes:
            if not isinstance(x, types.ModuleType):
                break
            words = f"{words}.{name}"
            if not is_trusted(x.__name__):
                self.named(words, vars(x), (name,))
            x = getattr(x, name, None)
        self.visit(x, words)

    def _imported(self, module, words):
        """A module that is not read by a name at once: all names count that occur anywhere."""
        self._open.append((words, vars(module), module))

    def _tensor(self, x, words):
        if x.op is not None:
            raise CannotReplay(f"the step reads {words}, a Tensor that was computed before")
        self.tensors.append(x)

    def _module(self, module, words):
        self.modules.append(module)
        self._class_of(type(module))
        self._open.append((type(module).__name__, vars(module), module))

    def _array(self, x, words):
        if x.dtype.hasobject:
            raise CannotReplay(f"the step reads {words}, an array of objects, which may change unseen")
        self.arrays.append((words, x))

    def _list(self, x, words):
        self.places.append(Place(words, lambda: list(x), space=x if type(x) is list else None))
        for i, value in enumerate(list(x)):
            self.visit(value, f"{words}[{i}]")
        if not is_trusted(type(x).__module__):
            self._attributes(x, words)

    def _dict(self, x, words):
        self.places.append(Place(words, lambda: [part for item in list(x.items()) for part in item]))
        for key, value in list(x.items()):
            self.visit(key, words)
            self.visit(value, f"{words}[{key!r:.20}]")
        if not is_trusted(type(x).__module__):
            self._attributes(x, words)

    def _parts(self, names):
        def look(self, x, words):
            for name in names:
                self.visit(getattr(x, name), words)

        return look

    def _class(self, kind, words):
        self._made |= set(own_classes(kind))
        self._class_of(kind)

    def _class_of(self, kind):
        """The class of an object: its methods and what it gives to all objects."""
        for part in {*own_classes(kind), *own_classes(type(kind))} - self._classes:
            self._classes.add(part)
            self._open.append((part.__name__, vars(part), part))

    def _bound(self, x, words):
        """A method of something in C, such as a list's append: what it does shows in what it belongs to."""
        if not is_known_function(x):
            if isinstance(x.__self__, types.ModuleType | type | None):
                raise CannotReplay(f"the step calls {words}, of which replay cannot know on what it depends")
            self.visit(x.__self__, f"what {words} belongs to")

    def _object(self, x, words):
        kind = type(x)
        if kind.__module__.startswith("numpy.random") or kind.__name__ in ("Random", "SystemRandom"):
            raise CannotReplay(
                f"the step draws from {words}, which is no Generator of a module; make it an attribute of one"
            )
        if not hasattr(x, "__dict__") and not hasattr(kind, "__slots__"):
            raise CannotReplay(f"the step reads {words}, a {kind.__name__}, which may change unseen")
        self._attributes(x, words)

    def _attributes(self, x, words):
        """What an object keeps, and the methods of its class."""
        self._class_of(type(x))
        slots = [n for part in type(x).__mro__ for n in tuple_of(vars(part).get("__slots__", ()))]
        slots = [name for name in slots if not name.startswith("__")]
        if slots:
            self._open.append((words, Slots(x, slots), x))
        if hasattr(x, "__dict__"):
            self._open.append((words, vars(x), x))


LOOKS = {  # kind of object: how to look into it
    Tensor: Reach._tensor,
    Module: Reach._module,
    np.ndarray: Reach._array,
    types.FunctionType: Reach._function,
    types.MethodType: Reach._parts(None, ("__self__", "__func__")),
    partial: Reach._parts(None, ("func", "args", "keywords")),
    property: Reach._parts(None, ("fget", "fset")),
    (staticmethod, classmethod): Reach._parts(None, ("__func__",)),
    functools.cached_property: Reach._parts(None, ("func",)),
    type(functools.lru_cache(len)): Reach._parts(None, ("__wrapped__",)),
    types.ModuleType: Reach._imported,
    type: Reach._class,
    (list, tuple, set, frozenset, deque): Reach._list,
    dict: Reach._dict,
    types.BuiltinFunctionType: Reach._bound,
}
