"""Chapter 12's counter-example: an L2 penalty within Adam is no weight decay."""

import numpy as np
import pytest

from dlcourse.experiments.ch12_decay import DECAY, LR, N_STEPS, alternating, path, penalty_alone


def test_beside_adam_all_parameters_decay_alike_and_within_it_they_do_not():
    small, large = path("AdamW")[-1]
    assert small == pytest.approx(large, rel=1e-6) == pytest.approx((1 - LR * DECAY) ** N_STEPS, rel=0.02)
    small, large = path("L2 in Adam")[-1]
    assert small < 0.01 and large > 0.85


def test_to_adam_the_strength_of_a_penalty_alone_makes_no_difference():
    np.testing.assert_allclose(
        [penalty_alone(decay) for decay in (1e-3, 10.0)], penalty_alone(0.1), rtol=1e-4
    )


def test_twice_the_gradients_decay_about_half_as_fast_within_adam():
    once, twice = (
        path("L2 in Adam", data=lambda t, k=k: k * np.array([0.1, 10.0]) * (-1) ** t) for k in (1, 2)
    )
    speeds = [np.log(found[300]) for found in (once, twice)]
    np.testing.assert_allclose(speeds[0] / speeds[1], 2, rtol=0.3)


def test_with_gradients_twice_as_large_both_parameters_decay_more_slowly_within_adam():
    once = path("L2 in Adam")[-1]
    twice = path("L2 in Adam", data=lambda t: 2 * alternating(t))[-1]
    assert (twice > once).all()
    ratio = np.log(twice) / np.log(once)
    assert (ratio > 0.5).all() and (ratio < 0.7).all()
