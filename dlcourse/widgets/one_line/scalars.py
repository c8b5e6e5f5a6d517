"""Chapters 4 and 7: what a line of a puzzle does with numbers: nothing raises, as in NumPy and in a page."""

import math

NONE = math.inf - math.inf  # no number, in both languages


def of_two(op, a, b):
    """The number that an operation gives of two; a comparison gives 1 or 0."""
    if op == "+":
        return a + b
    if op == "-":
        return a - b
    if op == "*":
        return a * b
    if op == "/":
        return divided(a, b)
    if op == "**":
        return power(a, b)
    if op == "maximum":
        return a if a > b else b
    if op == "minimum":
        return a if a < b else b
    return 1.0 if compares(op, a, b) else 0.0


def compares(op, a, b):
    """Whether a comparison holds."""
    if op == "<":
        return a < b
    if op == ">":
        return a > b
    if op == "<=":
        return a <= b
    if op == ">=":
        return a >= b
    return (a == b) == (op == "==")


def divided(a, b):
    """a / b; by 0 infinite, 0 by 0 no number."""
    if b != 0:
        return a / b
    return math.inf if a > 0 else -math.inf if a < 0 else NONE


def power(a, b):
    """a to the b; no number where that is not real, infinite where it is too large."""
    if b == 0 or a == 1:
        return 1.0
    if a == 0:
        return 0.0 if b > 0 else math.inf
    if b != math.floor(b):
        return exponential(b * math.log(a)) if a > 0 else NONE
    size = exponential(b * math.log(abs(a)))
    return size if a > 0 or b % 2 == 0 else -size


def exponential(a):
    """e to the a, infinite where that is too large."""
    return math.inf if a > 700 else math.exp(a)


def of_one(op, a):
    """The number that a function gives of one."""
    if op == "negative":
        return -a
    if op == "exp":
        return exponential(a)
    if op == "log":
        return math.log(a) if a > 0 else -math.inf if a == 0 else NONE
    if op == "sqrt":
        return math.sqrt(a) if a >= 0 else NONE
    if op == "abs":
        return abs(a)
    if op == "square":
        return a * a
    if op == "tanh":
        return math.tanh(a)
    if op == "sigmoid":
        return 1 / (1 + exponential(-a))
    if op == "relu":
        return 0.0 if a <= 0 else a
    if op == "sign":
        return 1.0 if a > 0 else -1.0 if a < 0 else 0.0 * a
    return 1.0 if op == "ones_like" else 0.0
