"""Late: packages whose own first file runs only when something of it is asked for.

nbgrader's first file imports its pages for a server, those of nbconvert every format that it can write:
together a third of the seconds that nbgrader takes to import, for what a class run never calls. Their modules
are the same, and imported as ever; who asks a package for a name that its first file takes from a module gets
it from there; who asks for any other has the first file run, as ever. Modules of which nbgrader takes no more
than functions, and seldom calls them, are imported when it does (`called_late`).
"""

import ast
import importlib
import importlib.util
import sys
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

ASKED_BY_PYTHON = ("__version__", "__all__")  # of such names, those that a first file defines


class Late(ModuleType):
    """A package that is imported, and whose first file has not run."""

    def __getattr__(self, name):
        if name.startswith("__") and name not in ASKED_BY_PYTHON:
            raise AttributeError(name)
        if importlib.util.find_spec(f"{self.__name__}.{name}"):
            return importlib.import_module(f"{self.__name__}.{name}")
        module, other = taken(self.__spec__.origin).get(name, (None, None))
        if module is None:
            self.__class__ = ModuleType
            self.__spec__.loader.exec_module(self)
            return getattr(self, name)
        value = getattr(importlib.import_module(module, self.__name__), other)
        setattr(self, name, value)
        return value


def taken(path) -> dict:
    """{name: (the module that a first file takes it from, its name there)} of names that it only takes."""
    found = {}
    for node in ast.parse(Path(path).read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.level < 2:
            module = "." * node.level + node.module
            found |= {one.asname or one.name: (module, one.name) for one in node.names}
        else:
            for name in bound(node):
                found.pop(name, None)
    return found


def bound(statement):
    """Every name that a statement binds or deletes, itself or in one that it holds."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.split(".")[0]


def import_late(package: str) -> None:
    """Import a package, but for its first file. Nothing happens where it is imported already."""
    if package in sys.modules:
        return
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"{package}: expected a package that is installed, got none", name=package)
    module = importlib.util.module_from_spec(spec)
    module.__class__ = Late
    sys.modules[package] = module
    outer, _, name = package.rpartition(".")
    if outer:
        setattr(sys.modules[outer], name, module)


def called_late(*modules: str):
    """A `with` block in which functions that are taken from these modules import them when called."""
    return instead(modules, caller)


def named(*modules: str):
    """A `with` block in which who takes a class from these modules gets its name, by which traitlets finds it
    when it is asked for."""
    return instead(modules, lambda module, name: f"{module}.{name}")


@contextmanager
def instead(modules, given):
    """A `with` block in which who takes a name from these modules gets given(module, name)."""
    modules = [module for module in modules if module not in sys.modules]
    for module in modules:
        put(module, instead_of(module, given))
    try:
        yield
    finally:
        for module in modules:
            put(module, None)


def put(module: str, value) -> None:
    """Have imports of a module find a value, or with None the module itself again."""
    outer, _, name = module.rpartition(".")
    for names, key in ((sys.modules, module), (vars(sys.modules.get(outer, ModuleType(""))), name)):
        if value is None:
            names.pop(key, None)
        else:
            names[key] = value


def instead_of(module: str, given) -> ModuleType:
    """A module with every name that is public, each given(module, name)."""

    def taken_from(name):
        if name.startswith("__"):
            raise AttributeError(name)
        return given(module, name)

    found = ModuleType(module)
    found.__getattr__ = taken_from
    return found


def caller(module: str, name: str):
    """A function that calls that of this name of a module, which is imported then."""

    def function(*args, **kwargs):
        return getattr(importlib.import_module(module), name)(*args, **kwargs)

    return function
