"""Chapter 14: initializers. Each is a function (shape, rng) -> array, so that a layer takes any of them.

The weight of a dense layer has the shape (n_in, n_out), that of a convolution (n_out, n_in, kh, kw); `fans`
takes both. To set a gain, pass `functools.partial(glorot_uniform, gain=4)`.
"""

import math
from types import ModuleType

import numpy as np

from dlcourse import expect


def fans(shape) -> tuple[int, int]:
    """(fan_in, fan_out): the number of inputs of a unit, and of the units that an input is connected to.

    (n_in, n_out) -> n_in, n_out; (n_out, n_in, kh, kw) -> n_in kh kw, n_out kh kw. Raises ValueError for a
    shape with fewer than two axes.

    >>> fans((784, 100)), fans((64, 32, 3, 3))
    ((784, 100), (288, 576))
    """
    if len(shape) < 2 or not all(map(expect.is_count, shape)):
        raise ValueError(
            f"fans: expected the shape of a weight, (n_in, n_out) or (n_out, n_in, kh, kw), got {shape}; "
            "a bias starts at zeros or a constant"
        )
    if len(shape) == 2:
        return shape[0], shape[1]
    kernel = math.prod(shape[2:])  # each output pixel reads n_in kh kw numbers
    return shape[1] * kernel, shape[0] * kernel


def zeros(shape, rng=None):
    """All zeros: right for biases; with zero weights the units of a layer stay equal for ever.

    Units that start equal get equal gradients: nothing breaks the symmetry.
    """
    # rng is accepted and ignored, so that a layer can call every initializer in one way.
    return np.zeros(shape)


def constant(value: float):
    """An initializer that fills an array with `value`: constant(0.1) for the biases of ReLU units.

    Source: deck Srihari, section III, slide 12. Raises ValueError unless value is a finite number.
    """
    expect.number("constant", value=value, advice="0.1 is common for ReLU units")

    def fill(shape, rng=None):
        return np.full(shape, float(value))

    return fill


def uniform(low: float, high: float):
    """An initializer that draws uniformly on [low, high). Raises ValueError unless low < high and finite."""
    if not -math.inf < low < high < math.inf:  # one chain refuses NaN, too
        raise ValueError(f"uniform: expected low < high, got {low}, {high}; swap them, or make them finite")

    def draw(shape, rng):
        return rng.uniform(low, high, shape)

    return draw


def normal(std: float):
    """An initializer that draws from N(0, std^2): std is the standard deviation, not the variance.

    Raises ValueError unless std > 0 and finite.
    """
    if not 0 < std < math.inf:
        raise ValueError(f"normal: expected a standard deviation > 0, got {std}; use zeros for none")

    def draw(shape, rng):
        return rng.normal(0.0, std, shape)

    return draw


def lecun_normal(shape, rng, gain: float = 1.0):
    """N(0, gain^2 / fan_in), the second argument the variance: the standard deviation is gain / sqrt(fan_in).

    Keeps the variance of signals through linear layers. Deck Fix, page 89, adds f(z) = 1.7159 tanh(2z/3) and
    promises unit variance; E[f(z)^2] is .7504 for z ~ N(0, 1), and .3824 after many layers. Source: LeCun,
    Bottou, Orr and Mueller 1998, "Efficient BackProp".
    """
    expect_generator("lecun_normal", rng)
    fan_in, _ = fans(shape)  # a sum of fan_in independent products: its variance is fan_in Var(w) E[x^2]
    return rng.normal(0.0, _positive("lecun_normal", gain) / fan_in**0.5, shape)


def glorot_uniform(shape, rng, gain: float = 1.0):
    """Uniform on [-a, a] with a = gain sqrt(6 / (fan_in + fan_out)).   shape (n_in, n_out) -> W

    Keeps the variance of signals and gradients level where f'(0) = 1; the logistic sigmoid, with f'(0) = 1/4,
    needs gain 4. Source: Glorot and Bengio 2010, equation 16; deck Fix, page 90.
    """
    expect_generator("glorot_uniform", rng)
    # U(-a, a) has variance a^2 / 3: here 2 gain^2 / (fan_in + fan_out), the compromise of equation 12 between
    # 1 / fan_in, which keeps signals level, and 1 / fan_out, which keeps gradients level.
    a = _positive("glorot_uniform", gain) * (6 / sum(fans(shape))) ** 0.5
    return rng.uniform(-a, a, shape)


def glorot_normal(shape, rng, gain: float = 1.0):
    """N(0, 2 gain^2 / (fan_in + fan_out)), the second argument the variance, as that of `glorot_uniform`.

    Source: Glorot and Bengio 2010, equation 12; deck Fix, page 90.
    """
    expect_generator("glorot_normal", rng)
    return rng.normal(0.0, _positive("glorot_normal", gain) * (2 / sum(fans(shape))) ** 0.5, shape)


def he_uniform(shape, rng):
    """Uniform on [-a, a] with a = sqrt(6 / fan_in): the variance of `he_normal`, 2 / fan_in.

    Source: deck Fix, page 91, where print does not show how far the root extends.
    """
    expect_generator("he_uniform", rng)
    fan_in, _ = fans(shape)
    a = (6 / fan_in) ** 0.5  # variance a^2 / 3 = 2 / fan_in
    return rng.uniform(-a, a, shape)


def he_normal(shape, rng):
    """N(0, 2 / fan_in), the second argument the variance: signals stay level through ReLU layers.

    Relu halves the second moment, E[relu(z)^2] = Var(z) / 2, so the variance is doubled. Source: He, Zhang,
    Ren and Sun 2015, equation 10; deck Fix, page 91, whose second argument is a standard deviation.
    """
    expect_generator("he_normal", rng)
    fan_in, _ = fans(shape)
    return rng.normal(0.0, (2 / fan_in) ** 0.5, shape)


def orthogonal(shape, rng, gain: float = 1.0):
    """gain Q with orthonormal columns, or rows if those are fewer: a square Q keeps the norm of each signal.

    shape (n_in, n_out); a convolution's (n_out, n_in, kh, kw) counts as (n_out, n_in kh kw). Uniform among
    all such matrices. Source: Saxe, McClelland and Ganguli 2014.
    """
    expect_generator("orthogonal", rng)
    fans(shape)  # raises for the shape of a bias
    rows, columns = shape[0], math.prod(shape[1:])
    # QR of a tall matrix, for the reduced Q would be square otherwise; the result is transposed below.
    Q, R = np.linalg.qr(rng.standard_normal((max(rows, columns), min(rows, columns))))
    # The signs of R's diagonal are LAPACK's choice, which biases Q: with a positive diagonal Q is uniform.
    Q = Q * np.where(np.diag(R) < 0, -1.0, 1.0)
    return _positive("orthogonal", gain) * (Q if rows >= columns else Q.T).reshape(shape)


def expect_generator(who: str, rng) -> None:
    """Raise ValueError for an rng that is no Generator: a seed, None, or the module numpy.random."""
    if not hasattr(rng, "uniform") or isinstance(rng, ModuleType):
        raise ValueError(
            f"{who}: expected rng to be a Generator, got {rng!r}; pass np.random.default_rng(seed)"
        )


def _positive(who, gain):
    expect.positive(who, gain=gain, advice="1 leaves the variance as it is")
    return gain
