"""Chapter 6: arithmetic. The four rules of school, with broadcasting; `grad` undoes the broadcasting."""

import math

from dlcourse.op import Op
from dlcourse.ops.elementwise import log


class Add(Op):
    """a + b, element by element."""

    def f(self, a, b):
        return a + b

    def bprop(self, inputs, X, G, Y):
        return G  # the same array for both inputs: the sweep adds into arrays of its own only


class Subtract(Op):
    """a - b, element by element."""

    def f(self, a, b):
        return a - b

    def bprop(self, inputs, X, G, Y):
        return G if X == 0 else -G


class Multiply(Op):
    """a b, element by element.

    multiply(x, x) has x at two positions: the gradient of each is G x, and their sum is 2 G x.
    """

    def f(self, a, b):
        return a * b

    def bprop(self, inputs, X, G, Y):
        # d(ab)/da = b and d(ab)/db = a: always the other input
        return G * inputs[1 - X]


class Divide(Op):
    """a / b, element by element."""

    def f(self, a, b):
        return a / b

    def bprop(self, inputs, X, G, Y):
        a, b = inputs
        return G / b if X == 0 else -G * Y / b  # -a / b^2 as -Y / b: b^2 may underflow or overflow


class Negative(Op):
    """-a"""

    def f(self, a):
        return -a

    def bprop(self, inputs, X, G, Y):
        return -G


class Power(Op):
    """a ** p, element by element; p is mostly a number. Its derivative with respect to p needs a > 0.

    At a = 0 that is taken as 0 where p >= 0. The derivative with respect to a is 0 wherever p = 0.
    """

    def f(self, a, p):
        return a**p

    def bprop(self, inputs, X, G, Y):
        a, p = inputs
        if X == 0 and isinstance(p, int | float):  # p = 0: a^0 is 1 also at 0, where 0 a^-1 would be NaN
            return G * 0 if p == 0 else G * (p * (a if p == 2 else a ** (p - 1)))  # a ** 1 would copy a
        if X == 0:
            # p a^(p - 1), where the base 0 becomes 1 if p = 0, too: 0^-1 is
            # infinite, and infinity times 0 NaN.
            flat, steep = _zero(a) & _zero(p), _not_zero(a) | _not_zero(p)
            return G * (p * steep * (a + flat) ** (p - 1))
        if isinstance(a, int | float):  # a Python number, which does not widen float32
            return G * Y * math.log(a) if a > 0 else G * _slope_below(a, p, Y)
        # a^p ln a, with the same device against 0 ln 0.
        flat, steep = _zero(a) & (p >= 0), _not_zero(a) | (p < 0)
        base = a + flat  # 1 where flat, so that the logarithm is finite
        return G * (base**p * log(base) * steep)


def _zero(x):
    """Where x is 0, also for symbols, which have no ==."""
    return (x >= 0) & (x <= 0)


def _not_zero(x):
    return (x > 0) | (x < 0)


def _slope_below(a, p, Y):
    """d a^p / dp for a number a <= 0 or NaN: NaN unless a = 0, where it is 0 for p >= 0, -inf for p < 0."""
    return -(Y * (p < 0)) if a == 0 else Y * math.nan


add, subtract, multiply, divide, negative, power = (
    Add(),
    Subtract(),
    Multiply(),
    Divide(),
    Negative(),
    Power(),
)
