"""Copies of digits, over two disjoint sets of seeds."""

import numpy as np
import pytest

from dlcourse.experiments import ch17_copies as copies
from dlcourse.experiments.ch02_intervals import mean_interval


@pytest.mark.rows("F100")
@pytest.mark.slow
def test_half_pixels_gain_whole_ones_gain_where_they_are_asked_for_and_mirrors_hurt(kept_by_the_book):
    halves = []
    for seeds in copies.SETS.values():
        found = copies.accuracies(seeds)
        gains = {name: copies.gain(found, name).mean() for name in ("half", "whole", "mirror")}
        halves.append(copies.gain(found, "half"))
        assert gains["half"] > 0 and abs(gains["whole"]) < 0.015 and gains["mirror"] < -0.01
        assert copies.gain(found, "whole", 1).mean() > 0.3
        by_class = np.array([copies.gain(found, "mirror", 2 + k).mean() for k in range(10)])
        assert by_class.argmin() == copies.HURT
    assert mean_interval(np.concatenate(halves))[0] > -0.001
