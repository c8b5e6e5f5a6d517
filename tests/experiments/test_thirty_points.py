"""The thirty points over two lots of data sets: areas by hand, spreads, and thresholds of divergence."""

import numpy as np
import pytest

from dlcourse.experiments import ch11_thirty_points as thirty


@pytest.mark.rows("F057")
def test_the_area_is_the_mean_height_of_the_logarithm():
    assert thirty.area_of_log(np.full(11, 1e-3)) == pytest.approx(-3)
    assert thirty.area_of_log(10.0 ** -np.arange(5)) == pytest.approx(-2)


@pytest.mark.rows("F053")
def test_the_spread_of_least_squares_is_that_of_theory():
    found = thirty.data_of(1).least_squares().std(axis=0, ddof=1)
    np.testing.assert_allclose(found, thirty.theory_sd(), rtol=0.15)


@pytest.mark.slow
@pytest.mark.rows("F055", "F059")
def test_the_share_of_divergence_hangs_on_the_threshold():
    counts = [thirty.n_beyond("old velocity 0.6", beyond, 0) for beyond in thirty.THRESHOLDS]
    assert counts == sorted(counts, reverse=True) and counts[0] > 1.5 * counts[-1] > 0
    assert thirty.n_beyond("momentum 0.6", 1, 0) == 0


@pytest.mark.slow
@pytest.mark.rows("F059")
def test_nesterov_spreads_less_than_momentum_beyond_doubt():
    for lot in thirty.LOTS.values():
        ratio, (low, high) = thirty.ratio_of_spreads(lot)
        assert 1.4 < low < ratio < high < 3
