"""Patterns that a grid sees, beside the exact count."""

import numpy as np
import pytest

from dlcourse.layers import Sequential
from dlcourse.models.approximation import linear_of
from dlcourse.models.regions import count_regions, hidden_layers, regions_seen, tent_network
from dlcourse.ops import relu


def test_a_grid_sees_no_more_than_there_is_and_misses_what_lies_between_its_points():
    network = tent_network(4)
    seen = [regions_seen(network, [(0, 1)], n) for n in (1, 5, 16, 17, 200)]
    assert seen == [0, 4, 16, 16, 16]  # 1/2 lies on a crease, so a single point there sees nothing
    assert count_regions(hidden_layers(network), [(0, 1)]) == 16
    sliver = Sequential(linear_of([[1.0, 1.0]], [-0.501, -0.509]), relu, linear_of(np.ones((2, 1)), [0.0]))
    assert count_regions(hidden_layers(sliver), [(0, 1)]) == 3
    assert [regions_seen(sliver, [(0, 1)], n) for n in (10, 100, 1000)] == [2, 3, 3]


def test_a_grid_in_the_plane_sees_four_quadrants():
    cross = Sequential(linear_of(np.eye(2), np.zeros(2)), relu, linear_of(np.ones((2, 1)), [0.0]))
    assert regions_seen(cross, [(-1, 1), (-2, 1)], 10) == 4
    assert regions_seen(cross, [(0.1, 1), (-2, 1)], 10) == 2


def test_a_grid_has_points():
    with pytest.raises(ValueError, match="regions_seen: expected n_points"):
        regions_seen(tent_network(1), [(0, 1)], 0)
