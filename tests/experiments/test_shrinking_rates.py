"""Rates that shrink, against the recursion of mean and variance; the rate 1/t gives the mean itself."""

import numpy as np
import pytest

from dlcourse.experiments import ch11_shrinking_rates as shrinking


@pytest.mark.rows("F003")
@pytest.mark.parametrize("name", shrinking.RATES)
def test_distances_follow_the_recursion(name):
    found = shrinking.distances(name, n_steps=100, seed=7)
    np.testing.assert_allclose(found, shrinking.expected_distances(name, 100), rtol=0.09)


@pytest.mark.rows("F003")
def test_the_rate_one_over_t_ends_at_the_mean_of_the_data():
    assert shrinking.left_after(n_epochs=20) < 1e-13


@pytest.mark.rows("F003")
def test_a_rate_whose_sum_is_finite_stops_halfway():
    assert shrinking.expected_distances("squared", 100_000)[-1] == pytest.approx(4.0, abs=0.01)
