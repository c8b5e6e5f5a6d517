"""Depth with equal parameters on the digits: counts are exact, accuracies reported and not claimed."""

import numpy as np
import pytest
from scipy import stats

from dlcourse.experiments import ch18_digits_depth as dd


@pytest.mark.parametrize("n", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("width", [1, 5, 40])
def test_the_count_of_parameters_is_that_of_the_network(n, width):
    model = dd.network(n, width, np.random.default_rng(0))
    assert model.n_parameters == dd.count_parameters(n, width)
    assert model.depth == n + 1 and model.widths == [width] * n + [10]


@pytest.mark.parametrize("n", dd.DEPTHS)
def test_the_width_is_the_greatest_that_keeps_to_the_budget(n):
    width = dd.width_for(n)
    assert dd.count_parameters(n, width) <= dd.N_PARAMETERS < dd.count_parameters(n, width + 1)
    assert dd.count_parameters(n, width) > 0.97 * dd.N_PARAMETERS  # so that the comparison is fair


def test_too_small_a_budget_is_refused():
    with pytest.raises(ValueError, match="width_for: expected at least 87 parameters, got 80; 2 layers"):
        dd.width_for(2, 80)


def test_the_sweeps_name_their_networks():
    names = [t.name for t in dd.depth_sweep((1, 3), seeds=[0], n_epochs=0)]
    names += [t.name for t in dd.width_sweep((20,), seeds=[0], n_epochs=0)]
    assert names == ["64-40-10", "64-24-24-24-10", "64-20-10"]


def difference(better, worse):
    """The 99 % interval of the mean difference of the test accuracies, pair by pair: Student's t."""
    d = better.test - worse.test
    return stats.t.interval(0.99, len(d) - 1, d.mean(), stats.sem(d))


@pytest.mark.rows("S115", "S098")
@pytest.mark.slow
def test_at_equal_parameters_depth_does_not_help_on_the_digits(kept_by_the_book):  # 8 seeds, same splits
    one, two, three, four = (dd.of_depth(n) for n in dd.DEPTHS)
    assert all(0.94 < t.mean < 0.98 and 0.002 < t.sd < 0.02 for t in (one, two, three, four))
    assert difference(two, one)[1] < 0.015  # what depth may bring at most
    assert difference(four, one)[1] < 0.01
    assert all(t.training.mean() > 0.99 for t in (one, two, three, four))  # optimization is not the trouble
    small, large = dd.width_sweep((20, 160))
    low, high = difference(large, small)
    assert 0 < low < high < 0.03  # eight times the parameters, in width, help
