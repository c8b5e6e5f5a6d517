"""Descent on a curve against slopes worked out by hand: a good rate, and four ways to fail."""

import numpy as np
import pytest

from dlcourse.experiments.ch04_descent import descend
from dlcourse.experiments.ch11_one_dimension import SETTINGS, bounce, curve
from dlcourse.optimizers import SGD


def ends(name):
    start, lr, n_steps = SETTINGS[name]
    return descend(curve, start, SGD, n_steps, lr=lr)


@pytest.mark.rows("M014", "M015")
def test_a_rate_is_too_small_or_too_large_and_a_start_flat_or_trapped():
    assert ends("too small")[-1] < -1.0 and abs(ends("good")[-1]) < 1e-3
    assert abs(ends("flat")[-1] - ends("flat")[0]) < 0.02
    assert ends("trapped")[-1] == pytest.approx(3.0, abs=0.05)


@pytest.mark.rows("M015")
def test_beyond_the_limit_descent_jumps_to_and_fro_where_theory_says():
    path = ends("too large")
    assert bounce(3.0) == pytest.approx((2 * np.log(1.5)) ** 0.5)
    np.testing.assert_allclose(abs(path[-2:]), bounce(3.0), atol=0.01)
    assert path[-1] * path[-2] < 0
