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
def dumped(path: Path) -> str:
    """The code of a file as text, made once: most modules need the same foundations."""
    return ast.dump(tree(path))


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
    return _hash_of(needed_by(module)).hexdigest()


@cache
def digest_with_numbers(module: str) -> str:
    """A hash of what the numbers of an experiment depend on: its `numbers()`, too, and how numbers are shown.

    What `numbers()` alone imports counts as well, and every word of the experiments.
    """
    own = imported_in(ast.parse(path_of(module).read_bytes()))
    needed = {name for one in (module, *own) for name in needed_by(one)}
    experiments = sorted(name for name in needed if name.startswith(f"{PACKAGE}.experiments."))
    total = _hash_of(needed)
    for path in [*map(path_of, experiments), *sorted((ROOT / PACKAGE / SHOWING[1]).glob("*.py"))]:
        total.update(path.read_bytes())
    return total.hexdigest()


def _hash_of(modules):
    """Of their code, and of the data that their packages bring."""
    total = hashlib.sha256()
    for name in sorted(modules):
        path = path_of(name)
        total.update(f"{name}\0{dumped(path)}\0".encode())
        if path.name == "__init__.py":
            for data in sorted(path.parent.glob("*.npz")):
                total.update(data.read_bytes())
    return total
