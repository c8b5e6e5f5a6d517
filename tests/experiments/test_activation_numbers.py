"""The numbers of chapter 3's activations, from the slides and computed independently."""

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import hessian
from dlcourse.experiments import ch03_activations as activations
from dlcourse.models import maxout_tangents
from dlcourse.tensor import Tensor


@pytest.mark.rows("S070", "S071", "S027")
def test_relu_has_two_slopes_at_0_and_central_differences_see_their_mean():
    """The library takes the left one."""
    found = activations.slopes_at(ops.relu, 0.0)
    assert found == {"left": 0.0, "right": 1.0, "central": 0.5, "library": 0.0}


@pytest.mark.rows("S070", "S090")
@pytest.mark.parametrize(
    ("f", "x", "left", "right"),
    [
        (ops.absolute, 0.0, -1, 1),
        (ops.hard_tanh, 1.0, 1, 0),
        (ops.hard_tanh, -1.0, 0, 1),
        (ops.clip01, 0.0, 0, 1),
        (ops.clip01, 1.0, 1, 0),
        (lambda x: ops.leaky_relu(x, 0.25), 0.0, 0.25, 1),
        (ops.elu, 0.0, 1, 1),
    ],
)
def test_what_the_library_takes_lies_between_the_one_sided_slopes(f, x, left, right):
    """A unit is differentiable where both sides agree, and only there."""
    found = activations.slopes_at(f, x)
    assert [found["left"], found["right"]] == pytest.approx([left, right], abs=1e-6)
    assert found["central"] == pytest.approx((left + right) / 2, abs=1e-6)
    assert min(left, right) <= found["library"] <= max(left, right)


@pytest.mark.rows("S073")
def test_relu_has_no_second_order_effect():
    x = Tensor([-1.0, 0.5, 2.0])
    assert not hessian(ops.relu(x).sum(), x).any()


@pytest.mark.rows("S078")
@pytest.mark.parametrize(("k", "error"), [(2, 0.25), (4, 0.0625), (8, 0.015625), (16, 0.00390625)])
def test_k_tangents_miss_the_parabola_by_1_over_k_squared(k, error):
    assert activations.tangent_error(k) == error == 1 / k**2


@pytest.mark.rows("S078")
def test_tangents_lie_below_the_parabola_and_touch_it_k_times():
    """k pieces of a convex function."""
    x = np.linspace(-1, 1, 1025)[:, None]
    gap = x**2 - maxout_tangents(np.square, lambda x: 2 * x, 4)(x).array
    assert gap.min() == 0 and (gap == 0).sum() == 4


@pytest.mark.rows("S052", "S053", "S084", "L034")
def test_the_identities_hold_to_rounding():
    found = activations.identity_errors(np.linspace(-5, 5, 2001))
    assert found["tanh(x) = 2 sigmoid(2 x) - 1"] == pytest.approx(3.3e-16, rel=0.02)
    assert max(found.values()) < 2e-15
    assert max(activations.identity_errors(np.array([-700.0, 700.0, 1e4])).values()) < 1e-15
    assert max(activations.inverse_errors(np.linspace(0.01, 0.99, 99)).values()) < 5e-16
    assert ops.softplus(np.float64(10)) - ops.softplus(np.float64(-10)) == 10.0
    assert ops.softplus(np.float64(0)) == pytest.approx(0.6931471805599453, rel=1e-12)


@pytest.mark.rows("S086")
def test_a_small_tanh_is_linear_but_for_a_third_of_its_cube():
    for z in (0.1, 0.01, 0.001):
        assert activations.linearization_error(z) == pytest.approx(z**3 / 3, rel=z**2)


@pytest.mark.rows("K016", "K017", "K018", "S085", "F017", "M007")
def test_saturating_units_have_no_slope_far_out_and_the_others_have():
    for f in (ops.sigmoid, ops.tanh, ops.hard_tanh, ops.lecun_tanh):
        assert activations.far_slopes(f) == (0.0, 0.0)
    for f, left in ((ops.relu, 0.0), (ops.softplus, 0.0), (ops.elu, 0.0), (ops.leaky_relu, 0.01)):
        assert activations.far_slopes(f) == (left, 1.0)


@pytest.mark.rows("S082", "S083")
def test_only_slopes_near_1_carry_a_gradient_through_50_steps():
    assert activations.repeated(0.9) == pytest.approx(0.00515, abs=5e-6)
    assert activations.repeated(0.99) == pytest.approx(0.605, abs=5e-4)
    assert activations.repeated(1.01) == pytest.approx(1.645, abs=5e-4)
    assert activations.repeated(1.0) == 1.0
