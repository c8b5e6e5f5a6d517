"""Chapter 12's schedules at work: noise against theory, and warm-up."""

import numpy as np
import pytest

from dlcourse.experiments.ch12_schedules_at_work import DESCENTS, expected_costs, noisy_costs, warmed


@pytest.mark.rows("F061")
@pytest.mark.parametrize("name", DESCENTS)
def test_noise_leaves_what_theory_says(name):
    measured, expected = noisy_costs(name, seed=1), expected_costs(name)
    for t in (1, 30, 300, 1000):
        assert measured[t].mean() == pytest.approx(expected[t], rel=0.15)


def test_with_one_over_t_what_is_left_is_one_over_t():
    t = np.arange(1, 1001)
    np.testing.assert_allclose(expected_costs("inverse")[1:], 1 / (2 * t), rtol=1e-12)


def test_warm_up_rises_in_equal_steps_and_then_leaves_the_schedule_alone():
    rates = [warmed(lambda t: 0.5, n_steps=5)(t) for t in range(8)]
    np.testing.assert_allclose(rates, [0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 0.5, 0.5])
