"""Limits of stability: measured on the optimizers, against theory; the old one in closed form."""

import numpy as np
import pytest

from dlcourse.experiments.ch11_old_velocity import METHODS, measured, path, theory


@pytest.mark.rows("F055", "K050")
@pytest.mark.parametrize("method", METHODS)
def test_measured_limits_are_those_of_theory(method):
    for momentum in (0.0, 0.3, 0.6, 0.9):
        assert measured(method, momentum) == pytest.approx(theory(method, momentum), abs=0.011)


@pytest.mark.rows("F055", "K050")
def test_the_old_velocity_is_the_new_one_a_step_later():
    """theta[t+1] = (1 + a) theta[t] - (a + c) theta[t-1]: the product of the roots is a + c."""
    found = path("old", 0.5, 0.6, 20)
    np.testing.assert_allclose(found[2:], 1.6 * found[1:-1] - 1.1 * found[:-2], rtol=1e-10, atol=1e-12)
    assert abs(path("old", 0.5, 0.6, 200)).max() > 1000 and abs(path("heavy", 0.5, 0.6, 200)[-1]) < 1e-9
