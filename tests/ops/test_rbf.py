"""Radial basis functions against plain loops and scipy's distances."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from dlcourse.autodiff import grad
from dlcourse.gradcheck import gradcheck
from dlcourse.ops.rbf import rbf
from dlcourse.strict_array import StrictArray
from dlcourse.tensor import Tensor

rng = np.random.default_rng(89)
X, C = rng.standard_normal((5, 3)), rng.standard_normal((4, 3))


@pytest.mark.rows("S089")
@pytest.mark.parametrize("sigma", [0.5, 2.0, np.array([0.5, 1.0, 2.0, 3.0])])
def test_a_unit_is_exp_of_minus_the_squared_distance_over_sigma_squared(sigma):
    """No factor 2."""
    np.testing.assert_allclose(rbf(X, C, sigma), np.exp(-(cdist(X, C) ** 2) / sigma**2), rtol=1e-12)


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("sigma", [np.array(1.3), np.array([0.8, 1.0, 1.5, 2.0])])
def test_derivatives_by_inputs_centers_and_widths_agree_with_central_differences(sigma, order):
    gradcheck(rbf, [X, C, sigma], order=order)


def test_the_unit_is_1_with_slope_0_at_its_center_and_0_far_away():
    x = Tensor(np.vstack([C[0], C[0] + 1e4]))
    h = rbf(x, C[:1])
    assert h.array.tolist() == [[1.0], [0.0]]
    assert not grad(h.sum(), x).any()


def test_float32_stays_float32():
    x = Tensor(X.astype(np.float32))
    h = rbf(x, C.astype(np.float32), 0.7)
    assert h.dtype == grad(h.sum(), x).dtype == np.float32


def test_it_runs_where_numpy_may_not_reach():
    x = Tensor(StrictArray(X))
    h = rbf(x, StrictArray(C), 1.5)
    np.testing.assert_allclose(h.array.get(), rbf(X, C, 1.5), rtol=1e-14)
    assert type(grad(h.sum(), x)) is StrictArray


@pytest.mark.parametrize("shapes", [((5, 3), (4, 2)), ((3,), (4, 3)), ((5, 3), (3,))])
def test_misfits_are_refused(shapes):
    with pytest.raises(ValueError, match="rbf: expected x .* got"):
        rbf(np.ones(shapes[0]), np.ones(shapes[1]))
