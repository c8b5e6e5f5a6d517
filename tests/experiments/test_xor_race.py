"""Chapter 12's race on XOR: equal budgets, seeds that chose nothing, and lost runs that are told."""

import pytest

from dlcourse.experiments.ch02_xor_training import train_many
from dlcourse.experiments.ch12_race import METHODS
from dlcourse.experiments.ch12_xor_race import SETS, TUNING, solved


def test_no_seed_tunes_and_races():
    sets = [set(TUNING), *map(set, SETS.values())]
    assert sum(map(len, sets)) == len(set.union(*sets))


@pytest.mark.rows("F064")
def test_momentum_solves_the_seeds_that_chapter_2_solves():
    ours = solved("Momentum", 0.1, range(40), n_steps=400)
    assert (ours == train_many(2, "ReLU", range(40), n_steps=400).solved).all() and 0 < ours.sum() < 40


@pytest.mark.parametrize("method", METHODS)
def test_rates_that_are_far_too_large_solve_next_to_nothing(method):
    assert solved(method, 1e3, range(20), n_steps=60).sum() <= 2
