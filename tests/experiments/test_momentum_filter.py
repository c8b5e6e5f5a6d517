"""The gain of momentum by frequency: measured on the optimizer, against closed forms."""

import numpy as np
import pytest

from dlcourse.experiments.ch11_momentum_filter import ADVISED, gain, theoretical_gain


@pytest.mark.rows("F096")
def test_momentum_9_tenths_passes_what_stays_tenfold_and_halves_what_alternates():
    assert gain(0.9, 0.0) == pytest.approx(10.0, rel=1e-9)
    assert gain(0.9, np.pi) == pytest.approx(1 / 1.9, rel=1e-9)  # .526


@pytest.mark.rows("F096")
@pytest.mark.parametrize("momentum", ADVISED)
def test_the_gain_falls_from_low_to_high_frequencies(momentum):
    frequencies = np.linspace(0, np.pi, 4)
    gains = [gain(momentum, frequency) for frequency in frequencies]
    assert gains == sorted(gains, reverse=True)
    np.testing.assert_allclose(gains, [theoretical_gain(momentum, w) for w in frequencies], rtol=1e-7)
    np.testing.assert_allclose([gains[0], gains[-1]], [1 / (1 - momentum), 1 / (1 + momentum)], rtol=1e-7)
