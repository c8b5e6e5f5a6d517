"""fprop and bprop by hand, module by module, as in Torch: against `grad` and against torch itself."""

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad, no_grad
from dlcourse.layers import MLP, BatchNorm, Dropout, Linear, LSTMCell, Module, Sequential
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


@pytest.mark.rows("L033")
def test_a_linear_layer_hands_back_the_three_products():
    layer, x, G = linear(), Tensor(draw(5, 3)), draw(5, 2, seed=1)
    y = layer.fprop(x)
    np.testing.assert_array_equal(y.array, x.array @ layer.W.array + layer.b.array)
    by_x, (by_W, by_b) = layer.bprop(x, G, y)
    np.testing.assert_allclose(by_x, G @ layer.W.array.T, rtol=1e-14)
    np.testing.assert_allclose(by_W, x.array.T @ G, rtol=1e-14)
    np.testing.assert_allclose(by_b, G.sum(axis=0), rtol=1e-14)


@pytest.mark.rows("L032")
def test_a_chain_of_modules_by_hand_gives_the_gradients_of_the_whole():
    first, second, x, y = linear(3, 4), linear(4, 2, seed=1), Tensor(draw(5, 3)), draw(5, 2, seed=2)
    activation = Sequential(ops.tanh)
    z = first.fprop(x)
    h = activation.fprop(z)
    y_hat = second.fprop(h)
    G, by_second = second.bprop(h, y_hat.array - y, y_hat)
    G, nothing = activation.bprop(z, G, h)
    _, by_first = first.bprop(x, G, z)
    assert nothing == []
    residual = second(ops.tanh(first(x))) - y
    expected = grad((residual * residual).sum() * 0.5, first.parameters() + second.parameters())
    for g, e in zip(by_first + by_second, expected, strict=True):
        np.testing.assert_allclose(g, e, rtol=1e-12)


def test_a_chain_as_one_module_gives_the_same():
    model, x, G = MLP((3, 4, 2), rng=np.random.default_rng(0)), Tensor(draw(5, 3)), draw(5, 2, seed=1)
    by_x, gradients = model.bprop(x, G, model(x))
    expected = grad((model(x) * G).sum(), [x, *model.parameters()])
    for g, e in zip([by_x, *gradients], expected, strict=True):
        np.testing.assert_allclose(g, e, rtol=1e-14)


def test_the_gradients_are_those_of_torch():
    torch = pytest.importorskip("torch")
    layer, x, G = linear(), Tensor(draw(5, 3)), draw(5, 2, seed=1)
    peers = [torch.tensor(a, requires_grad=True) for a in (x.array, layer.W.array, layer.b.array)]
    (peers[0] @ peers[1] + peers[2]).backward(torch.tensor(G))
    by_x, gradients = layer.bprop(x, G, layer(x))
    for g, peer in zip([by_x, *gradients], peers, strict=True):
        np.testing.assert_allclose(g, peer.grad.numpy(), rtol=1e-13)


def test_neither_way_leaves_anything_in_a_module():
    model = Sequential(linear(), BatchNorm(2), Dropout(0.5, rng=np.random.default_rng(0)))
    names = [set(vars(module)) for module in model.modules()]
    x = Tensor(draw(5, 3))
    y = model.fprop(x)
    before = model.state_dict()
    model.bprop(x, draw(5, 2), y)
    assert [set(vars(module)) for module in model.modules()] == names
    np.testing.assert_equal(model.state_dict(), before)  # no second way forward


def test_a_way_back_belongs_to_its_own_call_whatever_was_called_since():
    layer, first, second = linear(), Tensor(draw(5, 3)), Tensor(draw(2, 3, seed=1))
    y = layer(first)
    layer(second)
    by_x, (by_W, _) = layer.bprop(first, np.ones((5, 2)), y)
    assert by_x.shape == (5, 3)
    np.testing.assert_allclose(by_W, first.array.T @ np.ones((5, 2)), rtol=1e-14)


def test_the_units_that_dropout_kept_on_the_way_forward_are_those_on_the_way_back():
    layer, x = Dropout(0.5, rng=np.random.default_rng(0)), Tensor(np.ones((20, 4)))
    for _ in range(3):
        y = layer(x)
        by_x, _ = layer.bprop(x, np.ones((20, 4)), y)
        np.testing.assert_array_equal(by_x, y.array)  # of ones, both are mask / keep


def test_bprop_may_be_called_again_with_another_gradient():
    module, x = Scale(), Tensor([1.0, 3.0])
    y = module(x)
    for G in (np.array([1.0, 0.0]), np.array([0.0, 2.0])):
        by_x, (by_s,) = module.bprop(x, G, y)
        assert by_x.tolist() == (2 * G).tolist() and float(by_s) == float(G @ [1.0, 3.0])


def test_several_inputs_and_outputs_take_and_give_tuples():
    module, a, b = Gate(), Tensor(draw(3)), Tensor(draw(3, seed=1))
    G = (draw(3, seed=2), draw(3, seed=3))
    (by_a, by_b), _ = module.bprop((a, b), G, module(a, b))
    np.testing.assert_allclose(by_a, G[0] * b.array + G[1], rtol=1e-14)
    np.testing.assert_allclose(by_b, G[0] * a.array + G[1], rtol=1e-14)


def test_a_cell_hands_back_through_its_state():
    cell = LSTMCell(2, 3, rng=np.random.default_rng(0))
    x, h, c = (Tensor(draw(4, n, seed=n + i)) for i, n in enumerate((2, 3, 3)))
    G = draw(4, 3, seed=7), draw(4, 3, seed=8)
    inputs, outputs = (x, (h, c)), cell(x, (h, c))
    (by_x, by_h, by_c), gradients = cell.bprop(inputs, G, outputs)
    E = (outputs[0] * G[0]).sum() + (outputs[1] * G[1]).sum()
    for g, e in zip((by_x, by_h, by_c, *gradients), grad(E, [x, h, c, *cell.parameters()]), strict=True):
        np.testing.assert_allclose(g, e, rtol=1e-13)


class Picked(Module):
    """Rows of a table by whole numbers."""

    def __init__(self, table):
        self.table = table

    def fprop(self, rows):
        return self.table[rows]


def test_whole_numbers_stay_plain_and_get_no_gradient():
    module, rows = Picked(Parameter(draw(4))), np.array([1, 3, 1])
    by_rows, (by_table,) = module.bprop(rows, np.array([1.0, 10.0, 100.0]), module(rows))
    assert by_rows == () and by_table.tolist() == [0.0, 101.0, 0.0, 10.0]


def test_bprop_itself_works_under_no_grad():
    layer, x, G = linear(), Tensor(draw(5, 3)), draw(5, 2, seed=1)
    y = layer(x)
    with no_grad():
        by_x, _ = layer.bprop(x, G, y)
    np.testing.assert_allclose(by_x, G @ layer.W.array.T, rtol=1e-14)


def test_the_way_back_ends_at_x_also_when_x_was_made_from_others():
    x, layer = Tensor(draw(4, 3)), linear()
    doubled = x * 2
    by_doubled, _ = layer.bprop(doubled, np.ones((4, 2)), layer(doubled))
    np.testing.assert_allclose(by_doubled, np.ones((4, 2)) @ layer.W.array.T, rtol=1e-14)


def test_a_module_that_passes_its_input_on_hands_back_the_gradient():
    module, x = Sequential(), Tensor(draw(3))
    assert module.bprop(x, np.ones(3), module(x))[0].tolist() == [1.0, 1.0, 1.0]


def test_descent_by_hand_learns_what_it_should():
    model, x = linear(2, 1), Tensor(draw(64, 2))
    y = x.array @ np.array([[3.0], [-1.0]]) + 2.0
    optimizer = SGD(model.parameters(), lr=0.5)
    for _ in range(100):
        y_hat = model(x)
        _, gradients = model.bprop(x, (y_hat.array - y) / len(x), y_hat)
        optimizer.step(gradients)
    np.testing.assert_allclose(model.W.array.ravel(), [3.0, -1.0], atol=1e-6)


def detached(layer, x):
    with no_grad():
        return layer(x)


MISUSE = {
    "an array as x": (
        lambda m, x: m.bprop(x.array, np.ones((5, 2)), m(x)),
        TypeError,
        r"Linear.bprop: expected x as a Tensor, got ndarray; .* x = Tensor\(x\)",
    ),
    "an array as y": (
        lambda m, x: m.bprop(x, np.ones((5, 2)), m(x).array),
        TypeError,
        r"expected y as the Tensor that module\(x\) returned, got ndarray; the order is bprop\(x, G, y\)",
    ),
    "y before G": (lambda m, x: m.bprop(x, m(x), np.ones((5, 2))), TypeError, r"the order is bprop"),
    "G of another shape": (
        lambda m, x: m.bprop(x, np.ones((5, 3)), m(x)),
        ValueError,
        r"expected G of the shape of y, \[\(5, 2",
    ),
    "a number as G": (lambda m, x: m.bprop(x, 1.0, m(x)), ValueError, "expected G of the shape of y"),
    "y under no_grad": (
        lambda m, x: m.bprop(x, np.ones((5, 2)), detached(m, x)),
        ValueError,
        "Linear.bprop: expected a result that was recorded, got one computed under no_grad",
    ),
    "another x": (
        lambda m, x: m.bprop(Tensor(x.array), np.ones((5, 2)), m(x)),
        ValueError,
        "was not computed from this x",
    ),
    "another module": (
        lambda m, x: m.bprop(x, np.ones((5, 2)), linear()(x)),
        ValueError,
        "was not computed from this x and the module's parameters",
    ),
}


@pytest.mark.parametrize(("call", "error", "message"), MISUSE.values(), ids=MISUSE)
def test_misuse_says_what_comes_first(call, error, message):
    with pytest.raises(error, match=message):
        call(linear(), Tensor(draw(5, 3)))
