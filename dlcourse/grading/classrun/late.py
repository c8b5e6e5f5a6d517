"""Late: packages whose own first file runs only when something of it is asked for.

nbgrader's first file imports its pages for a server, nbconvert's every format that it can write: together a
quarter of the seconds that nbgrader takes to import, for what a class run never calls. Their modules are the
same, and imported as ever; who asks the package for a name of the first file's gets it, as ever.
"""

import importlib
import importlib.util
import sys
from types import ModuleType

ASKED_BY_PYTHON = ("__version__", "__all__")  # of such names, those that a first file defines


class Late(ModuleType):
    """A package that is imported, and whose first file has not run."""

    def __getattr__(self, name):
        if name.startswith("__") and name not in ASKED_BY_PYTHON:
            raise AttributeError(name)
        if importlib.util.find_spec(f"{self.__name__}.{name}"):
            return importlib.import_module(f"{self.__name__}.{name}")
        self.__class__ = ModuleType
        self.__spec__.loader.exec_module(self)
        return getattr(self, name)


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
