"""Chapter 16: a layer before batch normalization does not feel the scale of its weights."""

import numpy as np
import pytest

from dlcourse.experiments import ch16_scale_of_weights as experiment


@pytest.mark.parametrize("w", [(1, 1), (0.3, -2), (-1, 4)])
def test_longer_weights_give_the_same_result_and_a_shorter_gradient_at_a_right_angle(w):
    w = np.array(w, float)
    (z, g), (z_7, g_7) = experiment.back(w), experiment.back(7 * w)
    np.testing.assert_allclose(z_7, z, rtol=1e-9)
    np.testing.assert_allclose(7 * g_7, g, rtol=1e-8)
    assert abs(w @ g[:, 0]) < 1e-9 * np.linalg.norm(w) * np.linalg.norm(g)


def test_weights_only_get_longer():
    assert (np.diff(experiment.lengths(20)) > 0).all()
