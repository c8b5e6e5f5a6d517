"""Chapter 8: universal approximation by construction. Networks whose weights are calculated, not learned."""

import numpy as np

from dlcourse import expect
from dlcourse.layers import Linear, Maxout, Sequential
from dlcourse.ops import relu, sigmoid


def linear_of(W, b) -> Linear:
    """A linear layer with the given weights and biases.   W (n_in, n_out), b (n_out,)

    Raises ValueError for shapes that do not fit.
    """
    W, b = np.asarray(W, float), np.asarray(b, float)
    if W.ndim != 2 or b.shape != W.shape[1:]:
        raise ValueError(
            f"linear_of: expected W (n_in, n_out) and b (n_out,), got {W.shape} and {b.shape}; compare both"
        )
    layer = Linear(*W.shape, rng=np.random.default_rng(0))  # a layer needs an rng; its draws are overwritten
    layer.W.array[...], layer.b.array[...] = W + 0.0, b + 0.0  # -0.0 becomes 0.0: such weights are read
    return layer


def bump(x, left: float, right: float, steepness: float):
    """sigmoid(steepness (x - left)) - sigmoid(steepness (x - right)): about 1 in between, about 0 outside.

    x (any shape) -> the same shape. Its maximum, in the middle, is tanh(steepness (right - left) / 4).
    Source: deck Fix, page 46. Raises ValueError unless left < right and steepness > 0.

    >>> round(float(bump(0.5, 0.3, 0.7, steepness=50)), 4)
    0.9999
    """
    if not (left < right and steepness > 0):
        raise ValueError(
            f"bump: expected left < right and steepness > 0, got {left}, {right} and {steepness}; "
            "the difference of the sigmoids is taken in this order"
        )
    x = np.asarray(x, float)
    return sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right))


def bump_network(f, n_bumps: int, low: float = 0.0, high: float = 1.0, steepness=None) -> Sequential:
    """A network of n_bumps adjacent bumps, each as high as f at its middle.   x (m, 1) -> (m, 1)

    One hidden layer of 2 n_bumps sigmoids. f takes and returns an array (m,). steepness: 8 n_bumps / (high -
    low) by default, about the best. The largest error falls as 1 / n_bumps, that of `relu_interpolant` as
    1 / n_units^2; the derivative does not approach that of f. At the two ends only half a bump stands, so the
    error there stays half of |f| unless f is 0: let the row begin before and end behind what is asked for.
    Source: deck Fix, page 46; deck Srihari, section IV, slides 17 to 19. Raises ValueError for no bump, an
    empty interval or a steepness that is not positive.
    """
    edges = _knots("bump_network", n_bumps, low, high)
    # 8 widths of a bump: for sin(2 pi x), 6 is as good; with 2 the bumps blur, with 32 they are stairs
    steepness = 8 * n_bumps / (high - low) if steepness is None else steepness
    if not steepness > 0:
        raise ValueError(f"bump_network: expected steepness > 0, got {steepness}; 8 per bump is a start")
    heights = _values("bump_network", f, (edges[:-1] + edges[1:]) / 2)
    starts, ends = edges[:-1], edges[1:]
    # an inner edge has two equal units, the end of one bump and the start of the next: one unit with the
    # difference of the heights would do, but would hide the bumps
    hidden = linear_of(np.full((1, 2 * n_bumps), steepness), -steepness * np.concatenate([starts, ends]))
    output = linear_of(np.concatenate([heights, -heights])[:, None], [0.0])
    return Sequential(hidden, sigmoid, output)


def relu_interpolant(f, n_units: int, low: float = 0.0, high: float = 1.0) -> Sequential:
    """A network that interpolates f linearly between n_units + 1 equally spaced knots.   x (m, 1) -> (m, 1)

    f(low) + sum_k (s_k - s_{k-1}) relu(x - x_k), where s_k is the slope from knot x_k to the next: a unit's
    output weight is the change of slope at its knot. f takes and returns an array (m,). The error is at most
    max|f''| step^2 / 8, that of the slope max|f''| step / 2. Source: deck Srihari, section IV, slide 20.
    Raises ValueError for no unit or an empty interval.

    >>> relu_interpolant(np.square, 2)(np.array([[0.25], [0.5], [1.0]])).array.ravel()
    array([0.125, 0.25 , 1.   ])
    """
    knots = _knots("relu_interpolant", n_units, low, high)
    values = _values("relu_interpolant", f, knots)
    slopes = np.diff(values) / np.diff(knots)
    hidden = linear_of(np.ones((1, n_units)), -knots[:-1])  # at the last knot, the end, no slope changes
    # prepend: the first unit carries the whole first slope, since left of it the network is constant
    output = linear_of(np.diff(slopes, prepend=0.0)[:, None], values[:1])
    return Sequential(hidden, relu, output)


def maxout_tangents(f, slope, n_pieces: int, low: float = -1.0, high: float = 1.0) -> Maxout:
    """A maxout unit of n_pieces tangents to a convex f, at the middles of equal intervals. (m, 1) -> (m, 1)

    slope: the derivative of f; both take and return an array (m,). Its values are never above f. For x^2 on
    [-1, 1] the largest error is 1 / n_pieces^2. Source: deck Srihari, section III, slide 16. Raises
    ValueError for no piece or an empty interval.

    >>> maxout_tangents(np.square, lambda x: 2 * x, 2)(np.array([[0.0], [0.5]])).array.ravel().tolist()
    [-0.25, 0.25]
    """
    edges = _knots("maxout_tangents", n_pieces, low, high)
    # a tangent at the middle of its interval errs equally at both ends, for x^2 by the least possible
    touching = (edges[:-1] + edges[1:]) / 2
    slopes = _values("maxout_tangents", slope, touching)
    unit = Maxout(1, 1, n_pieces, rng=np.random.default_rng(0))
    unit.linear.W.array[...] = slopes[None]
    # the tangent f(t) + f'(t) (x - t), as a weight and a bias
    unit.linear.b.array[...] = _values("maxout_tangents", f, touching) - slopes * touching
    return unit


def sup_error(model, f, low: float = 0.0, high: float = 1.0, n: int = 20_001) -> float:
    """The largest |model(x) - f(x)| at n equally spaced x from low to high: a lower bound of the sup norm."""
    x = _knots("sup_error", n - 1, low, high)
    return float(np.abs(model(x[:, None]).array[:, 0] - f(x)).max())


def n_boolean_functions(n_bits: int) -> int:
    """2^(2^n): the functions of n bits, each a table of 2^n bits. Source: deck Srihari, section IV, slide 23.

    >>> [n_boolean_functions(n) for n in range(1, 6)]
    [4, 16, 256, 65536, 4294967296]
    """
    expect.count("n_boolean_functions", least=0, n_bits=n_bits, advice="count bits")
    return 2 ** (2**n_bits)


def _values(who, f, x):
    """f(x) for x (m,). Raises ValueError in the name of `who` for another shape, NaN or infinity."""
    values = np.asarray(f(x), float)
    if values.shape != x.shape or not np.isfinite(values).all():
        raise ValueError(
            f"{who}: expected f to return a finite number per point, {x.shape}, got shape {values.shape} or "
            "some that are not finite; f takes and returns an array"
        )
    return values


def _knots(who, n, low, high):
    """The n + 1 ends of n equal intervals from low to high. Raises ValueError in the name of `who`."""
    if not expect.is_count(n):
        raise ValueError(f"{who}: expected a whole number of units of at least 1, got {n!r}; more fit better")
    if not (low < high and np.isfinite([low, high]).all()):
        raise ValueError(f"{who}: expected low < high, both finite, got {low} and {high}; name an interval")
    return np.linspace(low, high, n + 1)
