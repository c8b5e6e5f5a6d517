"""Chapter 9: linear regions. Networks that fold their input, and how many linear regions networks have.

A region is a maximal set of inputs, with an interior, on which every unit stays on one side of its kink; in
it the network is linear. Neighboring regions with the same linear function still count as two.
"""

import math
from fractions import Fraction

import numpy as np

from dlcourse import expect
from dlcourse.layers import Sequential
from dlcourse.models.approximation import linear_of
from dlcourse.ops import absolute, relu


def tent_network(depth: int) -> Sequential:
    """The tent map 1 - |2x - 1|, applied `depth` times, by two ReLU per layer.   x (m, 1) in [0, 1] -> (m, 1)

    One tent is 2 relu(x) - 4 relu(x - 1/2). Each layer folds [0, 1] in two, so 2 depth units make 2^depth
    pieces; one hidden layer needs 2^depth - 1 units. Values are exact at the multiples of 2^-depth. Source:
    deck Srihari, section IV, slide 25. Raises ValueError for a depth below 1.

    >>> tent_network(3)(np.array([[0.125], [0.25]])).array.ravel().tolist()
    [1.0, 0.0]
    """
    expect.count("tent_network", depth=depth, advice="count layers")
    combine, shift = np.array([[2.0], [-4.0]]), [0.0, -0.5]
    steps = [linear_of([[1.0, 1.0]], shift), relu]
    for _ in range(depth - 1):  # the output of one tent and the input of the next are one linear layer
        steps += [linear_of(combine @ [[1.0, 1.0]], shift), relu]
    return Sequential(*steps, linear_of(combine, [0.0]))


def folding_network(depth: int, n: int = 2) -> Sequential:
    """A network of n absolute value units per layer: |x|, then |2h - 1| repeatedly.   x (m, n) -> (m, n)

    On the box [-1, 1]^n each layer folds every axis at its middle and stretches it again, which makes
    2^(n depth) regions. Source: deck Srihari, section IV, slide 26. Raises ValueError for a count below 1.
    """
    expect.count("folding_network", depth=depth, n=n, advice="count layers and folds")
    steps = [linear_of(np.eye(n), np.zeros(n)), absolute]
    for _ in range(depth - 1):
        steps += [linear_of(2 * np.eye(n), -np.ones(n)), absolute]  # |x| lies in [0, 1]: the middle is 1/2
    return Sequential(*steps, linear_of(np.eye(n), np.zeros(n)))


def fold(x, w, b: float):
    """The points x, those with x w + b < 0 mirrored across the line x w + b = 0.   x (m, n) -> (m, n)

    >>> fold(np.array([[-1.0, 2.0], [1.0, 2.0]]), np.array([1.0, 0.0]), 0.0)
    array([[1., 2.],
           [1., 2.]])
    """
    x, w = _line("fold", x, w)
    s = x @ w + b
    return x - np.minimum(s, 0)[:, None] * 2 * w / (w @ w)


def mirror_points(y, folds):
    """All points that the folds (w, b), applied in order, map to y.   y (n,) -> (k, n)

    Unfolds from the last fold to the first; each doubles the points. There are fewer than 2^len(folds) if a
    point lies on a crease or on the side that a fold has emptied. Source: deck Srihari, section IV, slide 26.
    """
    points = np.asarray(y, float)[None]
    for w, b in reversed(list(folds)):
        points, w = _line("mirror_points", points, w)
        s = points @ w + b
        images = points - s[:, None] * 2 * w / (w @ w)
        # nothing is mapped to s < 0; a point on the crease, s = 0, is its own image and counts once
        points = np.vstack([points[s >= 0], images[s > 0]])
    return points


def linear_regions(hidden, box, negative_slope: float = 0.0) -> list:
    """The linear regions of a network in a box, each as an array of its corners: (2, 1), or (k, 2) in 2-D.

    hidden: the layers (W, b) below the output, as from `hidden_layers`; box: (low, high) for each of the one
    or two inputs. A unit is max(0, z) + negative_slope min(0, z): 0 for relu, -1 for the absolute value.
    Layer by layer, unit by unit, a region is cut where z changes sign. The cuts are exact: fractions, not
    floats, so that no tolerance decides what is a region. Source: deck Srihari, section IV, slide 27;
    Montufar, Pascanu, Cho and Bengio 2014. Raises ValueError for layers or a box that do not fit.

    >>> len(linear_regions(hidden_layers(tent_network(4)), [(0, 1)]))
    16
    """
    layers, box = _checked(hidden, box)
    slope = Fraction(negative_slope)
    n = len(box)
    if n == 1:
        corners = [(x,) for x in box[0]]
    else:
        (left, right), (low, high) = box
        corners = [(left, low), (right, low), (right, high), (left, high)]
    regions = [[(x, x) for x in corners]]  # for each corner the input x, and the activations h there
    for W, b in layers:
        parts = []
        for region in regions:
            parts += _cut([(*x, *_affine(h, W, b)) for x, h in region], n)  # a corner: (x, z)
        regions = [[(v[:n], tuple(z if z > 0 else slope * z for z in v[n:])) for v in part] for part in parts]
    return [np.array([[float(c) for c in x] for x, _ in region]) for region in regions]


def count_regions(hidden, box, negative_slope: float = 0.0) -> int:
    """The number of linear regions of the network in the box: see `linear_regions`."""
    return len(linear_regions(hidden, box, negative_slope))


def hidden_layers(network) -> list:
    """The weights and biases of all layers but the last.   -> [(W, b), ...]"""
    return [(layer.W.array, layer.b.array) for layer in network.layers[:-1]]


def zaslavsky(n_units: int, n_inputs: int) -> int:
    """The number of regions of n_units hyperplanes in general position: sum_j C(n_units, j), j <= n_inputs.

    No hidden layer of n_units has more. Source: Zaslavsky 1975.

    >>> [zaslavsky(n, 2) for n in (3, 4, 10)]
    [7, 11, 56]
    """
    expect.count("zaslavsky", least=0, n_units=n_units, n_inputs=n_inputs, advice="count units and inputs")
    return sum(math.comb(n_units, j) for j in range(n_inputs + 1))


def guaranteed_regions(n_units: int, n_inputs: int, depth: int) -> int:
    """floor(n/d)^(d (l - 1)) sum_{j <= d} C(n, j), a number of regions that a ReLU network can have.

    n is n_units, d is n_inputs, l is depth. Deck Srihari, section IV, slide 27, gives its growth,
    (n/d)^(d (l - 1)) n^d: a fraction, not the binomial of DL book, equation 6.42, and a lower bound, not O().
    Source: Montufar, Pascanu, Cho and Bengio 2014. Raises ValueError for n < d or a count below 1.

    >>> guaranteed_regions(4, 2, depth=2), zaslavsky(8, 2)  # two layers of 4; one of 8
    (44, 37)
    """
    expect.count(
        "guaranteed_regions",
        n_units=n_units,
        n_inputs=n_inputs,
        depth=depth,
        advice="count units, inputs and layers",
    )
    if n_units < n_inputs:
        raise ValueError(
            f"guaranteed_regions: expected n_units >= n_inputs, got {n_units} and {n_inputs}; "
            "the construction needs a unit per input"
        )
    return (n_units // n_inputs) ** (n_inputs * (depth - 1)) * zaslavsky(n_units, n_inputs)


def upper_regions(widths, n_inputs: int) -> int:
    """An upper bound of the number of regions: the product over the layers of zaslavsky(width, r).

    A layer cuts each region below it, whose image has at most r = min(n_inputs, widths below) dimensions.

    >>> upper_regions((4, 4), 2)
    121
    """
    count, r = 1, n_inputs
    for width in widths:
        count *= zaslavsky(width, r)
        r = min(r, width)
    return count


def maxout_regions(k: int, n_inputs: int, depth: int) -> int:
    """k^(depth - 1 + n_inputs): some maxout network of n_inputs units with k pieces per layer has as many.

    Source: deck Srihari, section IV, slide 27; Montufar, Pascanu, Cho and Bengio 2014.

    >>> maxout_regions(2, 1, depth=3)
    8
    """
    expect.count(
        "maxout_regions", k=k, n_inputs=n_inputs, depth=depth, advice="count pieces, inputs and layers"
    )
    return k ** (depth - 1 + n_inputs)


def _affine(h, W, b):  # h W + b in fractions, with W as a list of its columns
    return [sum((a * w for a, w in zip(h, column, strict=True)), c) for column, c in zip(W, b, strict=True)]


def _cut(region, n):
    """The parts of a region, a polygon of corners (x, z), in which no z changes sign."""
    parts = [region]  # z is linear in x within a region, so signs at the corners tell all
    for j in range(n, len(region[0])):
        halves = []
        for part in parts:
            signs = [v[j] for v in part]
            if min(signs) < 0 < max(signs):  # a corner at z = 0 alone cuts off nothing
                halves += [_clip(part, j, 1), _clip(part, j, -1)]
            else:
                halves.append(part)
        parts = halves
    return parts


def _clip(part, j, side):
    """The part of a convex polygon, or of a segment, where side * z_j >= 0."""
    corners = []
    for p, q in zip(part, part[1:] + part[:1], strict=True):
        if side * p[j] >= 0:
            corners.append(p)
        if p[j] < 0 < q[j] or q[j] < 0 < p[j]:
            t = p[j] / (p[j] - q[j])  # where z_j is 0 between p and q; x and all other z follow linearly
            corners.append(tuple(a + t * (c - a) for a, c in zip(p, q, strict=True)))
    return corners[:2] if len(part) == 2 else corners  # around a segment one comes by its crossing twice


def _checked(hidden, box):
    """The weights, as lists of columns, and the box, all as fractions that equal the floats exactly."""
    sides = np.asarray(box, float)
    fits = sides.shape in ((1, 2), (2, 2)) and np.isfinite(sides).all()
    if not fits or not (sides[:, 0] < sides[:, 1]).all():
        raise ValueError(
            f"linear_regions: expected box [(low, high)] with low < high for 1 or 2 inputs, got {box}; "
            "regions in more dimensions are not counted here"
        )
    layers, width = [], len(sides)
    for i, (W, b) in enumerate(hidden):
        W, b = np.asarray(W, float), np.asarray(b, float)
        if W.ndim != 2 or W.shape[0] != width or b.shape != W.shape[1:]:
            raise ValueError(
                f"linear_regions: expected W ({width}, n) and b (n,) in layer {i}, got {W.shape} and "
                f"{b.shape}; use hidden_layers(network), and a box with one side per input"
            )
        if not (np.isfinite(W).all() and np.isfinite(b).all()):
            raise ValueError(
                f"linear_regions: expected finite weights, got NaN or infinity in layer {i}; train anew"
            )
        layers.append(([[Fraction(w) for w in column] for column in W.T], [Fraction(c) for c in b]))
        width = W.shape[1]
    return layers, [tuple(Fraction(c) for c in side) for side in sides]


def _line(who, x, w):
    x, w = np.asarray(x, float), np.asarray(w, float)
    if x.ndim != 2 or w.shape != x.shape[1:] or not w.any():
        raise ValueError(
            f"{who}: expected points (m, n) and w (n,), not 0, got {x.shape} and {w.shape}; "
            "w stands at right angles to the crease"
        )
    return x, w
