"""Handles: which object stands in a test for which of the student's, by the numbers that cross."""

import functools
import weakref

from dlcourse.grading.split.faults import Refused
from dlcourse.grading.split.optional import METHODS, awaited
from dlcourse.grading.split.remote import RemoteCallable, RemoteClass, RemoteFunction, RemoteObject, is_remote
from dlcourse.grading.split.remote_errors import error_class, is_own
from dlcourse.grading.split.wire import Forged

KINDS = {"function": RemoteFunction, "callable": RemoteCallable, "class": RemoteClass, "object": RemoteObject}


@functools.lru_cache(maxsize=1000)
def class_of(kind: str, methods: frozenset, name: str):
    """The class of what stands for an object of a kind whose own class has some of METHODS.

    name: which `type(x).__name__` tells.
    """
    base = KINDS.get(kind, RemoteObject)
    own = {f"__{method}__": METHODS[method] for method in methods}
    return type(name, (base,), {"__slots__": (), "__doc__": base.__doc__} | own)


def handle(session, decoder, number, kind=None, name=None, *more):
    """What stands in a test for the student's object of this number; the same one as long as it is held."""
    if type(number) is not int or number < 0 or type(name) is not str or len(name) > 200:
        raise Forged("an object that is none")
    if kind == "error" and len(more) == 1:
        return error_class(session, number, name, decoder.value(more[0]))
    if len(more) != 1 or kind not in (*KINDS, "coroutine") or type(more[0]) is not list:
        raise Forged("an object of no known kind")
    if not all(type(one) is str and one in METHODS for one in more[0]):
        raise Forged("a method of no known name")
    session.times[number] = session.times.get(number, 0) + 1
    found = session.handles.get(number)
    if found is None:
        own_name = kind in ("object", "callable") and name.isidentifier()
        told = name if own_name else KINDS.get(kind, RemoteObject).__name__
        found = class_of(kind, frozenset(more[0]), told)(session, number, name)
        session.handles[number] = found
        weakref.finalize(found, released, weakref.ref(session), number).atexit = False
    return awaited(found) if kind == "coroutine" else found


def released(session, number: int) -> None:
    """A test holds a student's object no more: their process may forget it, too."""
    session = session()
    if session is not None and number in session.times:
        session.gone.append([number, session.times.pop(number)])


def number_of(x, session):
    """The number of a student's object, function or exception in this session; None of anything else."""
    if is_own(x):
        home, number = x._session, x._number
    elif is_own(type(x)) and x._handle is not None:
        return number_of(x._handle, session)
    elif is_remote(x):
        home, number = (object.__getattribute__(x, slot) for slot in ("_session", "_number"))
    else:
        return None
    if home is not session:
        origin = object.__getattribute__(x, "_origin") if is_remote(x) else None
        if origin is None:
            raise Refused("this object of the student's was lost when their process ended; make it anew")
        return number_of(session.ask("name", origin), session)
    return number
