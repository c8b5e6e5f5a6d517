"""fprop and bprop by hand, module by module, as in Torch: against `grad` and against torch itself."""

import copy
import pickle

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad, no_grad
from dlcourse.layers import MLP, Linear, Module, Sequential
from dlcourse.optimizers import SGD
from dlcourse.tensor import Parameter, Tensor


def draw(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def linear(n_in=3, n_out=2, seed=0):
    return Linear(n_in, n_out, rng=np.random.default_rng(seed))


class Scale(Module):
    """y = s x, and the number of samples beside it."""

    def __init__(self):
        self.s = Parameter(2.0)

    def fprop(self, x):
        return x * self.s


class Gate(Module):
    """Two inputs, two outputs: a b and a + b."""

    def fprop(self, a, b):
        return a * b, a + b


def test_a_linear_layer_hands_back_the_three_products():  # L033
    layer, x, G = linear(), draw(5, 3), draw(5, 2, seed=1)
    y = layer.fprop(x)
    np.testing.assert_array_equal(y.array, x @ layer.W.array + layer.b.array)
    by_x, (by_W, by_b) = layer.bprop(G)
    np.testing.assert_allclose(by_x, G @ layer.W.array.T, rtol=1e-14)
    np.testing.assert_allclose(by_W, x.T @ G, rtol=1e-14)
    np.testing.assert_allclose(by_b, G.sum(axis=0), rtol=1e-14)


def test_a_chain_of_modules_by_hand_gives_the_gradients_of_the_whole():  # L032
    first, second, x, y = linear(3, 4), linear(4, 2, seed=1), draw(5, 3), draw(5, 2, seed=2)
    activation = Sequential(ops.tanh)
    h = activation.fprop(first.fprop(x).array)
    y_hat = second.fprop(h.array)
    G, by_second = second.bprop(y_hat.array - y)
    G, nothing = activation.bprop(G)
    _, by_first = first.bprop(G)
    assert nothing == []
    residual = second(ops.tanh(first(x))) - y
    expected = grad((residual * residual).sum() * 0.5, first.parameters() + second.parameters())
    for g, e in zip(by_first + by_second, expected, strict=True):
        np.testing.assert_allclose(g, e, rtol=1e-12)


def test_a_chain_as_one_module_gives_the_same_and_no_part_of_it_keeps_anything():
    model, x, G = MLP((3, 4, 2), rng=np.random.default_rng(0)), draw(5, 3), draw(5, 2, seed=1)
    model.fprop(x)
    by_x, gradients = model.bprop(G)
    t = Tensor(x)
    expected = grad((model(t) * G).sum(), [t, *model.parameters()])
    for g, e in zip([by_x, *gradients], expected, strict=True):
        np.testing.assert_allclose(g, e, rtol=1e-14)
    assert [module.last_call is None for module in model.modules()] == [False, True, True]


def test_the_gradients_are_those_of_torch():
    torch = pytest.importorskip("torch")
    layer, x, G = linear(), draw(5, 3), draw(5, 2, seed=1)
    peers = [torch.tensor(a, requires_grad=True) for a in (x, layer.W.array, layer.b.array)]
    (peers[0] @ peers[1] + peers[2]).backward(torch.tensor(G))
    layer.fprop(x)
    by_x, gradients = layer.bprop(G)
    for g, peer in zip([by_x, *gradients], peers, strict=True):
        np.testing.assert_allclose(g, peer.grad.numpy(), rtol=1e-13)


def test_calling_a_module_keeps_nothing_and_gives_the_same():
    layer, x = linear(), draw(5, 3)
    y = layer(x)
    assert layer.last_call is None
    np.testing.assert_array_equal(layer.fprop(x).array, y.array)
    kept = layer.last_call
    layer(draw(2, 3))
    assert layer.last_call is kept


def test_a_module_keeps_its_last_call_only_and_for_itself():
    first, second = linear(), linear()
    first.fprop(draw(5, 3))
    first.fprop(draw(2, 3, seed=1))
    assert first.bprop(np.ones((2, 2)))[0].shape == (2, 3)
    assert second.last_call is None and Module.last_call is None


def test_bprop_may_be_called_again_with_another_gradient():
    module = Scale()
    module.fprop(np.array([1.0, 3.0]))
    for G in (np.array([1.0, 0.0]), np.array([0.0, 2.0])):
        by_x, (by_s,) = module.bprop(G)
        assert by_x.tolist() == (2 * G).tolist() and float(by_s) == float(G @ [1.0, 3.0])


def test_several_inputs_and_outputs_take_and_give_tuples():
    module, a, b = Gate(), draw(3), draw(3, seed=1)
    module.fprop(a, b)
    G = (draw(3, seed=2), draw(3, seed=3))
    (by_a, by_b), _ = module.bprop(G)
    np.testing.assert_allclose(by_a, G[0] * b + G[1], rtol=1e-14)
    np.testing.assert_allclose(by_b, G[0] * a + G[1], rtol=1e-14)


class Picked(Module):
    """Rows of a table by whole numbers; `table` None gives ones, which depend on nothing."""

    def __init__(self, table):
        self.table = table

    def fprop(self, rows):
        return np.ones(len(rows)) if self.table is None else self.table[rows]


def test_whole_numbers_stay_plain_and_get_no_gradient():
    module = Picked(Parameter(draw(4)))
    module.fprop(np.array([1, 3, 1]))
    by_rows, (by_table,) = module.bprop(np.array([1.0, 10.0, 100.0]))
    assert by_rows == () and by_table.tolist() == [0.0, 101.0, 0.0, 10.0]


def test_an_output_that_depends_on_nothing_gives_zeros():
    module = Picked(None)
    module.fprop(draw(3))
    assert module.bprop(np.ones(3))[0].tolist() == [0.0] * 3


def test_bprop_itself_works_under_no_grad():
    layer, x, G = linear(), draw(5, 3), draw(5, 2, seed=1)
    layer.fprop(x)
    with no_grad():
        by_x, _ = layer.bprop(G)
    np.testing.assert_allclose(by_x, G @ layer.W.array.T, rtol=1e-14)


def test_a_tensor_as_input_is_used_as_it_is():
    x = Tensor(draw(4, 3))
    layer = linear()
    layer.fprop(x * 2)
    by_doubled, _ = layer.bprop(np.ones((4, 2)))
    np.testing.assert_allclose(by_doubled, np.ones((4, 2)) @ layer.W.array.T, rtol=1e-14)


def test_a_module_that_passes_its_input_on_hands_back_the_gradient():
    module = Sequential()
    module.fprop(draw(3))
    assert module.bprop(np.ones(3))[0].tolist() == [1.0, 1.0, 1.0]


def test_descent_by_hand_learns_what_it_should():
    model, x = linear(2, 1), draw(64, 2)
    y = x @ np.array([[3.0], [-1.0]]) + 2.0
    optimizer = SGD(model.parameters(), lr=0.5)
    for _ in range(100):
        y_hat = model.fprop(x).array
        _, gradients = model.bprop((y_hat - y) / len(x))
        optimizer.step(gradients)
    np.testing.assert_allclose(model.W.array.ravel(), [3.0, -1.0], atol=1e-6)


def test_copies_and_pickles_leave_the_last_call_out():
    layer = linear()
    layer.fprop(draw(5, 3))
    for other in (copy.deepcopy(layer), pickle.loads(pickle.dumps(layer))):
        assert other.last_call is None
        np.testing.assert_array_equal(other.W.array, layer.W.array)


@pytest.mark.parametrize(
    ("prepare", "G", "error", "message"),
    [
        (lambda m: None, np.ones((5, 2)), RuntimeError, "Linear.bprop: expected a call of fprop before, got"),
        (lambda m: m(draw(5, 3)), np.ones((5, 2)), RuntimeError, r"module\(x\) keeps nothing"),
        (
            lambda m: m.fprop(draw(5, 3)),
            np.ones((5, 3)),
            ValueError,
            r"expected G of the shape of y, \[\(5, 2",
        ),
        (lambda m: m.fprop(draw(5, 3)), 1.0, ValueError, "Linear.bprop: expected G of the shape of y"),
    ],
)
def test_misuse_says_what_comes_first(prepare, G, error, message):
    module = linear()
    prepare(module)
    with pytest.raises(error, match=message):
        module.bprop(G)


def test_a_call_under_no_grad_cannot_be_gone_back_through():
    module = linear()
    with no_grad():
        module.fprop(draw(5, 3))
    with pytest.raises(
        RuntimeError, match="Linear.bprop: expected fprop to be recorded, got one under no_grad"
    ):
        module.bprop(np.ones((5, 2)))
