"""Chapter 3: activations, element by element. Each docstring says what the derivative is at a kink."""

from dlcourse.backend import xp_of
from dlcourse.op import Op
from dlcourse.ops.elementwise import exp
from dlcourse.unchanged import frozen


class Tanh(Op):
    """tanh(x), in (-1, 1)

    The derivative 1 - Y^2 is right to 2^-53 (2^-24 in float32), so it is 0 from |x| = 19 (9) on, where
    4 e^(-2|x|) would be: a derivative with more digits takes another exponential of all entries.
    """

    def f(self, x):
        return xp_of(x).tanh(x)

    def bprop(self, inputs, X, G, Y):
        return G * (1 - Y * Y)  # tanh'(x) = 1 - tanh(x)^2, from the output alone


class Sigmoid(Op):
    """1 / (1 + e^-x), in (0, 1). Only powers e^y with y <= 0 are formed, so nothing overflows.

    The derivative is sigmoid(x) sigmoid(-x): Y (1 - Y) would be 0 where Y rounds to 1.
    """

    def f(self, x):
        return self.f_saving(x)[0]

    def bprop(self, inputs, X, G, Y):
        return G * (Y * sigmoid(-inputs[0]))  # 1 - sigmoid(x) = sigmoid(-x), without cancellation

    def f_saving(self, x):
        xp = xp_of(x)
        e = xp.exp(-abs(x))  # at most 1; e^-x would overflow for x far below 0
        return xp.maximum(e, x >= 0) / (1 + e), e  # e^min(x, 0) is 1 from 0 on, and e before

    def bprop_all(self, inputs, G, Y, saved):
        """The gradient with respect to x: with the saved e = e^-|x| the slope is e / (1 + e)^2 for all x."""
        # Two new arrays only, each written into again.
        both = 1 + saved
        both *= both
        g = G * saved
        g /= both
        return [g]


class ReLU(Op):
    """max(0, x). At 0 the derivative is taken as 0."""

    def f(self, x):
        return xp_of(x).maximum(x, 0)

    def bprop(self, inputs, X, G, Y):
        return G * (Y > 0)  # Y > 0 exactly where x > 0

    def __repr__(self):
        return "relu"  # the name made from the class would be "reLU"


class Softplus(Op):
    """ln(1 + e^x), in (0, inf), for x of any size."""

    def f(self, x):
        return xp_of(x).logaddexp(x, 0)  # ln(e^x + e^0) without forming e^x, which overflows

    def bprop(self, inputs, X, G, Y):
        return G * sigmoid(inputs[0])


class Step(Op):
    """1 for x > 0, else 0. The derivative is taken as 0 everywhere, the jump at 0 included.

    Nothing can be learned through it. Source: deck Sohn, "Activation functions".
    """

    def f(self, x):
        return xp_of(x).heaviside(x, 0)  # the second argument is the value at x = 0

    def bprop(self, inputs, X, G, Y):
        return G * 0  # not zeros(...): where G is a Tensor, the result must be one, too


class Clip(Op):
    """max(low, min(high, x)). At low and at high the derivative is taken as 0, as it is outside.

    `hard_tanh` clips to [-1, 1]: deck Srihari, section III, slide 25. `clip01` clips to [0, 1], a probability
    whose gradient is lost wherever the answer is certain: deck Srihari, section II, slide 23.
    """

    def __init__(self, low, high):
        self.low, self.high = low, high

    def f(self, x):
        return xp_of(x).clip(x, self.low, self.high)

    def bprop(self, inputs, X, G, Y):
        return G * ((Y > self.low) & (Y < self.high))  # at and beyond a bound, Y equals that bound


class LeCunTanh(Op):
    """1.7159 tanh(2 x / 3): close to 1 at 1 and to -1 at -1, with its greatest curvature near there.

    The factor is rounded: 1 / tanh(2/3) is 1.71590470857... Source: deck Fix, page 89.
    """

    scale, slope = 1.7159, 2 / 3

    def f(self, x):
        return self.scale * xp_of(x).tanh(self.slope * x)

    def bprop(self, inputs, X, G, Y):
        # With Y = s tanh(a x): dY/dx = a s (1 - tanh^2) = a (s - Y^2 / s).
        return G * (self.slope * (self.scale - Y * Y / self.scale))

    def __repr__(self):
        return "lecun_tanh"


class LeakyReLU(Op):
    """max(0, x) + alpha min(0, x), where alpha can be a variable. Its slope at 0 is taken as alpha."""

    def f(self, x, alpha):
        xp = xp_of(x)
        # A sum of both parts, since max(x, alpha x) is the same only for alpha <= 1.
        return xp.maximum(x, 0) + alpha * xp.minimum(x, 0)

    def bprop(self, inputs, X, G, Y):
        x, alpha = inputs
        if X == 0:
            return G * (x > 0) + G * alpha * (x <= 0)  # masks are constants; `where` is no op
        return G * -relu(-x)  # min(0, x); grad sums it over whatever shares an alpha

    def __repr__(self):
        return "leaky_relu"


class ELU(Op):
    """x for x > 0, else alpha (e^x - 1), which tends to -alpha. At 0 the derivative is taken as alpha.

    With alpha = 1 the derivative has no jump. Only e^min(0, x) is formed, so nothing overflows.
    """

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def f(self, x):
        xp = xp_of(x)
        # expm1 keeps its digits near 0, where e^x - 1 cancels. `where` computes both branches for
        # every entry, so the exponent is cut off at 0.
        return xp.where(x > 0, x, self.alpha * xp.expm1(xp.minimum(x, 0)))

    def bprop(self, inputs, X, G, Y):
        x = inputs[0]
        return G * ((x > 0) + self.alpha * exp(-relu(-x)) * (x <= 0))  # Y + alpha would cancel far left


tanh, sigmoid, relu, softplus = Tanh(), Sigmoid(), ReLU(), Softplus()
step, hard_tanh, clip01 = Step(), Clip(-1, 1), Clip(0, 1)
lecun_tanh, _leaky_relu = LeCunTanh(), LeakyReLU()  # alpha is an input of this op, so PReLU can learn it


def leaky_relu(x, alpha=0.01):
    """max(0, x) + alpha min(0, x).   x (any shape), alpha a number, an array or a Tensor -> (same shape)

    alpha = 0 is relu, 0.01 the usual leak, -1 the absolute value; PReLU learns it. At 0 the derivative with
    respect to x is taken as alpha (with alpha = -1: -1, where `absolute` takes 0). Source: deck Srihari,
    section III, slide 14.

    >>> leaky_relu(np.array([-2.0, 3.0]), alpha=0.5)
    array([-1.,  3.])
    """
    return _leaky_relu(x, alpha)


def elu(x, alpha=1.0):
    """x for x > 0, else alpha (e^x - 1).   x (any shape) -> (same shape), greater than -alpha

    At 0 the derivative is taken as alpha. Source: deck Sohn, "Activation functions"; deck Fix, page 49.
    """
    return ELU(frozen(alpha))(x)
