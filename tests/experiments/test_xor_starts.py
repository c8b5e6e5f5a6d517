"""Chapter 14: the start of chapter 2's XOR network."""

import numpy as np
import pytest

from dlcourse.experiments import ch14_xor_starts as experiment
from dlcourse.experiments.ch02_xor_training import train_many
from dlcourse.preprocessing import ZScore


def test_centered_inputs_are_z_scores():
    x = experiment.inputs(False)
    np.testing.assert_array_equal(experiment.inputs(True), ZScore().fit(x).transform(x))


def test_glorot_s_starts_solve_the_seeds_that_chapter_2_solves(monkeypatch):
    monkeypatch.setattr(experiment, "N_STEPS", 300)
    ours = experiment.solved("glorot", False, range(40))
    assert (ours == train_many(4, "ReLU", range(40), n_steps=300).solved).all() and 0 < ours.sum() < 40


@pytest.mark.rows("K051", "S036")
@pytest.mark.parametrize("start", experiment.STARTS)
def test_a_quarter_of_the_units_is_dead_at_the_start_and_none_where_inputs_are_centered(start):
    assert experiment.dead(start, False, range(2000)) == pytest.approx(0.25, abs=0.03)
    assert experiment.dead(start, True, range(400)) == 0


@pytest.mark.slow
@pytest.mark.parametrize("end", experiment.SETS)
def test_centered_inputs_help_every_small_start_and_weights_that_are_too_large_none(end, kept_by_the_book):
    rates = {
        (start, centered): experiment.solved(start, centered, experiment.SETS[end]).mean()
        for start in experiment.STARTS
        for centered in (False, True)
    }
    for start in ("glorot", "lecun", "he", "orthogonal"):
        assert rates[start, True] > rates[start, False] + 0.1
    assert max(rates["three", False], rates["three", True]) < 0.1
