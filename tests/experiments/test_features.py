"""Drawn features against chosen ones: how many XOR and parity need."""

import numpy as np
import pytest

from dlcourse.experiments import ch01_features as features
from dlcourse.models import least_squares


@pytest.mark.parametrize("n", [2, 3, 5])
def test_units_that_count_make_parity_linear_and_one_fewer_does_not(n):
    _, y = features.parity(n)
    h = features.counting_units(n)
    w, b = least_squares(h, y[:, None])
    np.testing.assert_allclose((h @ w + b)[:, 0], y, atol=1e-9)
    w, b = least_squares(h[:, :-1], y[:, None])
    assert abs((h[:, :-1] @ w + b)[:, 0] - y).max() > 0.1


@pytest.mark.rows("S017")
@pytest.mark.parametrize("seed", [0, 1000])
def test_drawn_features_for_parity_grow_with_the_number_of_cases(seed):
    needed = [features.drawn_units_needed(n, seed) for n in (3, 4, 5)]
    assert all(2**n - 2 <= found <= 2 ** (n + 1) for n, found in zip((3, 4, 5), needed, strict=True))


@pytest.mark.rows("S017")
@pytest.mark.parametrize("seeds", [range(300), range(5000, 5300)], ids=["first", "fresh"])
def test_a_drawn_layer_is_seldom_enough_with_two_units_and_nearly_always_with_eight(seeds):
    rates = [features.solved_by_drawn_features(n, seeds).mean() for n in (2, 4, 8)]
    assert rates[0] < 0.1 and 0.5 < rates[1] < 0.8 and rates[2] > 0.95
