"""Parameters that change before a gradient is taken: small ones count as they were, others are refused."""

import numpy as np
import pytest

from dlcourse import losses
from dlcourse.autodiff import grad, hessian, hvp
from dlcourse.backend import use_dtype
from dlcourse.layers import MLP, Linear
from dlcourse.op import Op
from dlcourse.optimizers import LBFGS, SGD, Adam, Nesterov
from dlcourse.regularization import L1, max_norm
from dlcourse.replay import compile_step
from dlcourse.strict_array import StrictArray
from dlcourse.tensor import Parameter, Tensor
from dlcourse.unchanged import SMALL, sample

A = np.array([1.0, 2.0])
CHANGED = "changed in place since"


class Identity(Op):
    """x, the very array."""

    def f(self, x):
        return x

    def bprop(self, inputs, X, G, Y):
        return G


identity = Identity()


def small():
    return Parameter(A), Parameter([[1.0, 2.0], [3.0, 4.0]])


def cost(p, W):
    """sum((p W)^2): gradients 2 (p W) W^T and 2 p^T (p W)."""
    return ((p @ W) ** 2).sum()


def by_hand(p, W):
    h = p @ W
    return 2 * W @ h, 2 * np.outer(p, h)


CHANGES = {
    "set": lambda p, W: W.array.__setitem__(..., 9),
    "one entry": lambda p, W: W.array.__setitem__((1, 0), 9),
    "times, by the attribute": lambda p, W: setattr(W, "array", W.array.__imul__(0.5)),
    "through another view": lambda p, W: W.array.T[0].__setitem__(0, 7),
    "another array": lambda p, W: setattr(W, "array", W.array * 3),
    "a step": lambda p, W: SGD([p, W], lr=0.1).step([A, W.array.copy()]),
    "a step and another": lambda p, W: Adam([p, W]).step([A, np.ones((2, 2))]),
    "max_norm": lambda p, W: max_norm([W], 0.5),
    "a proximal step": lambda p, W: L1(1.0).proximal_step([W], 0.5),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_small_parameter_counts_as_it_was(change):
    p, W = small()
    J, expected = cost(p, W), by_hand(p.array.copy(), W.array.copy())
    change(p, W)
    for got, right in zip(grad(J, [p, W]), expected, strict=True):
        np.testing.assert_allclose(got, right, rtol=1e-12)
    for got, right in zip(grad(cost(p, W), [p, W]), by_hand(p.array, W.array), strict=True):
        np.testing.assert_allclose(got, right, rtol=1e-12)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_derived_twice_is_refused_after_a_change_of_a_parameter(change):
    p, W = small()
    J = cost(p, W)
    change(p, W)
    for second in (
        lambda: grad(J, W, create_graph=True),
        lambda: hessian(J, [p, W]),
        lambda: hvp(J, W, np.ones((2, 2))),
    ):
        with pytest.raises(ValueError, match="whose array has changed since|changed in place since"):
            second()


def test_an_optimizer_that_is_made_after_the_result_changes_nothing():
    p, W = small()
    J = cost(p, W)
    expected = hessian(J, [p, W])
    Adam([p, W])
    np.testing.assert_array_equal(hessian(J, [p, W]), expected)


def large(dtype="float64"):
    with use_dtype(dtype):
        model = MLP((70, 71, 3), rng=np.random.default_rng(0))
    x = np.random.default_rng(1).standard_normal((5, 70)).astype(dtype)
    return model, x, np.arange(5) % 3


def loss_of(model, x, y):
    return losses.softmax_cross_entropy(model(x), y)


def step_with(optimizer, **options):
    def change(model, J):
        method = optimizer(model.parameters(), **options)
        method.step([np.zeros(p.shape, p.dtype) for p in model.parameters()])

    return change


LARGE_CHANGES = {
    "set": lambda model, J: model.steps[0].W.array.__setitem__(..., 0),
    "times": lambda model, J: model.steps[0].W.array.__imul__(-1),
    "a row of few": lambda model, J: model.steps[0].W.array.__setitem__(slice(None, None, 2), 0),
    "a column": lambda model, J: model.steps[0].W.array.__setitem__((slice(None), slice(0, 71, 9)), 0),
    "a step that changes nothing": step_with(SGD, lr=0.1),
    "Adam": step_with(Adam),
    "a state": lambda model, J: model.load_state_dict(model.state_dict()),
    "one number, told": lambda model, J: (
        model.steps[0].W.array.__setitem__((3, 3), 1), model.steps[0].W.note_change()
    ),
    "max_norm": lambda model, J: max_norm(model, 1e-3),
}  # fmt: skip


@pytest.mark.parametrize("change", LARGE_CHANGES.values(), ids=LARGE_CHANGES)
def test_a_change_of_a_large_parameter_is_noticed(change):
    model, x, y = large()
    J = loss_of(model, x, y)
    grad(J, model.parameters())  # as often as one likes, before
    change(model, J)
    for late in (
        lambda: grad(J, model.parameters()),
        lambda: grad(J, model.steps[1].W if hasattr(model.steps[1], "W") else model.steps[2].W),
        lambda: grad(J, model.parameters(), create_graph=True),
    ):
        with pytest.raises(ValueError, match=f"{CHANGED}|whose array has changed since"):
            late()
    grad(loss_of(model, x, y), model.parameters())


def test_a_replayed_step_is_noticed_too():
    model, x, y = large()
    optimizer = SGD(model.parameters(), lr=1e-30)  # no number changes
    step = compile_step(model, losses.softmax_cross_entropy, optimizer)
    for _ in range(3):
        step(x, y)
    J = loss_of(model, x, y)
    step(x, y)
    assert step.gear == "replayed"
    with pytest.raises(ValueError, match=CHANGED):
        grad(J, model.parameters())


def test_the_place_ahead_of_nesterov_is_another_one():
    model, x, y = large()
    optimizer = Nesterov(model.parameters(), lr=0.1)
    for _ in range(2):
        with optimizer.lookahead():
            J = loss_of(model, x, y)
            gradients = grad(J, model.parameters())
        optimizer.step(gradients)
    with pytest.raises(ValueError, match=CHANGED):
        grad(J, model.parameters())
    LBFGS(model.parameters()).step(lambda: loss_of(model, x, y))  # changes and comes back on its way


def test_a_sample_meets_every_column_of_any_width():
    for shape in [(70, 71), (64, 64), (4097,), (61, 67), (3, 5000), (5000, 3), (2, 61, 61)]:
        columns = np.broadcast_to(np.arange(shape[-1]), shape)
        rows = np.arange(np.prod(shape)).reshape(shape) // (np.prod(shape) // min(shape[0], 20))
        part = sample(np.array(columns))
        assert 61 <= part.size <= SMALL
        assert len(set(part.tolist())) >= min(shape[-1], 40)
        assert len(set(sample(np.asfortranarray(rows)).tolist())) >= min(shape[0], 20)


@pytest.mark.parametrize("shape", [(2, 2), (70, 71)])
def test_an_op_that_gives_its_input_leaves_the_input_open(shape):
    p, x = Parameter(np.ones(shape)), np.ones(shape)
    Y = identity(p)
    with pytest.raises(ValueError, match="read-only"):
        Y.array[0] = 1
    p.array[0] = 5
    identity(Tensor(x) * 1)
    x[0] = 5
    SGD([p], lr=0.1).step([np.ones(shape)])


def test_back_through_a_module_belongs_to_its_numbers():
    layer, x = Linear(2, 1, rng=np.random.default_rng(0)), A[None].copy()
    W = layer.W.array.copy()
    J = (layer(Tensor(x)) ** 2).sum()
    layer.W.array *= 0
    x *= 0
    np.testing.assert_allclose(grad(J, layer.W)[:, 0], 2 * (A @ W[:, 0]) * A)


NOTED_ON_A_DEVICE = {
    "a step": lambda p, W: SGD([p, W], lr=0.1).step([p.array * 1.0, W.array * 1.0]),
    "another": lambda p, W: Adam([p, W]).step([p.array * 1.0, W.array * 1.0]),
    "max_norm": CHANGES["max_norm"],
    "a proximal step": CHANGES["a proximal step"],
}


@pytest.mark.parametrize("change", NOTED_ON_A_DEVICE.values(), ids=NOTED_ON_A_DEVICE)
def test_on_a_device_a_change_by_the_library_is_refused_whatever_the_size(change):
    p, W = small()
    for parameter in (p, W):
        parameter.array = StrictArray(parameter.array)
    J = cost(p, W)
    assert [g.shape for g in grad(J, [p, W])] == [(2,), (2, 2)]
    change(p, W)
    with pytest.raises(ValueError, match=CHANGED):
        grad(J, [p, W])
    grad(cost(p, W), [p, W])
