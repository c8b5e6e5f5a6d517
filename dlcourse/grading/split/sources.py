"""Sources: what `inspect.getsource` says of a student's function in a test: the lines of their own cell."""

import ast
import contextlib
import inspect

from dlcourse.grading.split.remote import RemoteObject, is_remote

READ = ("getsource", "getsourcelines")
USUAL = {name: getattr(inspect, name) for name in READ}


def told_from(cells) -> None:
    """From now on, `inspect` tells a student's source.   cells: () -> texts, the latest last"""

    def getsource(x):
        return source_of(x, cells()) if is_remote(x) else USUAL["getsource"](x)

    def getsourcelines(x):
        return (getsource(x).splitlines(True), 0) if is_remote(x) else USUAL["getsourcelines"](x)

    inspect.getsource, inspect.getsourcelines = getsource, getsourcelines


def source_of(x, cells) -> str:
    """The lines that define a function, class or method. Raises OSError where no cell defines it."""
    name = object.__getattribute__(x, "_name")
    path = getattr(x, "__qualname__", name) if isinstance(x, RemoteObject) else name
    for names in ([part for part in path.split(".") if part != "<locals>"], [name]):
        for cell in reversed(list(cells)):
            found = defined(cell, names)
            if found:
                return found
    raise OSError(f"no cell of the student's defines {name}")


def defined(cell: str, names) -> str | None:
    """The lines of a cell that define the last of some names within the one before; None without any."""
    with contextlib.suppress(SyntaxError, ValueError, RecursionError):
        body = ast.parse(cell).body
        for i, name in enumerate(names):
            kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
            here = [node for node in body if isinstance(node, kinds) and node.name == name]
            if not here:
                return None
            if i == len(names) - 1:
                first = min([here[-1].lineno, *(one.lineno for one in here[-1].decorator_list)])
                return "".join(cell.splitlines(True)[first - 1 : here[-1].end_lineno])
            body = here[-1].body
    return None
