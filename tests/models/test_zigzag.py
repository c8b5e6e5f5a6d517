"""Zigzags of n + 1 pieces from n units: exact counts against the later lower bound, and the upper one."""

import itertools

import numpy as np
import pytest

from dlcourse.models.regions import count_regions, guaranteed_regions, hidden_layers, upper_regions
from dlcourse.models.zigzag import zigzag_network, zigzag_regions


@pytest.mark.parametrize("n_units", [3, 4, 7])
def test_one_fold_goes_between_0_and_1_at_every_odd_multiple(n_units):
    N = 2 * n_units + 1
    corners = np.array([0, *range(1, N + 1, 2)]) / N
    values = np.array([i % 2 for i in range(n_units + 2)], float)
    x = np.linspace(0, 1, 1001)
    network = zigzag_network(n_units)
    np.testing.assert_allclose(network(x[:, None]).array[:, 0], np.interp(x, corners, values), atol=1e-13)
    assert network.widths == [n_units, 1]


def test_two_folds_are_one_after_the_other():
    x = np.random.default_rng(0).random((200, 1))
    once = zigzag_network(4)
    np.testing.assert_allclose(zigzag_network(4, 2)(x).array, once(once(x).array).array, atol=1e-12)


@pytest.mark.rows("S110")
@pytest.mark.parametrize(("n_units", "depth"), [(3, 1), (3, 4), (4, 3), (5, 2), (8, 2)])
def test_the_later_bound_is_met_and_cannot_be_passed_on_a_line(n_units, depth):
    """floor(n/d) + 1 in the place of floor(n/d): counted exactly; an upper bound with the same value."""
    counted = count_regions(hidden_layers(zigzag_network(n_units, depth)), [(0, 1)])
    assert counted == (n_units + 1) ** depth == zigzag_regions(n_units, 1, depth)
    assert counted == upper_regions([n_units] * depth, 1)
    assert depth == 1 or counted > guaranteed_regions(n_units, 1, depth)


@pytest.mark.rows("S110")
def test_the_later_bound_is_met_in_the_plane():
    """A zigzag of three units per axis, then six lines that all cross within the square."""
    W, b = hidden_layers(zigzag_network(3))[0]
    first = np.kron(np.eye(2), W), np.tile(b, 2)
    output = zigzag_network(3).layers[-1]
    fold, shift = np.kron(np.eye(2), output.W.array), np.tile(output.b.array, 2)
    angles = np.arange(6) * np.pi / 6  # tangents of a small circle about the middle
    normals = np.array([np.cos(angles), np.sin(angles)])
    offsets = -(normals.sum(axis=0) / 2 + 0.4 * np.sin(np.pi / 12))
    counted = count_regions([first, (fold @ normals, shift @ normals + offsets)], [(0, 1)] * 2)
    assert counted == zigzag_regions(6, 2, depth=2) == 16 * 22
    assert guaranteed_regions(6, 2, depth=2) == 9 * 22 < counted <= upper_regions((6, 6), 2)


@pytest.mark.rows("S110")
def test_the_later_bound_lies_between_the_older_one_and_the_upper_one():  # n >= 3 d
    for n, d, depth in itertools.product(range(3, 13), range(1, 5), range(1, 5)):
        if n >= 3 * d:
            later = zigzag_regions(n, d, depth)
            assert guaranteed_regions(n, d, depth) <= later <= upper_regions([n] * depth, d)
            assert (later == guaranteed_regions(n, d, depth)) == (depth == 1)
    assert zigzag_regions(8, 2, depth=3) == 5**4 * 37 == 23125


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: zigzag_network(2), "zigzag_network: expected n_units .* at least 3, got 2"),
        (lambda: zigzag_network(3, 0), "zigzag_network: expected depth .* at least 1, got 0"),
        (lambda: zigzag_regions(5, 2, 2), "zigzag_regions: expected n_units >= 3 n_inputs, got 5 and 2"),
        (lambda: zigzag_regions(5, 0, 2), "zigzag_regions: expected n_inputs .* at least 1, got 0"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
