"""Chapter 3: elementwise functions besides the activations: powers, logarithms, absolute values, sines."""

from dlcourse.backend import xp_of
from dlcourse.op import Op


class Exp(Op):
    """e^x"""

    def f(self, x):
        return xp_of(x).exp(x)

    def bprop(self, inputs, X, G, Y):
        return G * Y  # e^x is its own derivative


class Log(Op):
    """ln x for x > 0"""

    def f(self, x):
        return xp_of(x).log(x)

    def bprop(self, inputs, X, G, Y):
        return G / inputs[0]


class Sqrt(Op):
    """The square root of x >= 0; its derivative at 0 is infinite."""

    def f(self, x):
        return xp_of(x).sqrt(x)

    def bprop(self, inputs, X, G, Y):
        return G / (2 * Y)  # 1 / (2 sqrt(x))


class Square(Op):
    """x^2"""

    def f(self, x):
        return x * x

    def bprop(self, inputs, X, G, Y):
        return G * (2 * inputs[0])


class Sign(Op):
    """-1, 0 or 1. The derivative is taken as 0 everywhere, the jump at 0 included."""

    def f(self, x):
        return xp_of(x).sign(x)

    def bprop(self, inputs, X, G, Y):
        return G * 0  # keeps the shape and the kind of G, array or Tensor


class Absolute(Op):
    """|x|. At 0 the derivative is taken as 0."""

    def f(self, x):
        return abs(x)

    def bprop(self, inputs, X, G, Y):
        return G * sign(inputs[0])  # sign(0) = 0 makes the choice at the kink


class Cosine(Op):
    """cos x. Source as a hidden unit, cos(x W + b): deck Srihari, section III, slide 25."""

    def f(self, x):
        return xp_of(x).cos(x)

    def bprop(self, inputs, X, G, Y):
        return -G * sine(inputs[0])


class Sine(Op):
    """sin x; the derivative of cos x is -sin x."""

    def f(self, x):
        return xp_of(x).sin(x)

    def bprop(self, inputs, X, G, Y):
        return G * cosine(inputs[0])


exp, log, sqrt, square, sign, absolute = Exp(), Log(), Sqrt(), Square(), Sign(), Absolute()
cosine, sine = Cosine(), Sine()
