"""Dropout on inputs and on hidden units, on the digits, over two disjoint sets of seeds."""

import numpy as np
import pytest

from dlcourse.experiments import ch17_dropped_digits as dropped
from dlcourse.experiments.ch02_intervals import mean_interval


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
