"""What the backward sweep costs and keeps, counted in calls and objects: no clock decides a test."""

import gc
import weakref

import numpy as np
import pytest
from garbage import garbage

from dlcourse.autodiff import grad, hessian
from dlcourse.counting import count
from dlcourse.layers import MLP
from dlcourse.losses import mean_squared_error, softmax_cross_entropy
from dlcourse.op import Op
from dlcourse.optimizers import SGD
from dlcourse.strict_array import StrictArray
from dlcourse.tensor import Tensor


class Counted(Op):
    """a + b, and a count of the edges over which a gradient went back."""

    def __init__(self):
        self.n_calls = 0

    def f(self, a, b):
        return a + b

    def bprop(self, inputs, X, G, Y):
        self.n_calls += 1
        return G


@pytest.mark.parametrize("create_graph", [False, True])
def test_a_ladder_of_fifty_diamonds_is_climbed_once_per_edge(create_graph):
    x, add = Tensor(1.0), Counted()
    y = x
    for _ in range(50):
        y = add(y, y)  # 2^50 paths, 100 edges
    assert float(grad(y, x, create_graph=create_graph)) == 2.0**50
    assert add.n_calls == 100


def test_edges_to_constants_are_not_visited():
    x, add = Tensor(1.0), Counted()
    assert float(grad(add(add(x, 2.0), np.float64(3)), x)) == 1.0
    assert add.n_calls == 2


def test_branches_that_lead_to_no_wanted_tensor_are_not_visited():
    x, frozen, needed, pruned = Tensor(1.0), Tensor(1.0), Counted(), Counted()
    branch = frozen
    for _ in range(10):
        branch = pruned(branch, branch)
    J = needed(needed(x, 1.0), branch)
    assert float(grad(J, x)) == 1.0
    assert (needed.n_calls, pruned.n_calls) == (2, 0)
    needed.n_calls = 0
    assert [float(g) for g in grad(J, [x, frozen])] == [1.0, 1024.0]
    assert (needed.n_calls, pruned.n_calls) == (3, 20)


def test_nothing_below_a_wanted_tensor_is_visited():
    x, above, below = Tensor(1.0), Counted(), Counted()
    h = below(x, x)
    assert float(grad(above(h, 1.0), h)) == 1.0
    assert (above.n_calls, below.n_calls) == (1, 0)


def test_an_unreachable_tensor_costs_no_call():
    add = Counted()
    assert float(grad(add(Tensor(1.0), Tensor(2.0)), Tensor(3.0))) == 0.0
    assert add.n_calls == 0


def test_a_hessian_of_n_numbers_takes_one_sweep_for_the_gradient_and_n_for_the_rows():
    x, add = Tensor(np.ones(5)), Counted()
    y = add(x, 0.0)
    with count() as counts:
        hessian((y * y).sum(), x)
    assert add.n_calls == counts.sweeps == 1 + 5


def test_rows_of_a_hessian_that_nobody_counts_share_one_sweep():
    x, add = Tensor(np.ones(5)), Counted()
    y = add(x, 0.0)
    assert hessian((y * y).sum(), x).tolist() == (2 * np.eye(5)).tolist()
    assert add.n_calls == 1 + 1


@pytest.mark.parametrize("depth", [20_000, 100_000])
def test_no_graph_is_too_deep(depth):
    x, add = Tensor(1.0), Counted()
    y = x
    for _ in range(depth):
        y = add(y, 1.0)
    assert float(y) == depth + 1
    assert float(grad(y, x)) == 1.0
    assert add.n_calls == depth
    del y  # to take a deep graph apart must not overflow the stack either


def test_a_deep_graph_can_be_differentiated_twice():
    x = Tensor(1.0)
    y = x
    for _ in range(20_000):
        y = y + x * x * 1e-4
    first = grad(y, x, create_graph=True)
    assert float(first) == pytest.approx(1 + 4.0)
    assert float(grad(first, x)) == pytest.approx(4.0)


def test_a_fan_of_twenty_thousand_is_summed():
    x, add = Tensor(1.0), Counted()
    J = 0.0
    for _ in range(20_000):
        J = J + add(x, 0.0)
    assert float(grad(J, x)) == 20_000.0
    assert add.n_calls == 20_000


@pytest.mark.parametrize("create_graph", [False, True])
def test_gradients_are_added_up_in_place_once_the_sweep_has_a_sum_of_its_own(monkeypatch, create_graph):
    additions, add_in_place = [], StrictArray.__iadd__

    def counted(self, other):
        additions.append(1)
        return add_in_place(self, other)

    x = Tensor(StrictArray([1.0, 2.0]))
    J = sum(((i + 1.0) * x).sum() for i in range(10))
    monkeypatch.setattr(StrictArray, "__iadd__", counted)
    g = grad(J, x, create_graph=create_graph)
    assert (g.array if create_graph else g).get().tolist() == [55.0, 55.0]
    assert len(additions) == (0 if create_graph else 8)  # the first comes as it is, the second makes the sum


def training_step(model, loss, y, optimizer, create_graph=False):
    gradients = grad(loss(model(np.ones((4, 3))), y), optimizer.parameters, create_graph=create_graph)
    optimizer.step([g.array if create_graph else g for g in gradients])


@pytest.mark.parametrize("create_graph", [False, True])
@pytest.mark.parametrize(
    ("loss", "y"), [(mean_squared_error, np.zeros((4, 2))), (softmax_cross_entropy, np.array([0, 1, 1, 0]))]
)
def test_a_training_step_leaves_no_garbage_in_cycles(loss, y, create_graph):
    model = MLP((3, 5, 2), rng=np.random.default_rng(0))
    optimizer = SGD(model.parameters(), lr=0.1, momentum=0.9)
    assert garbage(lambda: training_step(model, loss, y, optimizer, create_graph)) == 0


def test_the_memory_of_a_step_is_free_when_its_names_are_gone():
    gc.collect()
    gc.disable()
    try:
        x = Tensor(np.ones((100, 100)))
        h = x * 2
        J = (h * h).sum()
        g = grad(J, x, create_graph=True)
        alive = [weakref.ref(h), weakref.ref(h.array), weakref.ref(J), weakref.ref(g)]
        del h, J, g
        assert [ref() for ref in alive] == [None] * 4
    finally:
        gc.enable()


def test_a_sweep_leaves_the_graph_as_it_was():
    x = Tensor([1.0, 2.0])
    h = x * x
    J = h.sum()
    before = [(t.op, t.inputs, t.serial, t.array.tolist()) for t in (x, h, J)]
    first, second = grad(J, [x, h]), grad(J, [x, h])
    assert [(t.op, t.inputs, t.serial, t.array.tolist()) for t in (x, h, J)] == before
    for a, b in zip(first, second, strict=True):
        np.testing.assert_array_equal(a, b)
