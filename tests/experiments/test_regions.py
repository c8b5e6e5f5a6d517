"""Regions of chapter 9's networks: the least error rate against all answers, random networks, XOR folded."""

import itertools

import numpy as np
import pytest

from dlcourse.experiments import ch09_regions as chapter
from dlcourse.models.regions import count_regions, hidden_layers, regions_seen, upper_regions


@pytest.mark.rows("S111")
def test_a_third_layer_cuts_further_within_the_inventory_s_range_of_one_sample():
    counts = {n: chapter.counts_in_the_plane((8,) * n, range(3)) for n in (1, 2, 3)}
    assert (counts[1] < counts[2]).all() and (counts[2] < counts[3]).all()
    assert counts[1].max() <= 37  # Z(8, 2)
    assert 40 <= counts[3].min() and counts[3].max() < 400  # 84 to 309 in the inventory


@pytest.mark.rows("F029")
@pytest.mark.parametrize("n_units", [0, 1, 2, 5, 20])
def test_no_answers_of_few_stretches_have_fewer_errors_than_the_bound(n_units):
    right = np.arange(8) % 2
    best = min(
        float((answers != right).mean())
        for answers in map(np.array, itertools.product((0, 1), repeat=8))
        if np.count_nonzero(np.diff(answers)) <= n_units + 1  # as many crossings as pieces
    )
    assert best == pytest.approx(chapter.least_error_rate(n_units, folds=3), abs=1 / 16)
    assert best >= chapter.least_error_rate(n_units, folds=3)


@pytest.mark.rows("S111")
@pytest.mark.parametrize("widths", [(4,), (5, 3)])
def test_a_grid_sees_at_most_the_exact_count_of_a_random_network(widths):
    network = chapter.random_network(widths, seed=1)
    exact = count_regions(hidden_layers(network), chapter.PLANE)
    assert regions_seen(network, chapter.PLANE, 20) <= exact <= upper_regions(widths, 2)
    assert regions_seen(network, chapter.PLANE, 200) in (exact - 1, exact)


def test_networks_at_their_start_have_few_pieces_however_deep():
    for depth in chapter.DEPTHS:
        counts = chapter.counts_on_a_line(12, depth, range(3))
        assert counts.shape == (3,) and counts.max() < 3 * 12


@pytest.mark.rows("S109")
def test_xor_is_one_fold():
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]])
    np.testing.assert_array_equal(chapter.folded_xor()(x).array, [[0], [1], [1], [0]])
