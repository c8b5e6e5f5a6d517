"""Bounds of the number of regions, held beside exact counts."""

import itertools
import math

import numpy as np
import pytest
from random_nets import SQUARE, random_layers

from dlcourse.models.regions import (
    count_regions,
    folding_network,
    guaranteed_regions,
    hidden_layers,
    maxout_regions,
    upper_regions,
    zaslavsky,
)


@pytest.mark.rows("S111")
def test_random_nets_have_fewer_regions_than_their_bounds():
    assert [zaslavsky(n, 2) for n in (3, 4, 8, 10)] == [7, 11, 37, 56]
    for widths, low, high in [((4,), 5, 11), ((8,), 18, 37), ((8, 8), 40, 142)]:
        counts = [count_regions(random_layers(widths, seed), SQUARE) for seed in range(4)]
        assert low <= min(counts) <= max(counts) <= min(high, upper_regions(widths, 2))
    assert np.median(counts) > zaslavsky(8, 2)  # the second layer adds


@pytest.mark.rows("S110")
def test_the_guaranteed_count_is_a_fraction_to_a_power_and_not_a_binomial():
    assert (guaranteed_regions(4, 2, depth=2), zaslavsky(8, 2)) == (44, 37)
    assert (guaranteed_regions(8, 2, depth=3), zaslavsky(24, 2)) == (9472, 301)
    binomial_reading = math.comb(4, 2) ** (2 * (2 - 1)) * 4**2
    assert (binomial_reading, upper_regions((4, 4), 2)) == (576, 121)  # more than there can be
    for n, d, depth in itertools.product(range(1, 9), range(1, 4), range(1, 4)):
        if n >= d:
            assert guaranteed_regions(n, d, depth) <= upper_regions([n] * depth, d)


@pytest.mark.rows("S112")
def test_the_counts_of_maxout_and_of_many_inputs():
    assert maxout_regions(2, 1, depth=3) == 8
    assert maxout_regions(3, 2, depth=1) == 9
    folded = count_regions(hidden_layers(folding_network(5)), [(-1, 1)] * 2, negative_slope=-1)
    assert folded == 1024 > maxout_regions(2, 2, depth=5) == 64  # absolute values: maxout with k = 2
    assert zaslavsky(3, 5) == 8 and zaslavsky(0, 2) == 1  # more inputs than units: all 2^n patterns
    assert upper_regions((1, 5), 2) == 2 * 6  # behind one unit everything lies on a line


@pytest.mark.parametrize("bad", [(0, 1, 1), (1, 0, 1), (1, 1, 0), (2.5, 1, 1)])
def test_a_guarantee_needs_counts(bad):
    with pytest.raises(ValueError, match="guaranteed_regions: expected"):
        guaranteed_regions(*bad)
