"""A support vector machine by stochastic gradient descent, against the quadratic program's solution."""

import numpy as np
import pytest

from dlcourse.experiments.ch10_sgd_svm import cost, svm_by_descent, two_clouds
from dlcourse.models.kernel import fit_svm, linear_kernel


@pytest.mark.rows("S169")
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 100, 101))])
def test_descent_on_the_hinge_loss_reaches_the_machine_to_a_hundredth(seed):
    x, y = two_clouds(seed)
    found = svm_by_descent(x, y, 0.1, rng=np.random.default_rng(seed))
    exact = fit_svm(x, y, C=1 / (0.1 * len(x)), kernel=linear_kernel)
    w, b = (x.T @ exact.alpha)[:, 0], float(exact.b[0])
    np.testing.assert_allclose(found.w, w, atol=1e-2)
    assert found.b == pytest.approx(b, abs=1e-2)
    least = float(cost(w, b, x, y, 0.1))
    assert least <= found.cost < least + 1e-3
