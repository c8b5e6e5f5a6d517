"""Chapter 9: linear regions, told apart by activation patterns: which units are active at a point.

Two points of one region have the same pattern, and two regions of a network have different ones. So patterns
that are seen on a grid count regions from below: a region between the points of the grid is missed.
"""

import numpy as np

from dlcourse import expect
from dlcourse.ops import relu


def activation_patterns(model, points) -> np.ndarray:
    """Whether each ReLU unit is active at each point.   model: Sequential; points (k, n) -> (k, n_units)

    Raises ValueError for a model without a ReLU.
    """
    return _pre_activations(model, points) > 0


def regions_seen(model, box, n_points: int) -> int:
    """How many regions a grid meets in a box: no more than there are.   model: Sequential with ReLUs

    box: (low, high) for each input; n_points: along each side, at the middles of as many equal parts. Points
    at which a unit has z = 0 are left out: they lie on a border, and may have a pattern that no region has.
    Raises ValueError for n_points below 1.

    >>> from dlcourse.models import tent_network
    >>> [regions_seen(tent_network(4), [(0, 1)], n) for n in (5, 16, 1000)]
    [4, 16, 16]
    """
    expect.count("regions_seen", n_points=n_points, advice="count points along a side")
    middles = (np.arange(n_points) + 0.5) / n_points
    sides = [low + (high - low) * middles for low, high in box]
    z = _pre_activations(model, np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, len(sides)))
    return len(np.unique(z[(z != 0).all(axis=1)] > 0, axis=0))


def _pre_activations(model, points):
    """z of each ReLU unit at each point, layer after layer."""
    arrays = model.trace(np.asarray(points, float))
    z = [before for step, before in zip(model.steps, arrays[:-1], strict=True) if step is relu]
    if not z:
        raise ValueError("activation_patterns: expected a model with relu among its steps, got none; add one")
    return np.concatenate(z, axis=1)
