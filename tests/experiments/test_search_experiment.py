"""Random against grid search: the simulation against its integrals, and both against the inventory."""

import numpy as np
import pytest
from scipy import integrate

from dlcourse.experiments.ch18_search import expect, hit_probability, share_above, simulate


@pytest.mark.rows("K048")
def test_the_expectations_are_those_of_the_inventory_within_its_noise():
    found = expect(k=3, width=0.1)
    assert found.grid == pytest.approx(0.522, abs=5e-4)
    assert found.random == pytest.approx(0.733, abs=0.012)  # the mean of 5000 draws: three deviations
    assert found.share_random_wins == pytest.approx(0.686, abs=0.02)


@pytest.mark.parametrize(("k", "width"), [(3, 0.1), (2, 0.3), (4, 0.05)])
def test_simulation_and_integrals_agree(k, width):
    drawn, expected = simulate(k, width, 20_000, rng=np.random.default_rng(0)), expect(k, width)
    assert drawn.grid == pytest.approx(expected.grid, abs=0.01)
    assert drawn.random == pytest.approx(expected.random, abs=0.01)
    assert drawn.share_random_wins == pytest.approx(expected.share_random_wins, abs=0.015)


def test_the_share_of_wins_is_the_integral_that_scipy_finds():
    def lost(c):
        d = min(abs(c - g) for g in (1 / 6, 0.5, 5 / 6))
        return (1 - min(c + d, 1) + max(c - d, 0)) ** 9

    kinks = np.arange(1, 12) / 12
    oracle = 1 - integrate.quad(lost, 0, 1, points=kinks, limit=200)[0]
    assert expect().share_random_wins == pytest.approx(oracle, rel=1e-9)


def test_one_axis_of_one_value_is_a_grid_of_one_point():
    assert expect(k=1, width=0.1).grid == pytest.approx(
        integrate.quad(lambda c: np.exp(-(((c - 0.5) / 0.1) ** 2)), 0, 1, points=[0.5])[0], rel=1e-9
    )


@pytest.mark.rows("K048")
def test_sixty_draws_hit_the_top_five_percent():
    assert hit_probability(60, 0.05) == pytest.approx(0.953930201, rel=1e-8)
    hits = (np.random.default_rng(0).random((20_000, 60)) < 0.05).any(axis=1).mean()
    assert hits == pytest.approx(hit_probability(), abs=0.006)


@pytest.mark.rows("K047")
def test_a_plain_scale_spends_nine_tenths_above_one():
    assert share_above(1.0, 1e-6, 10.0) == pytest.approx(0.9, abs=1e-6)
    assert share_above(-1.0, 0.0, 1.0) == 1.0 and share_above(2.0, 0.0, 1.0) == 0.0
