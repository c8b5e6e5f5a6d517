"""Scoring: the points for a test that ran to its end, as nbgrader means its last value."""

import ast
import decimal
import math
import numbers

import numpy as np

NUMBERS = (numbers.Real, np.integer, np.floating, decimal.Decimal)
FUNCTIONS = {"min", "max", "round", "sum", "float", "int", "len"}


def score_of(value, points: float, source: str = "") -> float:
    """The points for a test: a number as its last value is partial credit.

    Where the test counts points and comes to something else, that is the doing of a value of the student's,
    such as an array in the place of True or False: it earns nothing. (nbgrader gives all points.)
    """
    if value is None or isinstance(value, bool | np.bool_ | str):
        return float(points)
    if not isinstance(value, NUMBERS):
        return 0.0 if counts(source) else float(points)
    try:
        number = float(value)
    except OverflowError:  # a whole number of 400 digits
        return float(points) if value > 0 else 0.0
    except ValueError:  # a decimal that is a signal
        return 0.0
    return 0.0 if math.isnan(number) else min(max(number, 0.0), float(points))


def counts(source: str) -> bool:
    """Whether the last line of a test comes to points by its form: a name that it counts up, a sum of checks.

    >>> counts("n = 0\\nn += f(1) == 2\\n2 * n / 3"), counts("n = 0\\nn += 1\\nn"), counts("f(2) - x")
    (True, True, False)
    """
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError):  # magics
        return False
    if not body or not isinstance(body[-1], ast.Expr):
        return False
    nodes = [node for statement in body for node in ast.walk(statement)]
    counted = {node.target.id for node in nodes if is_count(node)}
    last = body[-1].value
    if isinstance(last, ast.Name):
        return last.id in counted
    if isinstance(last, ast.Call):
        return called(last) in FUNCTIONS
    parts = ast.walk(last) if isinstance(last, ast.BinOp) else ()
    return any(
        isinstance(one, ast.Compare)
        or (isinstance(one, ast.Name) and one.id in counted)
        or (isinstance(one, ast.Call) and called(one) in FUNCTIONS)
        for one in parts
    )


def is_count(node) -> bool:
    """Whether a node counts a name up, as in `n += 1`."""
    return isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)


def called(node) -> str:
    """The name of the function that a call is of, "" for any other."""
    return node.func.id if isinstance(node.func, ast.Name) else ""
