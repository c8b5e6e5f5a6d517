"""Width against penalty on the digits, with intervals over seeds, and two disjoint sets of seeds."""

import numpy as np
import pytest

from dlcourse.experiments.ch17_width_and_penalty import errors_on_new_digits, gain

NOISY = {"wrong": 0.3}


@pytest.mark.rows("S181")
@pytest.mark.parametrize("seeds", [range(2), range(100, 102)], ids=["some seeds", "other seeds"])
def test_with_wrong_labels_a_wide_network_needs_the_penalty(seeds):
    options = NOISY | {"n_steps": 150}
    free, held = (errors_on_new_digits(32, penalty, seeds, **options) for penalty in (0.0, 0.02))
    assert (held < free - 0.03).all()


@pytest.mark.rows("S181")
@pytest.mark.slow
@pytest.mark.parametrize("seeds", [range(16), range(100, 116)], ids=["some seeds", "other seeds"])
def test_bigger_is_better_with_a_penalty_and_worse_without(seeds):
    def errors(width, penalty):
        return errors_on_new_digits(width, penalty, seeds, **NOISY)

    free = {width: errors(width, 0.0) for width in (8, 128)}
    held = {width: errors(width, 0.02) for width in (4, 128)}
    assert gain(held[4], held[128])[1] > 0.05  # the low end of the interval
    assert gain(free[128], free[8])[1] > 0
    assert gain(free[128], held[128])[1] > 0.1


@pytest.mark.rows("S181")
@pytest.mark.slow
def test_with_right_labels_width_saturates_and_the_penalty_is_not_seen():
    seeds = range(10)
    two, sixteen, wide = (errors_on_new_digits(width, 0.0, seeds) for width in (2, 16, 64))
    assert gain(two, sixteen)[1] > 0.3 and abs(gain(sixteen, wide)[0]) < 0.015
    assert abs(gain(wide, errors_on_new_digits(64, 1e-2, seeds))[0]) < 0.01
    assert np.median(wide) < 0.08
