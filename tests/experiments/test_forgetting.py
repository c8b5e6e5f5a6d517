"""Catastrophic forgetting on the digits: what is left of 0 to 4 after 5 to 9, with and without rehearsal."""

import numpy as np
import pytest

from dlcourse.experiments.ch02_intervals import mean_interval
from dlcourse.experiments.ch17_forgetting import one_after_the_other


@pytest.mark.rows("F104")
@pytest.mark.parametrize("seeds", [range(2), range(100, 102)], ids=["some seeds", "other seeds"])
def test_what_was_learned_first_is_lost(seeds):
    found = one_after_the_other(seeds, n_epochs=5)
    assert (found.before > 0.9).all() and (found.second > 0.85).all() and (found.after < 0.1).all()


@pytest.mark.rows("F104")
@pytest.mark.slow
@pytest.mark.parametrize("seeds", [range(10), range(100, 110)], ids=["some seeds", "other seeds"])
def test_the_fall_with_its_interval_and_a_tenth_of_rehearsal_saves_most(seeds):
    found = one_after_the_other(seeds)
    low, high = mean_interval(found.before - found.after)
    assert 0.93 < low < high < 1.0
    rehearsed = one_after_the_other(seeds, rehearse=0.1)
    low, high = mean_interval(rehearsed.after - found.after)
    assert 0.5 < low < high < 0.95
    np.testing.assert_array_equal(rehearsed.before, found.before)
