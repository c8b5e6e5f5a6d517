"""Sharing: the global names that functions of an answer use: a test that binds such a name speaks to them.

Any other name that an answer binds is free for a test to use as its own: `for i in range(9)`, `x = 5`. What
the test has put there is then the test's, and the student's process is not asked for it.
"""

import symtable
import warnings
from dataclasses import dataclass

from dlcourse.grading.intake.magics import python_of

AT_ONCE = ("listcomp", "setcomp", "dictcomp", "genexpr")  # run where they stand, unlike functions


@dataclass(frozen=True)
class Shared:
    """Global names in functions.   reads: looked up, when they are called.   binds: declared `global`."""

    reads: frozenset[str] = frozenset()
    binds: frozenset[str] = frozenset()

    def __or__(self, other):
        return Shared(self.reads | other.reads, self.binds | other.binds)


def shared_by(source: str) -> Shared | None:
    """The names that functions of a cell use; None when it is no Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            table = symtable.symtable(python_of(source), "<cell>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    symbols = [symbol for inner in functions(table) for symbol in inner.get_symbols() if symbol.is_global()]
    reads = {symbol.get_name() for symbol in symbols if symbol.is_referenced()}
    binds = {one.get_name() for one in symbols if one.is_declared_global() and one.is_assigned()}
    return Shared(frozenset(reads), frozenset(binds))


def functions(table, within=False):
    """The scopes in a scope that run later than it.   within: whether it is one of these itself"""
    for child in table.get_children():
        later = child.get_type() == "function" and (within or child.get_name() not in AT_ONCE)
        if later:
            yield child
        yield from functions(child, within or later)


def shared_by_all(cells, names) -> Shared:
    """What functions of these answers (Canonical cells) share; all names, where one of them is no Python."""
    found = Shared()
    for cell in cells:
        found |= shared_by(cell.source) or Shared(frozenset(names), frozenset(names))
    return Shared(found.reads & frozenset(names), found.binds & frozenset(names))
