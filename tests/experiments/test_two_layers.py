"""Chapter 5: a network with two layers. The worked example's numbers, every gradient by three routes."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments import ch05_two_layers as two_layers
from dlcourse.gradcheck import numerical_gradient
from dlcourse.layers import Linear, Sequential
from dlcourse.losses import half_squared_error
from dlcourse.ops import affine, sigmoid
from dlcourse.optimizers import SGD
from dlcourse.tensor import Tensor


def close(value, rel=1e-12):
    return pytest.approx(value, rel=rel)


def test_two_layers_forward_and_first_gradients():
    now = two_layers.two_layer_pass(two_layers.worked_example())
    assert now.h.tolist()[0] == close([0.5932699921071872, 0.596884378259767])
    assert now.y_hat.tolist()[0] == close([0.7513650695523157, 0.7729284653214625])
    assert now.J == close(0.2983711087600027)
    assert now.dJ_dW2[0, 0] == close(0.08216704056423077)
    assert now.dJ_dW1[0, 0] == close(0.0004385677344743465)


def test_going_back_through_the_updated_weights_gives_another_gradient():
    network = two_layers.worked_example()
    now = two_layers.two_layer_pass(network)
    trap = two_layers.two_layer_pass(network, W2_back=network.W2 - 0.5 * now.dJ_dW2)
    assert trap.dJ_dW1[0, 0] == close(0.000364723, rel=1e-6)
    np.testing.assert_array_equal(trap.dJ_dW2, now.dJ_dW2)


def test_two_layers_after_one_step_and_after_ten_thousand():
    network, losses = two_layers.train_two_layers(two_layers.worked_example(), 10_000)
    assert losses[:2] == close([0.2983711087600027, 0.29102777369359933])
    assert losses[-1] == close(3.510187782978859e-05, rel=1e-9)
    assert two_layers.two_layer_pass(network).y_hat.tolist()[0] == close([0.01591362, 0.98406427], rel=1e-6)
    assert network.b1.tolist() == [0.35, 0.35] and network.b2.tolist() == [0.60, 0.60]


def random_network(m, n, n_hidden, k, seed):
    rng = np.random.default_rng(seed)
    shapes = (m, n), (m, k), (n, n_hidden), (n_hidden,), (n_hidden, k), (k,)
    return two_layers.TwoLayers(*(rng.normal(size=shape) for shape in shapes))


@pytest.mark.parametrize(
    "network", [two_layers.worked_example(), random_network(5, 4, 3, 2, seed=1)], ids=["2-2-2", "4-3-2"]
)
def test_three_routes_agree_on_two_layers(network):
    now = two_layers.two_layer_pass(network)
    names = "W1", "b1", "W2", "b2"
    W1, b1, W2, b2 = parameters = [Tensor(getattr(network, name)) for name in names]
    y_hat = sigmoid(affine(sigmoid(affine(network.x, W1, b1)), W2, b2))
    by_engine = grad(half_squared_error(y_hat, network.y), parameters)

    def cost(name, value):
        moved = replace(network, **{name: value})
        h = two_layers.sigmoid(moved.x @ moved.W1 + moved.b1)
        return ((two_layers.sigmoid(h @ moved.W2 + moved.b2) - moved.y) ** 2).sum() / 2

    for name, engine in zip(names, by_engine, strict=True):
        by_hand, point, f = getattr(now, f"dJ_d{name}"), getattr(network, name), partial(cost, name)
        np.testing.assert_allclose(by_hand, engine, rtol=1e-12)
        np.testing.assert_allclose(by_hand, numerical_gradient(f, point, scheme="complex"), rtol=1e-12)
        np.testing.assert_allclose(by_hand, numerical_gradient(f, point), rtol=1e-5, atol=1e-9)


def test_the_network_as_a_model_computes_the_same():
    network = random_network(5, 4, 3, 2, seed=2)
    model = two_layers.as_model(network)
    np.testing.assert_allclose(model(network.x).array, two_layers.two_layer_pass(network).y_hat, rtol=1e-14)


def test_library_layers_and_sgd_take_the_same_steps():
    network = two_layers.worked_example()
    rng = np.random.default_rng(0)
    first, second = Linear(2, 2, rng=rng), Linear(2, 2, rng=rng)
    first.W.array, first.b.array = network.W1.copy(), network.b1
    second.W.array, second.b.array = network.W2.copy(), network.b2
    model, weights = Sequential(first, sigmoid, second, sigmoid), [first.W, second.W]
    optimizer = SGD(weights, lr=0.5)
    for _ in range(50):
        optimizer.step(grad(half_squared_error(model(network.x), network.y), weights))
    by_hand, _ = two_layers.train_two_layers(network, 50)
    np.testing.assert_allclose(first.W.array, by_hand.W1, rtol=1e-12)
    np.testing.assert_allclose(second.W.array, by_hand.W2, rtol=1e-12)


def test_the_wrong_order_gets_as_far_and_is_not_the_same():
    net = two_layers.worked_example()
    right, _ = two_layers.train_two_layers(net, 300)
    wrong = two_layers.train_in_the_wrong_order(net, 300)
    assert abs(right.W1 - wrong.W1).max() > 1e-4
    assert two_layers.two_layer_pass(wrong).J == close(two_layers.two_layer_pass(right).J, rel=0.1)
