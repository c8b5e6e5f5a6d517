"""Rows that were found later, small enough to be computed in a line or two, and slips among them."""

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.critical_points import hessian_at
from dlcourse.experiments.ch10_surfaces import BOWL_START, bowl, saddle
from dlcourse.experiments.ch11_first_order import OldVelocity
from dlcourse.experiments.ch14_initialization import he_conditions
from dlcourse.layers import MLP, Linear
from dlcourse.losses import hinge, mean_squared_error, sigmoid_cross_entropy
from dlcourse.optimizers import Momentum, conjugate_gradient
from dlcourse.tensor import Parameter, Tensor

rng = np.random.default_rng(15)


@pytest.mark.rows("S167")
@pytest.mark.parametrize("D", [1, 2, 7])
def test_a_feature_of_d_inputs_with_its_bias_has_d_plus_1_parameters(D):
    """The slide counts D each."""
    assert Linear(D, 1, rng=rng).n_parameters == D + 1


@pytest.mark.rows("S171")
@pytest.mark.parametrize("z", [-3.0, 0.0, 0.4, 20.0])
@pytest.mark.parametrize("y", [0, 1])
def test_without_its_prime_the_normalizer_makes_every_probability_one_half(z, y):
    """exp(y z) / sum over y' of exp(y z), as printed; the right sum is over exp(y' z)."""
    printed = np.exp(y * z) / sum(np.exp(y * z) for _ in (0, 1))
    right = np.exp(y * z) / sum(np.exp(other * z) for other in (0, 1))
    assert printed == 0.5
    assert right == pytest.approx(float(ops.sigmoid((2 * y - 1) * z)), rel=1e-14)
    assert -np.log(right) == pytest.approx(
        float(sigmoid_cross_entropy(np.array([[z]]), np.array([[float(y)]]))), rel=1e-12
    )


@pytest.mark.rows("S172")
def test_logits_are_logarithms_of_the_unnormalized_probabilities_only():
    z = np.array([1.0, 2.0, 4.0])
    unnormalized = np.exp(z)
    p = ops.softmax(z)
    np.testing.assert_allclose(np.log(unnormalized), z, rtol=1e-15)
    np.testing.assert_allclose(np.log(p), z - np.log(unnormalized.sum()), rtol=1e-14)
    assert (abs(np.log(p) - z) > 1).all()


@pytest.mark.rows("S174")
def test_a_step_has_slope_0_wherever_it_has_one():
    x = np.concatenate([rng.uniform(-3, -1e-3, 20), rng.uniform(1e-3, 3, 20)])
    tensor = Tensor(x)
    eps = 1e-4
    measured = (ops.step(x + eps) - ops.step(x - eps)) / (2 * eps)
    np.testing.assert_array_equal(measured, 0)
    np.testing.assert_array_equal(grad(ops.step(tensor).sum(), tensor), measured)


@pytest.mark.rows("S176")
def test_the_three_layer_network_in_one_formula():
    model = MLP((4, 5, 3, 2), activation=ops.tanh, rng=rng)
    (W1, b1), (W2, b2), (W3, b3) = ((layer.W.array, layer.b.array) for layer in model.layers)
    x = rng.standard_normal((6, 4))
    columns = W3.T @ np.tanh(W2.T @ np.tanh(W1.T @ x.T + b1[:, None]) + b2[:, None]) + b3[:, None]
    np.testing.assert_allclose(model(x).array, columns.T, rtol=1e-13)


@pytest.mark.rows("K050")
def test_read_in_order_the_weights_move_by_the_old_velocity_one_step_late():
    """W <- W + v stands before v <- ...: after the first step nothing has moved."""
    paths = []
    for method in (OldVelocity, Momentum):
        theta = Parameter(np.array([1.0]))
        optimizer = method([theta], lr=0.1, momentum=0.9)
        paths.append([])
        for _ in range(2):
            optimizer.step([2 * theta.array.copy()])
            paths[-1].append(theta.array.item())
    np.testing.assert_allclose(paths[0], [1.0, 0.8], rtol=1e-15)
    np.testing.assert_allclose(paths[1], [0.8, 0.8 - 0.18 - 0.16], rtol=1e-15)


@pytest.mark.rows("F093")
@pytest.mark.parametrize("weights", [(1.0, 0.0, 0.0), (0.0, 1.0, 2.0), (0.3, 0.5, 0.2)])
def test_a_sum_of_losses_with_weights_of_at_least_0_is_convex_and_bounded_below(weights):
    x, y = rng.standard_normal((12, 3)), np.where(rng.random((12, 1)) < 0.5, 1.0, 0.0)

    def J(w):
        z = x @ w[:, None]
        parts = (mean_squared_error(z, y), sigmoid_cross_entropy(z, y), hinge(z, 2 * y - 1))
        return sum(a * float(part) for a, part in zip(weights, parts, strict=True))

    for _ in range(50):
        u, v, t = 3 * rng.standard_normal(3), 3 * rng.standard_normal(3), rng.random()
        assert J(t * u + (1 - t) * v) <= t * J(u) + (1 - t) * J(v) + 1e-12
        assert J(u) >= 0


@pytest.mark.rows("F095")
def test_the_hessian_is_symmetric_of_functions_that_are_not_convex_too():
    H = hessian_at(lambda p: ops.tanh(p[0] * p[1]) + p[0] ** 3 * p[1], np.array([0.7, -0.4]))
    np.testing.assert_allclose(H, H.T, rtol=1e-13)
    assert H[0, 1] != 0 and np.linalg.eigvalsh(H)[0] < 0


@pytest.mark.rows("F095")
def test_conjugate_gradients_need_a_positive_definite_matrix():
    with pytest.raises(ArithmeticError):
        conjugate_gradient(lambda v: np.array([1.0, -1.0]) * v, np.array([1.0, 2.0]))
    x = conjugate_gradient(lambda v: np.array([1.0, 3.0]) * v, np.array([1.0, 2.0])).x
    np.testing.assert_allclose(x, [1, 2 / 3], rtol=1e-12)


@pytest.mark.rows("F095")
def test_downhill_is_not_the_way_to_the_minimum_except_for_one_input():
    theta = Tensor(np.array(BOWL_START))
    g, way = grad(bowl(theta), theta), np.zeros(2) - BOWL_START
    cosine = -(g @ way) / np.linalg.norm(g) / np.linalg.norm(way)
    assert cosine < 0.5  # more than 60 degrees off
    x = Tensor(np.array([3.0]))
    assert np.sign(-grad((x * x).sum(), x)) == np.sign(0 - 3.0)


@pytest.mark.rows("F095")
def test_the_square_of_a_gradient_is_the_squared_norm_a_number():
    theta = Tensor(np.array([1.0, 2.0]))
    g = grad(saddle(theta), theta)
    t = 1e-6  # J falls by t |g|^2 on a step -t g
    fall = float(saddle(theta)) - float(saddle(Tensor(theta.array - t * g)))
    assert fall / t == pytest.approx(float(g @ g), rel=1e-5)


@pytest.mark.rows("F095")
@pytest.mark.parametrize(("c", "d", "both"), [(64, 64, True), (64, 256, False)])
def test_both_of_he_s_conditions_hold_only_for_as_many_channels(c, d, both):
    assert (he_conditions(c, d, 3, 2 / (9 * c)) == (1.0, 1.0)) is both
