"""Counter-examples: first derivatives in symbols, and what each sentence would say."""

import numpy as np
import pytest

from dlcourse import critical_points as cp
from dlcourse.experiments import ch10_counterexamples as counter
from dlcourse.experiments.ch10_surfaces import crossed_parabolas, saddle
from dlcourse.optimizers import conjugate_gradient


@pytest.mark.rows("F095", "F045")
def test_second_derivatives_that_are_not_continuous_depend_on_their_order():
    assert counter.mixed_derivatives() == pytest.approx((-1, 1), rel=1e-12)
    for eps in (0.1, 1e-6):  # whatever the distance
        assert counter.mixed_derivatives(eps) == pytest.approx((-1, 1), rel=1e-9)
    H = cp.hessian_at(counter.twisted, [0.3, 0.2])  # away from 0 they do not
    np.testing.assert_allclose(H, H.T, rtol=1e-12)


@pytest.mark.rows("F095")
def test_a_step_falls_by_the_squared_norm_not_by_squares():
    g = cp.gradient_at(saddle, counter.AT)
    np.testing.assert_array_equal(g**2, [4, 16])
    falls = [counter.fall(step) for step in (1e-2, 1e-4, 1e-6)]
    errors = [abs(fall - 20) for fall in falls]
    assert errors[0] > 50 * errors[1] > 2500 * errors[2]


@pytest.mark.rows("F095")
def test_along_a_negative_curvature_conjugate_gradients_have_no_step():
    assert counter.curvature_along_the_gradient() == -24
    H = cp.hessian_at(saddle, counter.AT)
    with pytest.raises(ArithmeticError):
        conjugate_gradient(lambda v: H @ v, -cp.gradient_at(saddle, counter.AT))


@pytest.mark.rows("F095")
def test_downhill_on_the_bowl_is_far_from_the_way_to_the_minimum():
    assert 60 < counter.angle_to_the_minimum() < 90


@pytest.mark.parametrize(("radius", "kind"), [(1e-2, cp.SADDLE), (1e-4, cp.MINIMUM)])
def test_points_on_too_small_a_circle_miss_the_sector_in_which_a_saddle_falls(radius, kind):
    assert cp.classify(crossed_parabolas, [0.0, 0.0], probe_radius=radius).kind == kind
