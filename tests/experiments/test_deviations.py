"""The interval of a standard deviation, against SciPy and against draws."""

import numpy as np
import pytest
from scipy import stats

from dlcourse.experiments.ch10_deviations import chi_squared_quantile, deviation, deviation_interval


@pytest.mark.parametrize("freedom", [1, 2, 11, 60])
def test_quantiles_are_those_of_scipy(freedom):
    for p in (0.005, 0.5, 0.995):
        assert chi_squared_quantile(p, freedom) == pytest.approx(stats.chi2.ppf(p, freedom), rel=1e-9)


@pytest.mark.slow
def test_of_normal_draws_99_in_100_intervals_hold_the_deviation():
    rng = np.random.default_rng(5)
    ends = np.array([deviation_interval(3 * rng.standard_normal(12)) for _ in range(100)])
    held = ((ends[:, 0] < 3) & (ends[:, 1] > 3)).mean()
    assert held >= 0.96
    values = rng.standard_normal(12)
    low, high = deviation_interval(values)
    assert low < deviation(values) < high


@pytest.mark.parametrize("values", [[1.0], [1.0, np.nan], [[1.0, 2.0]]])
def test_one_value_has_no_deviation(values):
    with pytest.raises(ValueError, match="deviation_interval: expected at least two finite numbers"):
        deviation_interval(values)
