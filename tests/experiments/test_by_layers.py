"""Chapter 13's numbers: a curvature for each side of a weight matrix."""

import numpy as np

from dlcourse.experiments import ch13_by_layers as by_layers


def test_two_sides_take_all_singular_values_away():
    G = np.diag([16.0, 1.0])
    np.testing.assert_allclose(by_layers.step_of_two_sides(G), np.eye(2), atol=1e-12)
    G = np.random.default_rng(1).normal(size=(5, 3))
    np.testing.assert_allclose(np.linalg.svd(by_layers.without_singular_values(G))[1], np.ones(3), rtol=1e-12)
