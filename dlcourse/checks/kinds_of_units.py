"""Checks: a unit in the place of another, with or without its slope. (`kinds`: what else may go wrong.)"""

import ast
import copy
from collections.abc import Iterator

import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z))"""
    return 1 / (1 + np.exp(-z))


def relu(z):
    """max(0, z)"""
    return np.maximum(0, z)


def leaky(z):
    """z, or a hundredth of it where it is below 0."""
    return np.where(z > 0, z, 0.01 * z)


def step(z):
    """1 where z is above 0, else 0."""
    return (z > 0) * 1.0


def softplus(z):
    """ln(1 + exp(z))"""
    return np.logaddexp(0, z)


def ones(a):
    """A 1 in the place of each number."""
    return np.ones_like(a, dtype=float)


def summed_first(a, b):
    """Not a @ b, but the product of the sums of both."""
    rows, columns = np.sum(a, axis=-1), np.sum(b, axis=0)
    return rows[..., None] * columns if np.ndim(rows) and np.ndim(columns) else rows * columns


UNITS = {  # what each is called, how it is computed of A, and its slope where its value is V
    "sigmoid": ("the sigmoid", "_u.sigmoid(A)", "V * (1 - V)"),
    "tanh": ("tanh", "np.tanh(A)", "(1 - V * V)"),
    "relu": ("the ReLU", "_u.relu(A)", "(V > 0)"),
    "identity": ("no unit", "A", "1.0"),
    "step": ("a step", "_u.step(A)", "1.0"),
    "leaky": ("a leaky ReLU", "_u.leaky(A)", "np.where(V > 0, 1, 0.01)"),
    "softplus": ("softplus", "_u.softplus(A)", "(1 - np.exp(-V))"),
    "abs": ("the absolute value", "abs(A)", "np.sign(V)"),
    "opposite": ("", "", ""),  # the unit itself, of -A
}
LIKE_RELU = {"leaky", "abs"}  # beside a ReLU they add only doubt


def expression(text: str) -> ast.expr:
    """The tree of an expression."""
    return ast.parse(text, mode="eval").body


class _Filled(ast.NodeTransformer):
    def __init__(self, parts):
        self.parts = parts

    def visit_Name(self, node):
        return self.parts.get(node.id, node)


def of(template: str, **parts) -> ast.expr:
    """The tree of an expression, with a tree in the place of each of these names.

    >>> ast.unparse(of("A - B", A=expression("x @ w"), B=expression("y")))
    'x @ w - y'
    """
    return _Filled(parts).visit(expression(template))


def unit_of(node) -> tuple[str, ast.expr] | None:
    """The unit that a call computes, and of what; None for another call."""
    if not isinstance(node, ast.Call) or node.keywords:
        return None
    name = ast.unparse(node.func).rsplit(".", 1)[-1]
    if name in ("sigmoid", "tanh") and len(node.args) == 1:
        return name, node.args[0]
    if name == "maximum" and len(node.args) == 2 and ast.unparse(node.args[0]) in ("0", "0.0"):
        return "relu", node.args[1]
    return None


def swapped(node, called: str) -> Iterator[tuple[ast.expr, str]]:
    """(what stands there instead, its sentence) for a call of a unit.   called: what its value is called"""
    found = unit_of(node)
    for other in UNITS if found else ():
        if other != found[0] and (found[0] == "relu" or other not in LIKE_RELU):
            yield instead(found[0], other, found[1]), told(found[0], other, called)


def instead(unit: str, other: str, z) -> ast.expr:
    """The other unit of z."""
    if other == "opposite":
        return of(UNITS[unit][1], A=of("-A", A=z))
    return of(UNITS[other][1], A=z)


def told(unit: str, other: str, called: str) -> str:
    """The sentence for a unit in the place of another."""
    due = UNITS[unit][0]
    if other == "opposite":
        return f"{due} is taken of the opposite, -z{f', in {called}' if called else ''}."
    if other == "identity":
        return f"{due} is forgotten{f' in {called}' if called else ''}."
    return f"{UNITS[other][0]} stands where {due} belongs{f', in {called}' if called else ''}."


def everywhere(function: ast.FunctionDef, known) -> Iterator[str]:
    """The sentences for units that are swapped with their slopes: one alone, then all of a kind.

    While a sentence is looked at, the function is so changed.   known: the names that a sentence may have
    """
    body, assigned = function.body, _assigned(function)
    for unit in dict.fromkeys(kind for kind, _ in assigned.values()):
        mine = [name for name, (kind, _) in assigned.items() if kind == unit]
        for names in dict.fromkeys([*((name,) for name in mine), tuple(mine)]):
            for other in UNITS:
                if other in (unit, "opposite") or (unit != "relu" and other in LIKE_RELU):
                    continue
                for slopes in (True, False) if len(names) > 1 else (True,):
                    function.body = copy.deepcopy(body)
                    _Swap(unit, other, names, slopes, assigned).visit(function)
                    yield told(unit, other, " and ".join(names) if {*names} <= {*known} else "")
    function.body = body


def _assigned(function) -> dict:
    """The names that hold the value of a unit: which, and of what."""
    found = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and unit_of(node.value) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = unit_of(node.value)
    return found


class _Swap(ast.NodeTransformer):
    """Another unit in the place of one, and its slope where that of the one stood."""

    def __init__(self, unit, other, names, slopes, assigned):
        self.unit, self.other, self.names, self.slopes = unit, other, names, slopes
        self.inputs = {ast.unparse(z): name for name, (_, z) in assigned.items()}

    def visit_Assign(self, node):
        node = self.generic_visit(node)
        if isinstance(node.targets[0], ast.Name) and node.targets[0].id in self.names and unit_of(node.value):
            node.value = instead(self.unit, self.other, unit_of(node.value)[1])
        return node

    def slope(self, name):
        return of(UNITS[self.other][2], V=ast.Name(name, ast.Load()))

    def visit_BinOp(self, node):
        node = self.generic_visit(node)
        for name in self.names if self.slopes else ():
            text = ast.unparse(node)
            if self.unit == "sigmoid" and text.endswith(f"{name} * (1 - {name})"):
                rest = node.left  # ... * h, times (1 - h)
                if isinstance(rest, ast.BinOp) and isinstance(rest.op, ast.Mult):
                    return of("A * B", A=rest.left, B=self.slope(name))
                return self.slope(name)
            if self.unit == "tanh" and text in (f"1 - {name} * {name}", f"1 - {name} ** 2"):
                return self.slope(name)
        return node

    def visit_Compare(self, node):
        left, right = ast.unparse(node.left), ast.unparse(node.comparators[0])
        name = self.inputs.get(left, left)
        if self.slopes and self.unit == "relu" and right == "0" and name in self.names:
            return self.slope(name)
        return node
