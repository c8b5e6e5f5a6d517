"""Chapter 3: activations and other functions of one number, applied element by element."""

from dlcourse.backend import xp_of
from dlcourse.op import Op


class Exp(Op):
    """e^x"""

    def f(self, x):
        return xp_of(x).exp(x)

    def bprop(self, inputs, X, G, Y):
        return G * Y


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
        return G / (2 * Y)


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
        return G * 0


class Absolute(Op):
    """|x|. At 0 the derivative is taken as 0."""

    def f(self, x):
        return abs(x)

    def bprop(self, inputs, X, G, Y):
        return G * sign(inputs[0])


class Tanh(Op):
    """tanh(x), in (-1, 1)"""

    def f(self, x):
        return xp_of(x).tanh(x)

    def bprop(self, inputs, X, G, Y):
        return G * (1 - Y * Y)


class Sigmoid(Op):
    """1 / (1 + e^-x), in (0, 1). Only powers e^y with y <= 0 are formed, so nothing overflows."""

    def f(self, x):
        xp = xp_of(x)
        return xp.exp(xp.minimum(x, 0)) / (1 + xp.exp(-abs(x)))

    def bprop(self, inputs, X, G, Y):
        return G * (Y * (1 - Y))


class ReLU(Op):
    """max(0, x). At 0 the derivative is taken as 0."""

    def f(self, x):
        return xp_of(x).maximum(x, 0)

    def bprop(self, inputs, X, G, Y):
        return G * (Y > 0)

    def __repr__(self):
        return "relu"


class Softplus(Op):
    """ln(1 + e^x), in (0, inf), for x of any size."""

    def f(self, x):
        return xp_of(x).logaddexp(x, 0)

    def bprop(self, inputs, X, G, Y):
        return G * sigmoid(inputs[0])


exp, log, sqrt, square, sign, absolute = Exp(), Log(), Sqrt(), Square(), Sign(), Absolute()
tanh, sigmoid, relu, softplus = Tanh(), Sigmoid(), ReLU(), Softplus()
