"""Chapter 9: linear regions. Networks that fold a line or a plane, and points that folds bring together.

A fold lays one side of a crease on the other. What comes after it cannot tell the two apart, so whatever it
does on one side appears on both: that is how depth multiplies pieces.
"""

import numpy as np

from dlcourse import expect
from dlcourse.layers import Sequential
from dlcourse.models.approximation import linear_of
from dlcourse.ops import absolute, relu


def tent_network(depth: int) -> Sequential:
    """The tent map 1 - |2x - 1|, applied `depth` times, by two ReLU per layer.   x (m, 1) in [0, 1] -> (m, 1)

    One tent is 2 relu(x) - 4 relu(x - 1/2). Each layer folds [0, 1] in two, so 2 depth units make 2^depth
    pieces; one hidden layer needs at least 2^depth - 1. Values are exact at multiples of 2^-depth. Source:
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


def _line(who, x, w):
    x, w = np.asarray(x, float), np.asarray(w, float)
    if x.ndim != 2 or w.shape != x.shape[1:] or not w.any():
        raise ValueError(
            f"{who}: expected points (m, n) and w (n,), not 0, got {x.shape} and {w.shape}; "
            "w stands at right angles to the crease"
        )
    return x, w
