import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.initializers import he_normal
from dlcourse.layers import MLP, Linear, Module, Sequential
from dlcourse.ops import relu, sigmoid, tanh
from dlcourse.tensor import Tensor

X = np.random.default_rng(1).standard_normal((5, 3))


def rng():
    return np.random.default_rng(0)


def test_steps_are_applied_from_left_to_right():
    chain = Sequential(lambda x: x * 2, lambda x: x + 1)
    assert chain(np.array([1.0, 5.0])).tolist() == [3.0, 11.0]


def test_a_chain_of_no_steps_is_the_identity():
    assert Sequential()(X) is X


def test_trace_gives_the_input_and_the_array_after_every_step():
    first, second = Linear(3, 4, rng=rng()), Linear(4, 2, rng=rng())
    chain = Sequential(first, relu, second)
    z = X @ first.W.array
    h = np.maximum(z, 0)
    arrays = chain.trace(X)
    assert all(type(array) is np.ndarray for array in arrays)
    for found, expected in zip(arrays, [X, z, h, h @ second.W.array], strict=True):
        np.testing.assert_allclose(found, expected)
    np.testing.assert_array_equal(arrays[-1], chain(X).array)
    np.testing.assert_array_equal(chain.trace(Tensor(X))[-1], arrays[-1])


def test_after_a_trace_recording_goes_on():
    chain = MLP((3, 2), rng=rng())
    chain.trace(X)
    assert chain(X).op is not None


def test_depth_and_widths_count_layers_with_weights_and_not_the_input():
    model = MLP((3, 8, 7, 2), rng=rng())
    assert (model.depth, model.widths) == (3, [8, 7, 2])
    assert model.n_parameters == 3 * 8 + 8 + 8 * 7 + 7 + 7 * 2 + 2
    assert [layer.n_in for layer in model.layers] == [3, 8, 7]


def test_depth_counts_the_layers_of_a_chain_within_a_chain():
    inner = Sequential(Linear(3, 4, rng=rng()), relu)
    model = Sequential(inner, Linear(4, 2, rng=rng()))
    assert (model.depth, model.widths) == (2, [4, 2])
    deep = Sequential(Sequential(Linear(3, 4, rng=rng()), Linear(4, 5, rng=rng())), Linear(5, 2, rng=rng()))
    assert deep.widths == [4, 5, 2]


def test_an_mlp_has_an_activation_between_layers_and_none_at_the_end():
    model = MLP((3, 4, 2), activation=sigmoid, rng=rng())
    assert [type(step).__name__ for step in model.steps] == ["Linear", "Sigmoid", "Linear"]
    first, second = model.layers
    expected = (1 / (1 + np.exp(-(X @ first.W.array + first.b.array)))) @ second.W.array + second.b.array
    np.testing.assert_allclose(model(X).array, expected)


def test_an_mlp_uses_tanh_unless_told_otherwise():
    assert MLP((3, 4, 2), rng=rng()).steps[1] is tanh


def test_the_layers_of_an_mlp_draw_one_after_the_other_from_one_rng():
    model, draws = MLP((3, 4, 2), rng=rng()), rng()
    for layer in model.layers:
        np.testing.assert_array_equal(layer.W.array, Linear(layer.n_in, layer.n_out, rng=draws).W.array)


def test_options_go_to_every_layer():
    model, draws = MLP((3, 4, 2), rng=rng(), init=he_normal), rng()
    for layer in model.layers:
        np.testing.assert_array_equal(layer.W.array, he_normal((layer.n_in, layer.n_out), draws))


def test_the_text_of_a_chain_is_its_call():
    assert repr(Sequential(Linear(3, 2, rng=rng()), relu)) == "Sequential(Linear(3, 2), relu)"
    assert repr(MLP((3, 4, 2), rng=rng())) == "MLP(Linear(3, 4), tanh, Linear(4, 2))"


def test_a_chain_of_modules_finds_all_parameters_in_order():
    model = MLP((3, 4, 2), rng=rng())
    names = [name for name, _ in model.named_parameters()]
    assert names == ["steps.0.W", "steps.0.b", "steps.2.W", "steps.2.b"]
    assert isinstance(model, Module)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_values_and_gradients_are_those_of_torch(activation):
    torch = pytest.importorskip("torch")
    model = MLP(
        (3, 6, 5, 2), activation={"tanh": tanh, "sigmoid": sigmoid, "relu": relu}[activation], rng=rng()
    )
    peers = [torch.tensor(p.array.copy(), requires_grad=True) for p in model.parameters()]
    h = torch.tensor(X)
    for i in range(0, 6, 2):
        h = h @ peers[i] + peers[i + 1]
        h = getattr(torch, activation)(h) if i < 4 else h
    y_hat = model(X)
    np.testing.assert_allclose(y_hat.array, h.detach().numpy(), rtol=1e-12)
    (h**3).sum().backward()
    for g, peer in zip(grad((y_hat**3).sum(), model.parameters()), peers, strict=True):
        np.testing.assert_allclose(g, peer.grad.numpy(), rtol=1e-10, atol=1e-13)
