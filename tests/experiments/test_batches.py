"""All samples, some, or one: the count of updates by hand, and what a sum in place of a mean does."""

import numpy as np
import pytest

from dlcourse.experiments import ch11_batches as batches
from dlcourse.experiments.ch11_first_order import fit_lines, line_data


@pytest.mark.rows("F052", "K026")
def test_the_expected_updates_are_those_after_which_the_shrunken_offset_costs_what_is_allowed():
    t = batches.expected_updates()
    assert (8 * 0.995**t) ** 2 / 2 + 0.1**2 / 3 / 2 == pytest.approx(0.01, rel=1e-12) and 823 < t < 824


def test_a_sum_over_thirty_points_throws_every_run_out():
    data = line_data(20, np.random.default_rng(8))
    options = {"half": True, "size": 30, "n_steps": 60}
    summed = fit_lines(data, rng=np.random.default_rng(9), lr=30 * 0.005, **options)[-1]
    mean = fit_lines(data, rng=np.random.default_rng(9), lr=0.005, **options)[-1]
    assert (abs(summed) > 1e6).all() and (abs(mean) < 11).all()
