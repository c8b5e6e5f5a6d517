"""Chapter 17: an ellipse touches a circle, and a diamond in its corner."""

import numpy as np
import pytest

from dlcourse.experiments import ch17_touching as experiment


@pytest.mark.rows("F094")
def test_at_the_touching_points_the_gradients_cancel():
    w = experiment.touching_point("L2")
    np.testing.assert_allclose(w, [1 / 4, 4 / 5], atol=1e-12)
    np.testing.assert_allclose(-experiment.slope(w), w, atol=1e-12)
    w = experiment.touching_point("L1")
    g = experiment.slope(w)
    assert w[0] == 0 and w[1] == pytest.approx(3 / 4) and abs(g[0]) < 1 and g[1] == pytest.approx(-1)


@pytest.mark.rows("F094")
def test_on_circle_and_diamond_no_point_has_a_smaller_loss_than_the_touching_point():
    angles = np.linspace(0, 2 * np.pi, 100_000)
    ring = np.stack([np.cos(angles), np.sin(angles)])
    for kind, size in (("L2", np.linalg.norm(ring, axis=0)), ("L1", abs(ring).sum(axis=0))):
        w = experiment.touching_point(kind)
        own = np.linalg.norm(w) if kind == "L2" else abs(w).sum()
        losses = experiment.loss(ring / size * own)
        assert losses.min() >= experiment.loss(w) - 1e-12
        np.testing.assert_allclose((ring / size * own)[:, losses.argmin()], w, atol=1e-3)


@pytest.mark.rows("F094")
def test_a_minimum_farther_out_touches_an_edge_and_no_weight_is_0():
    far = np.array([[2.0], [1.0]])
    np.testing.assert_allclose(experiment.touching_point("L1", least=far), [1, 0.75], atol=1e-12)
