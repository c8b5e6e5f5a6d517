"""Momentum's wiggles on XOR: their period from curvatures, their factor from momentum alone."""

import numpy as np
import pytest

from dlcourse.experiments import ch11_xor_wiggles as wiggles


def test_the_period_is_that_of_a_heavy_ball_on_a_parabola():
    theta, v, c, costs = 1.0, 0.0, 0.3, []
    for _ in range(60):
        costs.append(theta**2)
        v = 0.9 * v - c * theta
        theta += v
    peaks = wiggles.n_peaks(np.array(costs) / 0.9 ** np.arange(60))  # undamped
    assert 60 / wiggles.period(c) == pytest.approx(peaks, abs=1)


def test_the_loss_of_xor_shrinks_by_the_momentum_a_step_whatever_its_curvatures():
    losses, H = wiggles.run()
    assert wiggles.slope(losses) == pytest.approx(0.9, rel=0.005)
    np.testing.assert_allclose(H, H.T, atol=1e-12)
    assert len(wiggles.curvatures()) == 3


def test_half_the_rate_wiggles_more_slowly_than_its_root_says_as_curvatures_are_smaller_there():
    apart = {lr: 300 / wiggles.n_peaks(wiggles.run(lr=lr)[0][wiggles.FROM :]) for lr in (0.1, 0.05)}
    assert round(apart[0.1]) == 5 and round(apart[0.05]) == 9  # the answer on the page
    assert apart[0.05] > 2**0.5 * apart[0.1]
    whole, half = (np.linalg.eigvalsh(wiggles.run(lr=lr)[1])[-3:] for lr in (0.1, 0.05))
    assert (half < whole).all()
