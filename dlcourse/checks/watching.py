"""Checks: functions of the library that a call may not use, or not often, by whatever name.

While the call lasts, each of them has other code, which counts; what it is called by stays what it is, so the
rest of the call is as fast as ever. Builtins have no code: for them alone every call is looked at.
"""

import contextlib
import functools
import importlib
import sys
from types import FunctionType, ModuleType

from dlcourse.checks.limits import Refused

GATES: list = []  # what all watched functions go through, while they are watched
ALSO = {  # where `grad` is refused, so is what it stands on, and what differentiates without it
    "dlcourse.autodiff": (
        "dlcourse.sweep",
        "dlcourse.graphs.gradient_graphs",
        "dlcourse.graphs.gradient_table",
        "dlcourse.graphs.mlp_in_arrays",
    )
}


@contextlib.contextmanager
def watched(refused, at_most: dict):
    """A `with` block in which some functions raise Refused when called.

    refused: dotted names of functions or modules.   at_most: {dotted name: calls that are let through}.
    """
    left = dict.fromkeys(refused, 0) | at_most
    builtins, functions = _sought(tuple(left), len(sys.modules))
    own = [function.__code__ for function, _, _ in functions]

    def enter(name, short):
        left[name] -= 1
        if left[name] < 0:
            raise Refused(why(name, short, at_most))

    def through(i, args, kwargs):
        function, _, told = functions[i]
        enter(*told)
        return _with_code(function, own[i])(*args, **kwargs)

    GATES.append(through)
    try:
        for function, code, _ in functions:
            function.__code__ = code
        with looked_at(builtins, enter):
            yield
    finally:
        for (function, _, _), code in zip(functions, own, strict=True):
            function.__code__ = code
        GATES.pop()


@functools.cache  # a bank of wrong answers watches the same functions a thousand times
def _sought(names: tuple, n_modules: int) -> tuple[dict, list]:
    """Builtins by identity, with their names; functions, each with the code to put in, and its names."""
    builtins, functions = {}, {}
    for name, home in [(one, home) for one in names for home in (one, *ALSO.get(one, ()))]:
        for function, short in functions_of(home):
            if not isinstance(function, FunctionType):
                builtins[id(function)] = name, short
            elif id(function) not in functions:
                n_free = len(function.__closure__ or ())
                functions[id(function)] = function, _code(len(functions), n_free), (name, short)
    return builtins, list(functions.values())


def _with_code(function, code):
    own = FunctionType(
        code, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )
    own.__kwdefaults__ = function.__kwdefaults__
    return own


@functools.cache
def _code(i: int, n_free: int):
    """Code that goes through the gate as function i; it has as many free variables as what it replaces."""
    names = ", ".join(f"v{j}" for j in range(n_free))
    lines = [
        f"def make({names}):",
        "    def gate(*args, **kwargs):",
        f"        lambda: ({names})",
        f"        return __import__({__name__!r}, fromlist=['GATES']).GATES[-1]({i}, args, kwargs)",
        "    return gate",
    ]
    found: dict = {}
    exec("\n".join(lines), found)
    return found["make"](*range(n_free)).__code__


@contextlib.contextmanager
def looked_at(builtins: dict, enter):
    """A `with` block that calls enter(name, short) at each call of a builtin.   builtins: by identity"""
    if not builtins:
        yield
        return
    previous = sys.getprofile()

    def look(frame, event, argument):
        if event == "c_call" and id(argument) in builtins:
            enter(*builtins[id(argument)])

    sys.setprofile(look)
    try:
        yield
    finally:
        sys.setprofile(previous)


def why(name: str, short: str, at_most: dict) -> str:
    """What is said about a call too many."""
    if name in at_most:
        return f"calls {short} more than {'once' if at_most[name] == 1 else f'{at_most[name]} times'}."
    if name == "dlcourse.ops":  # by name, or by an operator or a method of a Tensor
        return f"calls {short} of the library's ops, as any Tensor does: work it out with NumPy alone."
    return f"calls {short} of the library, which is what the exercise asks for: write it yourself."


def functions_of(name: str) -> list[tuple]:
    """(function, what to call it) of a dotted name, or of all that a class, module or package defines."""
    return _functions_of(name, len(sys.modules))


@functools.cache  # until a further module is loaded: to look through all of them takes a while
def _functions_of(name: str, n_modules: int) -> list[tuple]:
    found = _named(name)
    if isinstance(found, ModuleType):
        homes = [m for key, m in [*sys.modules.items()] if key == name or key.startswith(f"{name}.")]
        own = [part for m in homes for part in vars(m).values() if _home(part) == m.__name__]
        inner = [part for one in own if isinstance(one, type) for part in vars(one).values()]
        return [(part, _short(part)) for part in [*own, *inner] if isinstance(part, FunctionType)]
    if isinstance(found, type):
        return [(part, found.__name__) for part in vars(found).values() if isinstance(part, FunctionType)]
    short = name.removesuffix(".f").rsplit(".", 1)[-1]
    return [] if found is None else [(getattr(found, "__func__", found), short)]


def _home(part):
    return getattr(part, "__module__", None)


def _short(function) -> str:
    """Its name; of `__init__`, and of an op's `f`, that of the class, which is what a student has written."""
    *_, owner, name = ["", *function.__qualname__.split(".")]
    return owner if owner and (name.startswith("__") or name == "f") else name


def _named(name: str):
    """The module, function or builtin of a dotted name, or None."""
    parts = name.split(".")
    for n in range(len(parts), 0, -1):  # "dlcourse.ops.softmax.Softmax.f": the longest name of a module
        try:
            found = importlib.import_module(".".join(parts[:n]))
        except ImportError:
            continue
        for part in parts[n:]:
            found = getattr(found, part, None)
        return found
    return None
