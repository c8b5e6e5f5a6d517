"""Binding: the names that a cell of the source binds and reads, and its imports, from its syntax tree."""

import ast
import warnings
from dataclasses import dataclass

from dlcourse.grading.intake.magics import python_of


@dataclass(frozen=True)
class Bindings:
    """What a cell does with names.

    names: bound at its top level, other than by imports.   imports: its statements there, one a name.
    reads: every name that it reads, at any depth.   modules: every module that it imports, at any depth.
    changes: those into which it writes at its top level, as by `x[0] = 1` or `x.append(1)`.
    """

    names: frozenset[str] = frozenset()
    imports: tuple[str, ...] = ()
    reads: frozenset[str] = frozenset()
    modules: tuple[str, ...] = ()
    changes: frozenset[str] = frozenset()


def bindings(source):
    """The Bindings of a cell, or None when it is no Python; magics are left out."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of "\d" in somebody's text
            flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
            tree = compile(python_of(source), "<cell>", "exec", flags, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    names, imports, changes = set(), [], set()
    for node in at_top_level(tree):
        changes |= changed_by(node)
        if isinstance(node, ast.Import | ast.ImportFrom):
            imports += statements(node)
        else:
            names |= bound_by(node)
    nodes = list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names |= declared_global(node)
    reads = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store)}
    modules = [name for node in nodes for name in modules_of(node)]
    once = tuple(dict.fromkeys(imports)), frozenset(reads), tuple(dict.fromkeys(modules))
    return Bindings(frozenset(names), *once, frozenset(changes))


INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def at_top_level(tree):
    """Every node that runs in the module's own scope; of functions and classes the head only."""
    waiting = list(tree.body)
    while waiting:
        node = waiting.pop(0)
        yield node
        if isinstance(node, COMPREHENSIONS):  # their own scope, but for `:=`
            waiting += [inner for inner in ast.walk(node) if isinstance(inner, ast.NamedExpr)]
        elif not isinstance(node, INNER):
            waiting += ast.iter_child_nodes(node)


def bound_by(node):
    """The names that a node itself binds."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return {node.id}
    if isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar):
        return {node.name} - {None}
    if isinstance(node, ast.MatchMapping):
        return {node.rest} - {None}
    return set()


def changed_by(node):
    """The names into whose objects a node itself writes; a call of a method may do so."""
    if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
        return root_of(node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return root_of(node.func)
    return set()


def root_of(node):
    """The name at which x[0].y begins."""
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def declared_global(function):
    """Names that a function, or one within it, declares global: it binds them in the module."""
    found = [node.names for node in ast.walk(function) if isinstance(node, ast.Global)]
    return {name for names in found for name in names}


def statements(node):
    """One statement for each name that an import binds."""
    for alias in node.names:
        one = ast.alias(alias.name, alias.asname)
        if isinstance(node, ast.Import):
            yield ast.unparse(ast.Import([one]))
        elif node.module != "__future__":
            yield ast.unparse(ast.ImportFrom(node.module, [one], node.level))


def bound_name(statement):
    """The name that such a statement binds, "*" for all of a module's.

    >>> bound_name("import os.path"), bound_name("from math import pi as p")
    ('os', 'p')
    """
    (node,) = ast.parse(statement).body
    alias = node.names[0]
    return alias.asname or (alias.name.split(".")[0] if isinstance(node, ast.Import) else alias.name)


def modules_of(node):
    """The modules that a node imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
