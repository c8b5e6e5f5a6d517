"""Chapter 17: proximal steps arrive at 0, subgradient steps do not, and one sum of signs is no gradient."""

import numpy as np
import pytest

from dlcourse.experiments import ch17_regularization as chapter
from dlcourse.experiments import ch17_zeros as experiment
from dlcourse.models import lasso


@pytest.mark.rows("F039")
def test_only_proximal_steps_leave_zeros():
    zeros = {
        kind: (experiment.path(kind, range(4))[-1, 1:] == 0).sum(axis=0)
        for kind in ("subgradient", "proximal")
    }
    assert (zeros["subgradient"] == 0).all() and (zeros["proximal"] >= 8).all()


@pytest.mark.rows("F039")
def test_subgradient_steps_are_those_of_the_chapter():
    A, y = experiment.samples([3])
    expected = chapter.subgradient_descent(A, y[:, 0], experiment.ALPHA, n_steps=300)
    np.testing.assert_allclose(experiment.path("subgradient", [3], 300)[-1, :, 0], expected, atol=1e-12)


@pytest.mark.rows("F039")
def test_proximal_steps_stay_at_the_weights_of_the_lasso_and_lower_the_cost_always():
    (A, y), steps = experiment.samples(range(4)), experiment.path("proximal", range(4))
    found = np.array([experiment.costs(A, y, w) for w in steps[::100]])
    assert (np.diff(found, axis=0) <= 0).all()
    w, b = lasso(A[:, 1:], y, experiment.ALPHA)
    v = np.vstack([b, w])
    lr = 1 / np.linalg.norm(A, 2) ** 2
    v = v - lr * (A.T @ (A @ v - y))
    np.testing.assert_allclose(np.clip(abs(v[1:]) - lr * experiment.ALPHA, 0, None), abs(w), atol=1e-12)


@pytest.mark.rows("F039")
def test_with_one_sum_of_signs_for_all_weights_the_cost_climbs():
    (A, y), steps = experiment.samples(range(4)), experiment.path("slip", range(4))
    early, late = (experiment.costs(A, y, steps[n - 1]) for n in (100, 2000))
    assert (late > 1.2 * early).all()
