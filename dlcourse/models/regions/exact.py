"""Chapter 9: linear regions, counted exactly, for networks of one or two inputs.

A region is a maximal set of inputs, with an interior, on which every unit stays on one side of its kink; in
it the network is linear. Neighboring regions with the same linear function still count as two.
"""

import math
import operator
from fractions import Fraction

import numpy as np


def linear_regions(hidden, box, negative_slope: float = 0.0) -> list:
    """The linear regions of a network in a box, each as an array of its corners: (2, 1), or (k, 2) in 2-D.

    hidden: the layers (W, b) below the output, as from `hidden_layers`; box: (low, high) for each of the one
    or two inputs. A unit is max(0, z) + negative_slope min(0, z): 0 for relu, -1 for the absolute value.
    Layer by layer, unit by unit, a region is cut where z changes sign. The cuts are exact: fractions, not
    floats, so that no tolerance decides what is a region. Source: deck Srihari, section IV, slide 27;
    Montufar, Pascanu, Cho and Bengio 2014. Raises ValueError for layers or a box that do not fit.

    >>> from dlcourse.models import tent_network
    >>> len(linear_regions(hidden_layers(tent_network(4)), [(0, 1)]))
    16
    """
    layers, box = _checked(hidden, box)
    slope, n = Fraction(negative_slope), len(box)
    if n == 1:
        corners = [(x,) for x in box[0]]
    else:
        (left, right), (low, high) = box
        corners = [(left, low), (right, low), (right, high), (left, high)]
    # A corner: the input x, the activations h there, and what to divide both by. Whole numbers take a tenth
    # of the time of fractions.
    regions = [[_whole([*x, *x]) for x in corners]]
    for layer in layers:
        parts = []
        for region in regions:
            parts += _cut([_through(corner, layer, n) for corner in region], n)  # a corner: x, z, the divisor
        regions = [[_activated(corner, slope, n) for corner in part] for part in parts]
    return [np.array([[c / corner[-1] for c in corner[:n]] for corner in region]) for region in regions]


def count_regions(hidden, box, negative_slope: float = 0.0) -> int:
    """The number of linear regions of the network in the box: see `linear_regions`."""
    return len(linear_regions(hidden, box, negative_slope))


def hidden_layers(network) -> list:
    """The weights and biases of all layers but the last.   -> [(W, b), ...]"""
    return [(layer.W.array, layer.b.array) for layer in network.layers[:-1]]


def _whole(fractions):
    """Fractions as whole numbers, the last of which divides the others."""
    divisor = math.lcm(*(c.denominator for c in fractions))
    return (*(c.numerator * (divisor // c.denominator) for c in fractions), divisor)


def _least(corner):
    """The same corner, in the smallest whole numbers."""
    factor = math.gcd(*corner)
    return tuple(c // factor for c in corner)


def _through(corner, layer, n):
    """z = h W + b in the place of h."""
    columns, scale = layer
    *h, divisor = corner[n:]
    z = [sum(map(operator.mul, h, column), column[-1] * divisor) for column in columns]
    return _least((*(c * scale for c in corner[:n]), *z, divisor * scale))


def _activated(corner, slope, n):
    p, q = slope.as_integer_ratio()
    (*z, divisor), x = corner[n:], corner[:n]
    h = (c * q if c > 0 else c * p for c in z)
    return (*(c * q for c in x), *h, divisor * q)


def _cut(region, n):
    """The parts of a region, a polygon of corners (x, z), in which no z changes sign."""
    parts = [region]  # z is linear in x within a region, so signs at the corners tell all
    for j in range(n, len(region[0]) - 1):
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
            s, t = abs(q[j]), abs(p[j])  # s p + t q has z_j = 0; x and all other z, and the divisor, follow
            corners.append(_least([s * a + t * c for a, c in zip(p, q, strict=True)]))
    return corners[:2] if len(part) == 2 else corners  # around a segment one comes by its crossing twice


def _checked(hidden, box):
    """Of each layer the columns of W with b below, in whole numbers, and what divides them; the box, in
    fractions. They equal the floats exactly."""
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
        rows, (*numbers, scale) = len(W) + 1, _whole([Fraction(w) for w in np.vstack([W, b]).T.ravel()])
        layers.append(([numbers[i : i + rows] for i in range(0, len(numbers), rows)], scale))
        width = W.shape[1]
    return layers, [tuple(Fraction(c) for c in side) for side in sides]
