"""Chapter 17: a penalty as a belief, and what gives a likelihood a bottom."""

import math

import pytest

from dlcourse.experiments import ch17_prior as experiment


@pytest.mark.rows("S170", "S040")
def test_without_a_penalty_and_with_one_on_weights_the_cost_falls_by_the_logarithm_of_the_spread():
    for kind in ("none", "weights"):
        falls = experiment.least_cost(1e-3, kind) - experiment.least_cost(1e-4, kind)
        assert falls == pytest.approx(math.log(10), abs=1e-3)


@pytest.mark.rows("S170")
def test_a_price_that_grows_with_certainty_gives_a_bottom():
    best, kind = experiment.best_spread(), "weights over noise"
    least = experiment.least_cost(best, kind)
    for factor in (0.5, 0.9, 1.1, 2):
        assert experiment.least_cost(factor * best, kind) > least


@pytest.mark.rows("F036")
def test_alpha_is_the_variance_of_noise_over_that_of_weights():
    assert 0.1**2 / experiment.spread_of_weights(2.0) ** 2 == pytest.approx(2)
