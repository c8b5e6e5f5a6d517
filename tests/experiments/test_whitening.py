"""Chapter 14: whitening: its factor, and how far it moves the samples."""

import numpy as np
import pytest

from dlcourse.experiments import ch14_whitening as experiment
from dlcourse.preprocessing import ZCA


@pytest.mark.rows("F073")
def test_one_factor_whitens_the_other_leaves_almost_nothing():
    x = experiment.samples()
    right, printed = experiment.whitening_factors(x)
    np.testing.assert_allclose(right, np.eye(5), atol=1e-12)
    np.testing.assert_allclose(np.diag(printed), 1 / 499**2, rtol=1e-10)
    assert 1 / 499**2 == pytest.approx(4.0e-06, abs=5e-8)


@pytest.mark.rows("F073")
@pytest.mark.parametrize("seed", range(3))
def test_zca_moves_samples_by_its_formula_and_no_rotation_of_it_less(seed):
    x = experiment.samples(seed)
    white = ZCA().fit(x).transform(x)
    least = experiment.change(x, white)
    assert least == pytest.approx(experiment.least_change(x), rel=1e-9)
    rng = np.random.default_rng(seed)
    for _ in range(20):
        Q = np.linalg.qr(rng.standard_normal((5, 5)))[0]
        np.testing.assert_allclose(np.cov((white @ Q).T), np.eye(5), atol=1e-10)
        assert experiment.change(x, white @ Q) > least


def test_principal_axes_whiten_too_whatever_their_signs():
    x = experiment.samples(1)
    for signs in (None, np.array([1, -1, 1, 1, -1])):
        white = experiment.by_principal_axes(x, signs)
        np.testing.assert_allclose(np.cov(white.T), np.eye(5), atol=1e-10)
    np.testing.assert_allclose(white, experiment.by_principal_axes(x) * [1, -1, 1, 1, -1], rtol=1e-12)
    assert experiment.change_by_whitening(x)["PCA"] > experiment.change_by_whitening(x)["ZCA"]


def test_a_root_of_a_covariance_is_one():
    half = experiment.root_of(experiment.BY_HAND, 0.5)
    np.testing.assert_allclose(half @ half, experiment.BY_HAND, rtol=1e-12)
    np.testing.assert_allclose(half @ experiment.root_of(experiment.BY_HAND, -0.5), np.eye(2), atol=1e-12)
