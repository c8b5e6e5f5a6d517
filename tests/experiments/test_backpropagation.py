"""Chapter 5: backpropagation. Every number of the decks, and every gradient by three independent routes."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments import ch05_backpropagation as bp
from dlcourse.gradcheck import numerical_gradient
from dlcourse.layers import Linear, Sequential
from dlcourse.losses import half_squared_error
from dlcourse.ops import affine, sigmoid
from dlcourse.optimizers import SGD
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


def test_slip_hides_behind_two_digits():
    slip = bp.slip()
    assert slip.gradient == close(0.059540168117484034)
    assert slip.gradient_slip == close(0.060730971479833716)
    assert round(slip.gradient, 2) == round(slip.gradient_slip, 2) == bp.PRINTED["dJ_dw1"][0]
    assert slip.decimals == 3
    assert (slip.rounded, slip.rounded_slip) == close((0.0588, 0.059976))
    assert (slip.w1_new, slip.w1_new_slip) == close((0.29045983188251595, 0.2892690285201663))
    step = bp.training_step()
    assert all(
        round(float(step.dJ_dz) * x1, 2) == 0.06
        for x1 in np.linspace(slip.x1_from + 1e-9, slip.x1_to - 1e-9, 9)
    )
    assert (
        round(float(step.dJ_dz) * (slip.x1_from - 1e-3), 2)
        != 0.06
        != round(float(step.dJ_dz) * (slip.x1_to + 1e-3), 2)
    )


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


@pytest.mark.parametrize("w", [(0.35, 0.40), (1.0, -2.0, 0.5), (0.7,)])
def test_chain_of_units_needs_the_weight_and_ends_in_the_input(w):
    x, y = 0.5, 0.1

    def cost(weights):
        h = x
        for weight in weights:
            h = 1 / (1 + np.exp(-weight * h))
        return (h - y) ** 2 / 2

    chain = bp.chain_with_slips(x, w, y)
    assert chain["right"] == close(float(numerical_gradient(cost, np.array(w), scheme="complex")[0]))
    assert chain["end"] == close(chain["right"] * w[0] / x)
    assert (chain["middle"] == close(chain["right"], 1e-3)) is (len(w) == 1)


def test_two_layers_forward_and_first_gradients():
    now = bp.two_layer_pass(bp.worked_example())
    assert now.h.tolist()[0] == close([0.5932699921071872, 0.596884378259767])
    assert now.y_hat.tolist()[0] == close([0.7513650695523157, 0.7729284653214625])
    assert now.J == close(0.2983711087600027)
    assert now.dJ_dW2[0, 0] == close(0.08216704056423077)
    assert now.dJ_dW1[0, 0] == close(0.0004385677344743465)


def test_going_back_through_the_updated_weights_gives_another_gradient():
    network = bp.worked_example()
    now = bp.two_layer_pass(network)
    trap = bp.two_layer_pass(network, W2_back=network.W2 - 0.5 * now.dJ_dW2)
    assert trap.dJ_dW1[0, 0] == close(0.000364723, rel=1e-6)
    np.testing.assert_array_equal(trap.dJ_dW2, now.dJ_dW2)


def test_two_layers_after_one_step_and_after_ten_thousand():
    network, losses = bp.train_two_layers(bp.worked_example(), 10_000)
    assert losses[:2] == close([0.2983711087600027, 0.29102777369359933])
    assert losses[-1] == close(3.510187782978859e-05, rel=1e-9)
    assert bp.two_layer_pass(network).y_hat.tolist()[0] == close([0.01591362, 0.98406427], rel=1e-6)
    assert network.b1.tolist() == [0.35, 0.35] and network.b2.tolist() == [0.60, 0.60]


def random_network(m, n, n_hidden, k, seed):
    rng = np.random.default_rng(seed)
    shapes = (m, n), (m, k), (n, n_hidden), (n_hidden,), (n_hidden, k), (k,)
    return bp.TwoLayers(*(rng.normal(size=shape) for shape in shapes))


@pytest.mark.parametrize(
    "network", [bp.worked_example(), random_network(5, 4, 3, 2, seed=1)], ids=["2-2-2", "4-3-2"]
)
def test_three_routes_agree_on_two_layers(network):
    now = bp.two_layer_pass(network)
    W1, W2 = Tensor(network.W1), Tensor(network.W2)
    y_hat = sigmoid(affine(sigmoid(affine(network.x, W1, network.b1)), W2, network.b2))
    by_engine = grad(half_squared_error(y_hat, network.y), [W1, W2])

    def cost(W1, W2):
        h = bp.sigmoid(network.x @ W1 + network.b1)
        return ((bp.sigmoid(h @ W2 + network.b2) - network.y) ** 2).sum() / 2

    for by_hand, engine, f, point in (
        (now.dJ_dW1, by_engine[0], lambda v: cost(v, network.W2), network.W1),
        (now.dJ_dW2, by_engine[1], lambda v: cost(network.W1, v), network.W2),
    ):
        np.testing.assert_allclose(by_hand, engine, rtol=1e-12)
        np.testing.assert_allclose(by_hand, numerical_gradient(f, point, scheme="complex"), rtol=1e-12)
        np.testing.assert_allclose(by_hand, numerical_gradient(f, point), rtol=1e-5, atol=1e-9)


def test_library_layers_and_sgd_take_the_same_steps():
    network = bp.worked_example()
    rng = np.random.default_rng(0)
    first, second = Linear(2, 2, rng=rng), Linear(2, 2, rng=rng)
    first.W.array, first.b.array = network.W1.copy(), network.b1
    second.W.array, second.b.array = network.W2.copy(), network.b2
    model, weights = Sequential(first, sigmoid, second, sigmoid), [first.W, second.W]
    optimizer = SGD(weights, lr=0.5)
    for _ in range(50):
        optimizer.step(grad(half_squared_error(model(network.x), network.y), weights))
    by_hand, _ = bp.train_two_layers(network, 50)
    np.testing.assert_allclose(first.W.array, by_hand.W1, rtol=1e-12)
    np.testing.assert_allclose(second.W.array, by_hand.W2, rtol=1e-12)


def test_printed_gradient_of_the_squared_norm_is_half_of_another_one():
    rng = np.random.default_rng(5)
    theta, x, y = rng.normal(size=(3, 3)), rng.normal(size=3), rng.normal(size=3)
    right, printed = bp.squared_norm_gradient(theta, x, y)
    by_theta = numerical_gradient(lambda t: ((t.T @ x - y) ** 2).sum(), theta, scheme="complex")
    by_x = numerical_gradient(lambda v: ((theta @ v - y) ** 2).sum(), x, scheme="complex")
    np.testing.assert_allclose(right, by_theta, rtol=1e-12)
    np.testing.assert_allclose(printed, by_x / 2, rtol=1e-12)
    variable = Tensor(theta)
    by_engine = grad((((x.reshape(1, 3) @ variable) - y) ** 2).sum(), variable)
    np.testing.assert_allclose(right, by_engine, rtol=1e-12)
