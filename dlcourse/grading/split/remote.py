"""Remote: what a test holds of a student's function, class or object: attributes, calls, texts of it.

What an attribute or a call gives is plain data, and that is compared by the test itself.
"""

import inspect
import sys

from dlcourse.grading.split import checked, kinds, rows
from dlcourse.grading.split.faults import Refused
from dlcourse.grading.split.operand import Operand, is_remote
from dlcourse.grading.split.questions import COMPARING, OBJECT

DUNDERS = frozenset(
    f"__{name}__"
    for name in """name qualname doc annotations module code defaults kwdefaults dict init call len
    iter next getitem setitem delitem contains eq ne lt le gt ge hash bool str repr format int float
    complex index add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow
    matmul rmatmul and rand or ror xor rxor lshift rlshift rshift rrshift neg pos abs invert iadd
    isub imul itruediv ifloordiv imod ipow imatmul divmod round enter exit reversed slots mro bases
    new class_getitem post_init match_args dataclass_fields missing""".split()
)
ASKED_BY_NAME = frozenset(
    f"__{name}__" for name in "doc module eq ne lt le gt ge contains hash bool init".split()
)
SENDING = ("send", "throw", "__next__")  # methods of a generator, which may come to its end
SHOWN = ("_repr_", "_ipython_")  # a student's page of HTML is none of a test's


class RemoteObject(Operand):
    """An object of the student's, by its number in their process."""

    __slots__ = ("_session", "_number", "_name", "_origin", "_class", "_label", "__weakref__")
    __array_ufunc__ = None  # array + object is the object's to work out, as Python's own rules say

    def __init__(self, session, number: int, name: str):
        own = (session, number, name, None, None, "")
        for slot, value in zip(RemoteObject.__slots__, own, strict=False):
            object.__setattr__(self, slot, value)

    def _ask(self, operation, *parts):
        session = object.__getattribute__(self, "_session")
        session.fetched.give_back()
        return session.ask(operation, *parts)

    @property
    def __class__(self):
        if sys._getframe(2).f_globals.get("__name__") == "abc":
            return type(self)  # `isinstance(x, Iterable)` goes by the methods, see METHODS
        found = object.__getattribute__(self, "_class")
        if found is None and object.__getattribute__(self, "_session").ended:
            return type(self)
        if found is None:
            found = self._ask("class", self)
            if type(found) is type and found in kinds.CROSSING:
                found = type(self)  # it says that it is a list: then it would have come as one
            object.__setattr__(self, "_class", found)
        return found

    def __getattribute__(self, name):
        # asked for by name, a comparison is one of the test's author's choice: `a.__eq__(b)`
        return self.__getattr__(name) if name in ASKED_BY_NAME else object.__getattribute__(self, name)

    def __getattr__(self, name):
        if name.startswith("__") and name not in DUNDERS or name.startswith(SHOWN):
            raise AttributeError(f"a student's object is not asked for {name}")
        session = object.__getattribute__(self, "_session")
        if name in COMPARING:
            session.questions.ask("." + name, OBJECT, True, "")
            session.questions.heard("." + name, OBJECT, OBJECT)
        return label(session.fetched.get((self, name), "attribute"), name)

    def __setattr__(self, name, value):
        self._ask("set attribute", self, name, value)

    def __delattr__(self, name):
        self._ask("delete attribute", self, name)

    def __copy__(self):
        return self._ask("copy", self, False)

    def __deepcopy__(self, memo):
        return self._ask("copy", self, True)

    def __reduce_ex__(self, protocol):
        raise Refused("a student's object cannot be pickled: keep the numbers that you need")

    def __array__(self, dtype=None, copy=None):
        questions = object.__getattribute__(self, "_session").questions
        questions.unary("array")
        found = self._ask("array", self, None if dtype is None else dtype.str)
        questions.array(found)
        return found if dtype is None else found.astype(dtype, copy=False)

    def __dir__(self):
        return [name for name in self._ask("apply", "dir", self) if type(name) is str]

    def __repr__(self):
        return text(self._ask("apply", "repr", self))

    def __str__(self):
        return text(self._ask("apply", "str", self))

    def __format__(self, spec):
        return text(self._ask("apply", "format", self, spec))


def text(value) -> str:
    """A text, which str() and repr() have to give."""
    if type(value) is not str:
        raise TypeError("expected a text of a student's object, got another value")
    return value


class RemoteCallable(RemoteObject):
    """A function of the student's, or another object that can be called."""

    __slots__ = ()

    def __call__(self, *args, **kwargs):
        try:
            return self._ask("call", self, args, kwargs)
        except RuntimeError as error:
            if label_of(self) in SENDING and getattr(error, "_ending", None) is StopIteration:
                raise StopIteration from None
            raise

    def _checks_there(self, what, *parts):
        """The answer to a question of this course's checks, see `dlcourse.checks.elsewhere`."""
        raised = object.__getattribute__(self, "_session").tests.raised
        before = len(raised)
        found = self._ask("checks", self, what, *checked.asked(what, parts))
        return checked.read(what, found, raised[before:])

    @property
    def __signature__(self):
        kinds = [*map(int, (k for k in inspect._ParameterKind))]
        parameters = []
        found, returned = self._ask("signature", self)
        for name, kind, default, annotation in found:
            kind = inspect._ParameterKind(kind if kind in kinds else 1)
            own = {"default": given(default), "annotation": given(annotation)}
            parameters.append(inspect.Parameter(name, kind, **own))
        return inspect.Signature(parameters, return_annotation=given(returned))


class RemoteFunction(RemoteCallable):
    """A function of the student's: equal to itself alone, as Python's functions are."""

    __slots__ = ()

    def __eq__(self, other):
        return self is other

    def __ne__(self, other):
        return self is not other

    def __hash__(self):
        return hash((object.__getattribute__(self, "_number"), RemoteFunction))


class RemoteClass(RemoteCallable):
    """A class of the student's. `isinstance` and `issubclass` are asked of their process."""

    __slots__ = ()

    def __instancecheck__(self, one):
        return (is_remote(one) or rows.is_row(one)) and self._ask("instance", one, self) is True

    def __subclasscheck__(self, one):
        return is_remote(one) and self._ask("subclass", one, self) is True

    def __mro_entries__(self, bases):
        raise Refused(
            "a test's class cannot extend a student's: give the student's code an instance of a plain class"
        )


def given(said):
    """What stands in a signature, [] where nothing does."""
    return said[0] if said else inspect.Signature.empty


def label(x, name: str):
    """The value; a student's object remembers by what name a test has asked for it."""
    if is_remote(x):
        object.__setattr__(x, "_label", name)
    return x


def label_of(x) -> str:
    """The name by which a test has asked for a student's object; "" of anything else."""
    return object.__getattribute__(x, "_label") if is_remote(x) else ""
