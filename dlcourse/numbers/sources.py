"""Chapter 18: honest numbers. What a result depends on: a module, and all modules that it needs.

Comments and docstrings do not count, nor does how a number is shown: no result depends on them.
"""

import ast
import hashlib
from functools import cache
from pathlib import Path

PACKAGE = "dlcourse"
SHOWING = ("dlcourse.numbers", "numbers")  # the package that shows numbers, an experiment's list of them
ROOT = Path(__file__).parents[2]


@cache
def needed_by(module: str) -> tuple[str, ...]:
    """The modules of the library that a module needs, itself first, by dotted name.

    An import counts wherever it stands; that of the whole package counts when it is written, as in
    `from dlcourse import MLP`. Imports by a computed name are not seen.
    """
    found, waiting = {}, [module]
    while waiting:
        name = waiting.pop()
        if name not in found and not name.startswith(SHOWING[0]) and (path := path_of(name)):
            found[name] = path
            waiting += imports(path)
    return tuple(found)


def path_of(module: str) -> Path | None:
    """The file of a module or a package of the library; None for a name in a module."""
    if module.split(".")[0] != PACKAGE:
        return None
    base = ROOT.joinpath(*module.split("."))
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()), None)


@cache
def tree(path: Path) -> ast.Module:
    """The code of a file without `numbers()`, its docstrings emptied."""
    found = ast.parse(path.read_bytes())
    found.body = [node for node in found.body if getattr(node, "name", None) != SHOWING[1]]
    for node in ast.walk(found):
        body = getattr(node, "body", None)
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and ast.get_docstring(node) is not None
        ):
            body[0].value.value = ""
    return found


@cache
def imports(path: Path) -> tuple[str, ...]:
    """The names that a file imports, see `imported_in`."""
    return imported_in(tree(path))


def imported_in(code: ast.Module) -> tuple[str, ...]:
    """The names that code imports; of `from a import b` both a and a.b, a only when it is no package.

    A package that is named only to reach one of its modules is not needed as a whole.
    """
    found = []
    for node in ast.walk(code):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules = [f"{node.module}.{alias.name}" for alias in node.names]
            inside = [name for name in modules if path_of(name)]
            found += inside if len(inside) == len(modules) else [*inside, node.module]
    return tuple(found)


@cache
def digest(module: str) -> str:
    """A hash of the code of a module and of all that it needs, and of the library's bundled data."""
    total = hashlib.sha256()
    for name in sorted(needed_by(module)):
        path = path_of(name)
        total.update(f"{name}\0{ast.dump(tree(path))}\0".encode())
        if path.name == "__init__.py":
            for data in sorted(path.parent.glob("*.npz")):
                total.update(data.read_bytes())
    return total.hexdigest()
