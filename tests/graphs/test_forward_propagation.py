"""Algorithm 1: every node once, in order, on symbols and on recorded tensors."""

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.graphs import Symbol, evaluate, forward_propagation, graph_of
from dlcourse.op import Op
from dlcourse.tensor import Tensor


@pytest.mark.rows("S139", "F025")
def test_the_graph_of_five_nodes_at_its_values():
    x, *w = Symbol("x"), *(Symbol(f"w{i}") for i in range(1, 7))
    u1, u2 = w[0] * x, w[1] * x
    u3, u4 = w[2] * u1 + w[3] * u2, w[5] * u1 + w[4] * u2
    u5 = u3 + u4
    u = forward_propagation(graph_of(u5), {x: 2.0} | {V: i + 1.0 for i, V in enumerate(w)})
    assert [float(u[V]) for V in (u1, u2, u3, u4, u5)] == [2, 4, 22, 32, 54]


@pytest.mark.rows("S129")
def test_logistic_prediction_with_its_parts():
    x, w, b = Symbol("x", (2,)), Symbol("w", (2,)), Symbol("b")
    u1 = x @ w
    u2 = u1 + b
    u = forward_propagation(
        graph_of(y_hat := ops.sigmoid(u2)), {x: np.array([1.0, -2.0]), w: np.array([0.5, 0.25]), b: 0.3}
    )
    assert (float(u[u1]), float(u[u2])) == (0.0, 0.3)
    assert float(u[y_hat]) == pytest.approx(1 / (1 + np.exp(-0.3)), rel=1e-15)


class Counted(Op):
    """x + 1, counted."""

    def __init__(self):
        self.n_calls = 0

    def f(self, x):
        self.n_calls += 1
        return x + 1


def test_a_node_that_is_used_often_is_computed_once():
    op, x = Counted(), Symbol("x")
    y = op(x)
    z = y * y + y * y * y
    op.n_calls = 0  # the look at shapes while the graph was built
    assert float(evaluate(z, {x: 1.0})) == 12.0
    assert op.n_calls == 1


def test_a_value_given_to_a_node_in_between_replaces_what_lies_before_it():
    x = Symbol("x")
    y = x * 3
    assert float(evaluate(y * y, {x: 1.0, y: 5.0})) == 25.0


def test_a_recorded_graph_is_computed_again_with_other_numbers():
    x, w = Tensor(2.0), Tensor(3.0)
    y = ops.tanh(x * w)
    assert float(evaluate(y, {})) == float(y)
    assert float(evaluate(y, {x: 0.1})) == pytest.approx(np.tanh(0.3), rel=1e-15)


def test_tensors_as_values_make_a_recorded_graph():  # symbol to number
    x = Symbol("x", (2,))
    t = Tensor([1.0, 2.0])
    y = evaluate((x * x * x).sum(), {x: t})
    assert grad(y, t).tolist() == [3.0, 12.0]


def test_float32_values_stay_float32():
    x = Symbol("x", (2,), np.float32)
    assert evaluate(x * 2, {x: np.ones(2, np.float32)}).dtype == np.float32


def test_a_deep_graph_is_computed_without_recursion():
    x = y = Symbol("x")
    for _ in range(5000):
        y = y + 1.0
    assert float(evaluate(y, {x: 0.0})) == 5000.0


def test_missing_and_misshapen_values_are_named():
    x, y = Symbol("x", (2,)), Symbol("y")
    with pytest.raises(ValueError, match="evaluate: expected a value for y, got none; add it to values"):
        evaluate(x * y, {x: np.ones(2)})
    with pytest.raises(ValueError, match=r"evaluate: expected a value of shape \(2,\) for x, got \(3,\)"):
        evaluate(x * y, {x: np.ones(3), y: 1.0})
