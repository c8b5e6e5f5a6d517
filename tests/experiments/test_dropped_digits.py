"""Dropout on inputs and on hidden units, on the digits, over two disjoint sets of seeds."""

import numpy as np
import pytest

from dlcourse.experiments import ch17_dropped_digits as dropped
from dlcourse.experiments.ch02_intervals import mean_interval


@pytest.mark.rows("F040", "F101")
@pytest.mark.slow
def test_dropout_gains_where_labels_are_wrong_and_little_where_they_are_right(kept_by_the_book):
    for wrong in (0.0, dropped.WRONG):
        for seeds in dropped.SETS.values():
            by = dropped.accuracies(seeds, wrong)
            for name in ("inputs", "hidden"):
                gain = by[name] - by["none"]
                assert gain.mean() > 0.02 if wrong else abs(gain.mean()) < 0.015
                assert not wrong or mean_interval(gain)[0] > 0
    on_inputs = [by["inputs"] - by["none"] for by in map(dropped.accuracies, dropped.SETS.values())]
    assert np.concatenate(on_inputs).mean() < 0.001


@pytest.mark.rows("F101")
def test_some_labels_are_drawn_anew_and_none_where_all_are_right():
    right, some = (list(dropped.data(range(3), wrong)) for wrong in (0.0, dropped.WRONG))
    for k in (0, 2, 3):
        np.testing.assert_array_equal(right[k], some[k])
    # a tenth of the labels that are drawn anew are right again
    assert (right[1] != some[1]).mean() == pytest.approx(0.27, abs=0.05)
