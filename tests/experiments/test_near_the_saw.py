"""Near the saw: a shift in closed form, starts without noise, and runs that return."""

import numpy as np
import pytest

from dlcourse.experiments import ch09_near_the_saw as near
from dlcourse.experiments.ch02_intervals import wilson
from dlcourse.experiments.ch09_depth import FOUND_BELOW, sawtooth


@pytest.mark.parametrize("folds", [1, 2, 4])
def test_a_shifted_saw_errs_by_a_cubic(folds):
    for s in (0.0, 0.1, 0.5, 1.0):
        assert near.shifted_error(folds, s / 2**folds) == pytest.approx(s**2 - 2 / 3 * s**3, abs=2e-3)
    far = near.as_bad_as_a_constant(folds)
    assert near.shifted_error(folds, far) == pytest.approx(1 / 12, abs=1e-3)


def test_without_noise_the_start_is_the_saw():
    x, y = sawtooth()
    np.testing.assert_array_equal(near.near_the_saw(0.0, 5)(x).array, y)
    assert near.errors_from(0.0, range(2), 50).max() < 1e-9


@pytest.mark.rows("S104")
def test_a_finer_saw_changes_the_first_gradient_less():
    coarse, fine = (np.median(near.part_of_the_saw(folds, range(6))) for folds in (2, 6))
    assert 0 < fine < coarse / 4


@pytest.mark.rows("S098", "S104")
@pytest.mark.slow
def test_the_saw_is_kept_from_near_and_lost_from_afar():
    """The inventory's 20, 12 and 0 of 20, within the intervals of other seeds."""
    for noise, known in ((0.01, 20), (0.03, 12), (0.1, 0)):
        n_back = int((near.errors_from(noise, range(2000, 2020)) < FOUND_BELOW).sum())
        low, high = wilson(n_back, 20)
        assert low <= known / 20 <= high
