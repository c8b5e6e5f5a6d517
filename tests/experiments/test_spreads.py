"""Forecasts whose spread grows: the data, and the share within one sigma."""

import numpy as np
import pytest

from dlcourse.experiments import ch04_spreads as spreads


@pytest.mark.rows("S047")
def test_with_its_own_spread_every_day_has_the_same_share_within_it():
    x, y = spreads.forecasts(20_000, seed=7)
    mu, sigma = spreads.mean_temperature(x), spreads.true_spread(x)
    for day in range(6):
        assert spreads.share_within(mu, sigma, x, y, day, day + 1) == pytest.approx(0.683, abs=0.04)
    wide = np.full_like(sigma, 2.2)
    assert (
        spreads.share_within(mu, wide, x, y, 0, 1) > 0.95 > 0.6 > spreads.share_within(mu, wide, x, y, 5, 6)
    )
