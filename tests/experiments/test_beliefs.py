"""Which estimate comes nearer under which noise; what curves of two losses leave below them."""

import numpy as np
import pytest

from dlcourse.experiments import ch04_beliefs as beliefs


@pytest.mark.parametrize("noise", beliefs.NOISES)
def test_the_estimate_of_maximum_likelihood_is_the_best_of_the_three_by_its_spread(noise):
    found = beliefs.root_mean_squares(noise, range(500))
    assert min(found, key=found.get) == beliefs.RIGHT[noise]


@pytest.mark.parametrize("noise", beliefs.NOISES)
def test_all_noises_have_mean_0_and_variance_1(noise):
    y = beliefs.measurements(noise, range(1000))
    assert abs(y.mean()) < 0.03 and y.var() == pytest.approx(1, abs=0.05)  # about four standard errors


def test_each_estimate_is_the_minimum_of_its_cost():
    y = beliefs.measurements("Laplace", range(3))
    costs = {
        "mean": lambda r: (r**2).sum(axis=1),
        "median": lambda r: abs(r).sum(axis=1),
        "midrange": lambda r: abs(r).max(axis=1),
    }
    for name, cost in costs.items():
        best = beliefs.ESTIMATES[name](y)
        for shift in (-0.01, 0.01):
            assert (cost(y - best[:, None]) < cost(y - best[:, None] - shift)).all(), name


def test_the_buses_are_late_by_as_much_as_they_are_said_to_be():
    x, y = beliefs.buses(20_000, seed=3)
    assert (y / beliefs.mean_lateness(x)).mean() == pytest.approx(1, abs=0.03)
    assert np.median(y / beliefs.mean_lateness(x)) == pytest.approx(np.log(2), abs=0.03)
