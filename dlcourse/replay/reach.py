"""Chapter 20: all that a step can read besides its batch: closures, globals, defaults, attributes, and what
these contain.

The names in a function's code tell what it can read. So of an object whose class is not the library's, those
attributes and methods count whose names occur in any code that was found.
"""

import types
from functools import partial

import numpy as np

from dlcourse.backend import is_array
from dlcourse.layers.module import Module
from dlcourse.layers.parts import slots_of
from dlcourse.op import Op
from dlcourse.replay.places import (
    EMPTY,
    Place,
    Slots,
    hides_state,
    holds_modules,
    names_inherited,
    names_within,
    own_classes,
    put_all,
    put_under,
)
from dlcourse.replay.randomness import TracedGenerator
from dlcourse.replay.tape import CannotReplay
from dlcourse.replay.trust import is_constant, is_known_function, is_trusted
from dlcourse.replay.visitors import VISITORS

MOST = 5000  # objects to search: all that is found is compared before each step
# What the library calls without its name in the user's code, such as fprop.
CALLED = {name for kind in (Module, Op) for name in dir(kind) if not name.startswith("__")}
NEVER_CALLED = {  # by a step: special methods for other purposes, which need not be searched
    *("__init__", "__new__", "__repr__", "__str__", "__getstate__", "__setstate__", "__reduce__", "__del__"),
    *("__reduce_ex__", "__copy__", "__deepcopy__", "__init_subclass__", "__class_getitem__", "__doc__"),
}
MAKING = {"__init__", "__new__", "__post_init__"}  # called where the code makes objects of the class
CLASS_OF = {"type", "__class__"}  # from an object code can come to its class, and make others of it
UNSEEN = frozenset({"training", "last_call"})  # a Watch compares the modes; each call writes its last_call
SPACES = (type, types.ModuleType, types.FunctionType)
GENERATORS = (np.random.Generator, TracedGenerator)


class Reach:
    """All that can be read from some roots. Raises CannotReplay for what may change unseen.

    roots: pairs of a name and a value; names: of attributes that count besides those in the code. places:
    what to check before each step; modules: in the order in which they were found; tensors: leaves, among
    them the modules' parameters; arrays: pairs of a name and an array; computed: whether some code reads
    attributes by names that it computes, so that all count; has_code: whether functions were found that are
    not the library's; classes: those of users, whose bases may be set anew; absent: pairs of a namespace and
    the names that would count in it, but are not set, None where any name would.
    """

    def __init__(self, roots, names=()):
        self.names, self.computed, self.has_code = {*CALLED, *names}, False, False
        self.places, self.modules, self.tensors, self.arrays = [], [], [], []
        self.objects = []  # they may be given another class
        self._seen, self.open = {}, []  # id -> object: while it is kept, no other can get its id
        self.classes, self.made = set(), set()  # classes searched, classes that code may make objects of
        for words, root in roots:
            self.visit(root, words)
        before = None
        # Code found late may name attributes of objects found early: repeat until nothing new is found.
        while before != (before := (len(self._seen), len(self.names), self.computed)):
            for words, space, owner in list(self.open):  # a copy: visits add to it
                for name, value in self.counting(space, owner):
                    # The draws of a module's generator are recorded, so its state may change.
                    if not (isinstance(owner, Module) and isinstance(value, GENERATORS)):
                        self.visit(value, f"{name} of {words}")
        for words, space, owner in self.open:
            self._close(words, space, owner)
        spaces = [(space, owner) for _, space, owner in self.open if not isinstance(space, Slots)]
        self.absent = [(space, self._absent(space, owner)) for space, owner in spaces]

    def visit(self, x, words) -> None:
        """Search x, unless that was done before."""
        if x is EMPTY or is_constant(x) or id(x) in self._seen:
            return
        self._seen[id(x)] = x
        if len(self._seen) > MOST:
            raise CannotReplay("the step can read too many objects to check them before each step")
        for kind, visitor in VISITORS.items():
            if isinstance(x, kind):
                return visitor(self, x, words)
        if is_array(x):
            self.arrays.append((words, x))
        elif is_known_function(x):
            return
        elif isinstance(x, type(np.sum)):  # numpy's own kind of function, which is none of Python's
            raise CannotReplay(f"the step calls {words}, whose result may depend on more than its arguments")
        else:
            self._object(x, words)

    def counting(self, space, owner) -> list:
        """Pairs of name and value: those in a namespace that a step may read."""
        return [(name, value) for name, value in list(space.items()) if self._counts(name, value, owner)]

    def _counts(self, name, value, owner) -> bool:
        if isinstance(owner, Module):
            if name in owner.buffers or name in UNSEEN:
                return False  # a recording traces the buffers
            if holds_modules(value):
                return True
        if is_trusted(type(owner).__module__) and not isinstance(owner, SPACES):
            if not isinstance(owner, Module) or name in names_within(type(owner)):
                return True
            # A user's code may keep settings of its own on the library's modules.
            return self.has_code and (self.computed or name in self.names)
        if name.startswith("__") and name.endswith("__"):  # called by syntax, without its name in the code
            called = name not in NEVER_CALLED or name in self.names
            made = name in MAKING and (owner in self.made or not self.names.isdisjoint(CLASS_OF))
            return isinstance(owner, type) and (called or made) and callable(value)
        if self.computed and isinstance(owner, types.ModuleType):
            raise CannotReplay(f"the step reads attributes of {owner.__name__} by names that it computes")
        if self.computed or name in self.names:
            return True
        return not isinstance(owner, SPACES) and name in names_inherited(type(owner))

    def _close(self, words, space, owner):
        """Add the place of a namespace, now that all names are known."""
        if isinstance(owner, types.ModuleType) and is_trusted(owner.__name__):
            return
        names = dict.fromkeys(name for name, _ in self.counting(space, owner))
        if not isinstance(owner, types.ModuleType | types.FunctionType):
            # An attribute may be set later that hides one of a class. It is EMPTY now, and must stay so.
            kind = owner if isinstance(owner, type) else type(owner)
            inherited = [name for part in own_classes(kind) for name in vars(part)]
            names |= dict.fromkeys(name for name in inherited if name in self.names)
        names = tuple(name for name in names if name not in UNSEEN)
        of_library = isinstance(owner, Module) and is_trusted(type(owner).__module__)
        whole = space if of_library and not owner.buffers else None
        if names or whole is not None or is_plain(space, owner):
            self.named(words, space, names, whole, owner)

    def _absent(self, space, owner):
        """The names that would count if they were set in this namespace; None where any name would."""
        is_module, of_library = isinstance(owner, Module), is_trusted(type(owner).__module__)
        if self.computed or (of_library and not is_module and not isinstance(owner, SPACES)):
            return None
        own = names_within(type(owner)) if is_module and of_library else names_inherited(type(owner))
        read = own | self.names if self.has_code else own
        return read - space.keys() - UNSEEN.union(owner.buffers if is_module else ())

    def named(self, words, space, names, whole=None, owner=None) -> None:
        """Add a place: these names of a namespace."""
        names, get = tuple(names), space.get
        put = partial(put_under, owner, space, names)
        if isinstance(owner, Module):
            put = None  # `traced_arrays` restores modules
        elif is_plain(space, owner):
            put = partial(put_all, space, dict(space))
        module = owner if put is None and is_trusted(type(owner).__module__) else None
        self.places.append(
            Place(words, lambda: [get(name, EMPTY) for name in names], names, get, whole, module, put)
        )

    def class_of(self, kind):
        """Search the class of an object, with its bases and metaclass: methods and class attributes."""
        for part in {*own_classes(kind), *own_classes(type(kind))} - self.classes:
            self.classes.add(part)
            self.open.append((part.__name__, vars(part), part))

    def _object(self, x, words):
        kind = type(x)
        homes = (kind.__module__, getattr(x, "__module__", None) or "")
        if any(home.startswith("numpy.random") for home in homes) or kind.__name__ in (
            "Random",
            "SystemRandom",
        ):
            raise CannotReplay(
                f"the step draws from {words}, which is not a Generator of a module; make it one's attribute"
            )
        # Without either, the state of an object is in C, where no attribute shows it: a file, an iterator.
        keeps = hasattr(x, "__dict__") or hasattr(kind, "__slots__")
        if not keeps or hides_state(kind):
            raise CannotReplay(f"the step reads {words}, a {kind.__name__}, which may change unseen")
        self.attributes(x, words)

    def may_become_another(self, x):
        """Note a module, or an object of a class that is not the library's: it may be given another class."""
        if isinstance(x, Module) or not is_trusted(type(x).__module__):
            self.objects.append(x)

    def attributes(self, x, words):
        """Search the attributes of an object and the methods of its class."""
        self.class_of(type(x))
        self.may_become_another(x)
        if slots := [name for name in slots_of(type(x)) if not name.startswith("__")]:
            self.open.append((words, Slots(x, slots), x))
        if hasattr(x, "__dict__"):
            self.open.append((words, vars(x), x))


def is_plain(space, owner) -> bool:
    """Whether the namespace is the dict of a plain object, not of a module, class or function."""
    return isinstance(space, dict) and owner is not None and not isinstance(owner, (Module, *SPACES))
