"""Chapters 10 and 13: the Hessian in two dimensions: its eigenvalues and eigenvectors, and rules of descents
that use them. They do what `Newton` and `SaddleFreeNewton` of `dlcourse.optimizers` do."""

import math

DAMPING = 1e-6  # smaller absolute eigenvalues count as this one: the default of `SaddleFreeNewton`


def eigen(H0, H1):
    """The eigenvalues of a symmetric matrix with these rows, the larger first, and eigenvectors of length 1.

    >>> eigen([2.0, 0.0], [0.0, -2.0])
    ([2.0, -2.0], [[1.0, 0.0], [-0.0, 1.0]])
    """
    middle, turn = (H0[0] + H1[1]) / 2, math.atan2(2 * H0[1], H0[0] - H1[1]) / 2
    apart, c, s = math.hypot((H0[0] - H1[1]) / 2, H0[1]), math.cos(turn), math.sin(turn)
    return [middle + apart, middle - apart], [[c, s], [-s, c]]


def newton_rule(at, rates, slopes):
    """theta - lr H^-1 g; where H has no inverse there is no step."""
    (x, y), (u, v) = at["theta"], at["g"]
    a, b = at["H0"]
    d = at["H1"][1]
    size = a * d - b * b
    if size == 0:
        return {"theta": at["theta"]}
    lr = rates["lr"] / size
    return {"theta": [x - lr * (d * u - b * v), y - lr * (a * v - b * u)]}


def saddle_free_rule(at, rates, slopes):
    """theta - lr |H|^-1 g: along each eigenvector, divided by its absolute eigenvalue."""
    (x, y), (u, v) = at["theta"], at["g"]
    values, vectors = eigen(at["H0"], at["H1"])
    for value, (p, q) in zip(values, vectors, strict=True):
        by = rates["lr"] * (p * u + q * v) / max(abs(value), DAMPING)
        x, y = x - by * p, y - by * q
    return {"theta": [x, y]}
