"""What the race of chapter 12 is judged by: its trainings, its cases, and races that are not fair."""

import numpy as np
import pytest

from dlcourse.checks import drawn_fair_races as fair_races
from dlcourse.checks import drawn_races as drawn
from dlcourse.experiments.ch12_adaptive import quadratic
from dlcourse.optimizers import SGD, AdaGrad, Adam, Momentum, RMSprop
from dlcourse.tensor import Parameter

LIBRARY = {
    "SGD": (SGD, {}),
    "momentum": (Momentum, {}),
    "AdaGrad": (AdaGrad, {}),
    "RMSProp": (RMSprop, {}),
    "Adam": (Adam, {"beta2": 0.99}),
}


@pytest.fixture
def rng():
    return np.random.default_rng(12)


@pytest.mark.parametrize("method", drawn.METHODS)
def test_a_training_is_that_of_the_library(method):
    optimizer, options = LIBRARY[method]
    theta, noise, costs = Parameter(np.array([-3.0, 2.0])), np.random.default_rng(5), []
    steps = optimizer([theta], lr=0.3, **options)
    for _ in range(drawn.N_STEPS):
        steps.step([theta.array + 2 * noise.normal(size=2)])
        costs.append(float(quadratic(theta).array))
    np.testing.assert_allclose(drawn.noisy_bowl(method, 0.3, 5), np.mean(costs[-drawn.LAST :]), rtol=1e-9)


def test_many_trainings_are_those_of_one_each():
    for run in drawn.RACES:
        found = drawn.scores(run, ["momentum", "Adam"], [0.05, 1.6], [3, 4, 5])
        one = [
            [[run(m, rate, seed) for seed in (3, 4, 5)] for rate in (0.05, 1.6)] for m in ("momentum", "Adam")
        ]
        np.testing.assert_allclose(found, one, rtol=1e-12)


def test_seeds_of_tuning_and_race_have_none_in_common(rng):
    shown, draw = drawn.races(1)
    for inputs in (*shown, *draw(rng)):
        seeds = inputs["seeds"] + inputs["test_seeds"]
        assert len(set(seeds)) == len(seeds) and len(set(inputs["methods"])) == len(inputs["methods"])


def test_a_race_that_is_not_fair_ends_in_another_way(rng):
    for inputs in drawn.races(1)[1](rng):
        right = fair_races.fair(**inputs)
        for told in (
            fair_races.LUCK,
            fair_races.TESTED,
            fair_races.SEEN,
            fair_races.UNPAIRED,
            fair_races.OF_FIRST,
        ):
            ways = [slip.results for slip in right.slips if slip.told == told]
            assert any(
                not all(np.allclose(way[name], right.results[name]) for name in way) for way in ways
            ), told


def test_the_mean_leads_where_the_median_and_the_seeds_won_do_not(rng):
    shown, draw = drawn.races(1)
    for inputs in (shown[1], next(draw(rng))):
        run, seeds, best = inputs["run"], inputs["test_seeds"], fair_races.fair(**inputs).results["best"]
        costs = np.array(
            [[run(m, rate, seed) for seed in seeds] for m, rate in zip(inputs["methods"], best, strict=True)]
        )
        leader = costs.mean(axis=1).argmin()
        assert np.median(costs, axis=1).argmin() != leader
        won = [sum(costs[k] == costs.min(axis=0)) for k in range(len(costs))]
        assert won[leader] < max(won)


def test_the_leader_is_at_no_distance_from_itself(rng):
    *_, inputs = drawn.races(1)[1](rng)
    right = fair_races.fair(**inputs).results
    leader = right["means"].argmin()
    assert right["low"][leader] == right["high"][leader] == 0
    assert (right["high"] >= right["low"]).all() and np.isfinite(right["means"]).all()
