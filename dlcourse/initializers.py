"""Chapter 14: initializers. Each is a function (shape, rng) -> array, so that a layer takes any of them.

fan_in and fan_out are the first and the last length of a weight's shape (n_in, n_out).
"""

import numpy as np


def zeros(shape, rng=None):
    """All zeros: right for biases; as weights they keep every unit of a layer alike for ever."""
    return np.zeros(shape)


def constant(value: float):
    """An initializer that fills with `value`: constant(0.1) for the biases of ReLU units.

    Source: deck Srihari, section III, slide 12.
    """

    def fill(shape, rng=None):
        return np.full(shape, float(value))

    return fill


def uniform(low: float, high: float):
    """An initializer that draws uniformly on [low, high). Raises ValueError unless low < high."""
    if not low < high:
        raise ValueError(f"uniform: expected low < high, got {low} and {high}; swap them")

    def draw(shape, rng):
        return rng.uniform(low, high, shape)

    return draw


def normal(std: float):
    """An initializer that draws from N(0, std^2): the argument is the standard deviation, not the
    variance."""
    if not std > 0:
        raise ValueError(f"normal: expected a standard deviation > 0, got {std}; use zeros for none")

    def draw(shape, rng):
        return rng.normal(0.0, std, shape)

    return draw


def glorot_uniform(shape, rng):
    """Uniform on [-a, a] with a = sqrt(6 / (n_in + n_out)).   shape (n_in, n_out) -> W

    Keeps the variance of signals and gradients level. Source: Glorot and Bengio 2010, equation 16.
    """
    a = (6 / sum(shape)) ** 0.5
    return rng.uniform(-a, a, shape)


def he_normal(shape, rng):
    """N(0, 2 / n_in), where the second argument is the variance: level signals through ReLU layers.

    Source: He, Zhang, Ren and Sun 2015, equation 10.
    """
    return rng.normal(0.0, (2 / shape[0]) ** 0.5, shape)
