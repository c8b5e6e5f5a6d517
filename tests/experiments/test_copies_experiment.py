"""Copies of digits, ensembles and dropout on digits, over two disjoint sets of seeds."""

import numpy as np
import pytest

from dlcourse.experiments import ch17_copies as copies
from dlcourse.experiments import ch17_dropped_digits as dropped
from dlcourse.experiments import ch17_ensembles as ensembles
from dlcourse.experiments.ch02_intervals import mean_interval


@pytest.mark.rows("F100")
@pytest.mark.slow
def test_half_pixels_gain_whole_ones_gain_where_they_are_asked_for_and_mirrors_hurt(kept_by_the_book):
    halves = []
    for seeds in copies.SETS.values():
        gains = {name: copies.gain(seeds, name).mean() for name in ("half", "whole", "mirror")}
        halves.append(copies.gain(seeds, "half"))
        assert gains["half"] > 0 and abs(gains["whole"]) < 0.01 and gains["mirror"] < -0.01
        assert copies.gain(seeds, "whole", 1).mean() > 0.25
        by_class = np.array([copies.gain(seeds, "mirror", 2 + k).mean() for k in range(10)])
        assert by_class.argmin() == copies.HURT
    assert mean_interval(np.concatenate(halves))[0] > -0.001


@pytest.mark.rows("F100")
@pytest.mark.slow
def test_an_ensemble_gains_the_variance_of_its_members(kept_by_the_book):
    for seeds in ensembles.SETS.values():
        alone, together, error_alone, error_together, variance = ensembles.measured(seeds).T
        np.testing.assert_allclose(error_alone - error_together, variance, rtol=1e-9)
        assert mean_interval(together - alone)[0] > -0.001


@pytest.mark.rows("F040", "F101")
@pytest.mark.slow
def test_dropout_on_hidden_units_gains_a_little_and_on_pixels_nothing(kept_by_the_book):
    gains = {"inputs": [], "hidden": []}
    for seeds in dropped.SETS.values():
        by = dropped.accuracies(seeds)
        for name, values in gains.items():
            values.append(by[name] - by["none"])
            assert abs(values[-1].mean()) < 0.02
    assert mean_interval(np.concatenate(gains["hidden"]))[0] > -0.001
    assert np.concatenate(gains["inputs"]).mean() < 0.002
