"""Chapter 5: backpropagation. Every number of the decks, and every gradient of the neuron by three routes."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments import ch05_backpropagation as bp
from dlcourse.gradcheck import numerical_gradient
from dlcourse.losses import half_squared_error
from dlcourse.ops import sigmoid
from dlcourse.tensor import Tensor


def close(value, rel=1e-12):
    return pytest.approx(value, rel=rel)


NUMBERS = {  # full precision: rows M017 to M027 of the inventory
    "z": 0.379,
    "y_hat": 0.5936318924705234,
    "J": 0.1218362226320152,
    "dJ_dy_hat": 0.4936318924705234,
    "dy_hat_dz": 0.24123306871238834,
    "dJ_dw1": 0.059540168117484034,
    "dJ_dw2": 0.060730971479833716,
    "dJ_dx1": 0.04167811768223882,
    "dJ_dx2": 0.04763213449398723,
    "w1_new": 0.29045983188251595,
    "w2_new": 0.3392690285201663,
    "z_new": 0.3182571204865428,
    "y_hat_new": 0.5788994404318023,
    "J_new": 0.11467233702294669,
}


@pytest.mark.rows("M017", "M027")
@pytest.mark.parametrize("name", NUMBERS)
def test_each_number_of_the_neuron_at_full_precision(name):
    assert bp.training_step().numbers()[name] == close(NUMBERS[name])


@pytest.mark.parametrize("name", bp.PRINTED)
def test_each_printed_number_is_the_computed_one_rounded(name):
    printed, _ = bp.PRINTED[name]
    assert round(bp.training_step().numbers()[name], 2) == printed


@pytest.mark.parametrize("name", bp.PRINTED)
def test_rounding_every_result_to_two_digits_prints_the_same_numbers(name):
    assert bp.training_step(digits=2).numbers()[name] == close(bp.PRINTED[name][0])


def test_two_digits_cannot_tell_whether_the_loss_fell():
    rounded = bp.training_step(digits=2)
    assert rounded.J == rounded.J_new == bp.PRINTED_J_NEW
    exact = bp.training_step()
    assert round(float(exact.J_new), 2) == 0.11
    assert exact.J - exact.J_new == close(0.007163885609068513)


def test_loss_with_the_printed_weights_is_not_the_printed_loss():
    weights = [bp.PRINTED[name][0] for name in ("w1_new", "w2_new")]
    again = bp.training_step(w=weights)
    assert (again.z, again.y_hat, again.J) == close((0.3184, 0.5789342704751045, 0.11468901771776029))


def neuron_cost(x, w, y):
    """The forward pass once more, for complex numbers too."""
    return (1 / (1 + np.exp(-(x * w).sum())) - y) ** 2 / 2


@pytest.mark.parametrize("n", [1, 2, 5])
def test_three_routes_agree_on_the_neuron(n):
    rng = np.random.default_rng(n)
    x, w, y = rng.normal(size=n), rng.normal(size=n), float(rng.uniform())
    step = bp.training_step(x, w, y)
    X, W = Tensor(x), Tensor(w)
    by_engine = grad(half_squared_error(sigmoid((X * W).sum()), np.array(y)), [W, X])
    for by_hand, engine, f, point in (
        (step.dJ_dw, by_engine[0], lambda v: neuron_cost(x, v, y), w),
        (step.dJ_dx, by_engine[1], lambda v: neuron_cost(v, w, y), x),
    ):
        np.testing.assert_allclose(by_hand, engine, rtol=1e-12)
        np.testing.assert_allclose(by_hand, numerical_gradient(f, point, scheme="complex"), rtol=1e-12)
        np.testing.assert_allclose(by_hand, numerical_gradient(f, point), rtol=1e-6, atol=1e-9)


def test_update_moves_against_the_gradient_by_the_step_size():
    step = bp.training_step(lr=0.25)
    np.testing.assert_allclose(step.w_new, step.w - 0.25 * step.dJ_dw, rtol=1e-15)


def test_training_step_says_what_it_wants():
    with pytest.raises(ValueError, match=r"training_step: expected x and w of one shape .* pair them up"):
        bp.training_step(x=(1.0, 2.0), w=(1.0,))


def test_neuron_graph_carries_the_factors_of_the_step():
    step = bp.training_step()
    graph = bp.neuron_graph(step)
    factors = {(tail, head): factor for tail, head, factor in graph.edges}
    assert factors["w1", "z"] == 0.50 and factors["x2", "z"] == 0.40
    assert factors["w1", "z"] * factors["z", "y_hat"] * factors["y_hat", "J"] == close(step.dJ_dw[0])
    assert graph.values["J"] == step.J


def test_many_updates_bring_the_prediction_to_the_target():
    path = bp.train_neuron(10_000)
    assert len(path.J) == 10_001 and path.J[:2] == close([0.1218362226320152, 0.11467233702294669])
    assert [path.J[k] for k in (9, 99, 999)] == close([0.068768839, 0.0026400327, 2.7516e-07], rel=2e-5)
    assert [path.J[k] for k in (10, 100, 1000)] == close(
        [0.06448921673542861, 0.0025854510275084737, 2.72864539e-07], 1e-7
    )
    assert path.J[-1] < 1e-26
    assert path.w.tolist() == close([-2.175215229696301, -2.175719534290226])
    assert path.y_hat == close(0.1)
