"""Chapter 6: arithmetic. The four rules of school, with broadcasting; `grad` undoes the broadcasting."""

import math

from dlcourse.op import Op
from dlcourse.ops.elementwise import log


class Add(Op):
    """a + b, element by element."""

    def f(self, a, b):
        return a + b

    def bprop(self, inputs, X, G, Y):
        return G


class Subtract(Op):
    """a - b, element by element."""

    def f(self, a, b):
        return a - b

    def bprop(self, inputs, X, G, Y):
        return G if X == 0 else -G


class Multiply(Op):
    """a b, element by element. multiply(x, x) has x at two positions: each hands back G x, and the sum is 2 G
    x."""

    def f(self, a, b):
        return a * b

    def bprop(self, inputs, X, G, Y):
        return G * inputs[1 - X]


class Divide(Op):
    """a / b, element by element."""

    def f(self, a, b):
        return a / b

    def bprop(self, inputs, X, G, Y):
        a, b = inputs
        return G / b if X == 0 else -G * Y / b


class Negative(Op):
    """-a"""

    def f(self, a):
        return -a

    def bprop(self, inputs, X, G, Y):
        return -G


class Power(Op):
    """a ** p, element by element; p is mostly a number. The derivative by p asks for a > 0."""

    def f(self, a, p):
        return a**p

    def bprop(self, inputs, X, G, Y):
        a, p = inputs
        if X == 0 and isinstance(p, int | float) and p == 0:
            return G * 0  # a^0 is 1 also at a = 0, where 0 a^-1 would be no number
        if X == 1 and isinstance(a, int | float):
            return G * Y * math.log(a)  # a Python number, which does not widen float32
        if X == 1:
            return G * Y * log(a)
        return G * (p * (a if isinstance(p, int | float) and p == 2 else a ** (p - 1)))


add, subtract, multiply, divide, negative, power = (
    Add(),
    Subtract(),
    Multiply(),
    Divide(),
    Negative(),
    Power(),
)
