"""Algorithms 5 and 6: gradients as graphs, against `grad`, for every op of the register and again."""

import numpy as np
import pytest
from in_turn import in_turn
from op_case import op_of
from op_cases import CASES

from dlcourse import ops
from dlcourse.autodiff import grad, hessian
from dlcourse.counting import count
from dlcourse.graphs import Symbol, back_propagation, evaluate, graph_of, symbolic_gradient
from dlcourse.op import Op
from dlcourse.tensor import Tensor

every_op = in_turn("case", CASES, by=op_of)


def draw(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def as_variables(case, kind):
    made = [
        (Symbol(f"x{i}", x.shape) if kind is Symbol else Tensor(x)) if x.dtype.kind == "f" else x
        for i, x in enumerate(case.inputs)
    ]
    return made, [V for V in made if isinstance(V, kind)]


def squares(variables):
    total = (variables[0] * variables[0]).sum()
    for V in variables[1:]:
        total = total + (V * V).sum()
    return total


@every_op
def test_the_gradient_as_a_graph_has_the_values_of_grad_at_first_and_second_order(case):
    symbols, targets = as_variables(case, Symbol)
    tensors, peers = as_variables(case, Tensor)
    values = dict(zip(targets, (t.array for t in peers), strict=True))
    first = symbolic_gradient(squares([case.op(*symbols)]), targets)
    expected = grad(squares([case.op(*tensors)]), peers, create_graph=True)
    second, expected_again = symbolic_gradient(squares(first), targets), grad(squares(expected), peers)
    for made, number in zip([*first, *second], [e.array for e in expected] + expected_again, strict=True):
        assert made.shape == number.shape
        np.testing.assert_allclose(evaluate(made, values), number, rtol=1e-9, atol=1e-11)


@pytest.mark.rows("S147")
def test_on_recorded_tensors_the_same_lines_compute_as_they_go():  # symbol to number
    x, W = Tensor(draw(4, 3)), Tensor(draw(3, 2, seed=1))
    J = squares([ops.tanh(x @ W)])
    table = back_propagation([x, W], graph_of(J), J)
    for V, g in zip((x, W), grad(J, [x, W]), strict=True):
        np.testing.assert_allclose(table[V].array, g, rtol=1e-14)


def f_of_f_of_f(f, w):
    x = f(w)
    y = f(x)
    return x, y, f(y)


@pytest.mark.rows("S148", "S136")
def test_the_derivative_graph_of_three_sigmas_is_the_product_of_three_slopes():
    w = Symbol("w")
    x, y, z = f_of_f_of_f(ops.sigmoid, w)
    derivative = symbolic_gradient(z, w)
    for value in (-2.0, 0.3, 5.0):
        h = [float(evaluate(V, {w: value})) for V in (x, y, z)]
        slopes = [s * (1 - s) for s in h]
        assert float(evaluate(derivative, {w: value})) == pytest.approx(np.prod(slopes), rel=1e-15)


@pytest.mark.rows("S149")
def test_the_second_derivative_of_three_sigmas_by_back_propagation_twice():
    w = Symbol("w")
    z = f_of_f_of_f(ops.sigmoid, w)[2]
    second = symbolic_gradient(symbolic_gradient(z, w), w)
    h, s, a, a1, a2 = 0.3, None, 0.3, 1.0, 0.0  # value, then first and second derivative by w
    for _ in range(3):
        s = 1 / (1 + np.exp(-h))
        a, a1, a2 = s, s * (1 - s) * a1, s * (1 - s) * (1 - 2 * s) * a1 * a1 + s * (1 - s) * a2
        h = a
    assert float(evaluate(second, {w: 0.3})) == pytest.approx(a2, rel=1e-13)
    t = Tensor(0.3)
    assert float(hessian(f_of_f_of_f(ops.sigmoid, t)[2], t)[0, 0]) == pytest.approx(a2, rel=1e-13)


class Watched(Op):
    """a * b, which notes the calls of f and of the rule."""

    def __init__(self):
        self.n_values = self.n_rules = 0

    def f(self, a, b):
        self.n_values += 1
        return a * b

    def bprop(self, inputs, X, G, Y):
        self.n_rules += 1
        return G * inputs[1 - X]


@pytest.mark.rows("S143", "S150", "S157")
def test_each_rule_is_called_once_per_edge_and_no_value_is_asked_for():
    op, x = Watched(), Symbol("x")
    y = x
    for _ in range(50):
        y = op(y, y)  # 2^50 paths
    op.n_values = 0
    with count() as counts:
        symbolic_gradient(y, x)
    assert (op.n_rules, op.n_values) == (100, 0)
    assert (counts.sweeps, counts.edges) == (1, 100)


def test_branches_that_reach_no_target_are_pruned():
    needed, pruned, x, frozen = Watched(), Watched(), Symbol("x"), Symbol("frozen")
    symbolic_gradient(needed(x, pruned(frozen, frozen)), x)
    assert (needed.n_rules, pruned.n_rules) == (1, 0)


def test_targets_that_z_does_not_depend_on_get_zeros():
    x, apart = Symbol("x"), Symbol("apart", (2, 3))
    gradient = symbolic_gradient(x * x, [x, apart])[1]
    assert evaluate(gradient, {}).tolist() == [[0.0] * 3] * 2


def test_a_rule_that_gives_plain_numbers_makes_a_constant_node():
    class Seven(Op):
        """x, with a rule that looks at nothing."""

        def f(self, x):
            return x * 1

        def bprop(self, inputs, X, G, Y):
            return np.full(3, 7.0)

    x = Symbol("x", (3,))
    gradient = symbolic_gradient(Seven()(x).sum(), x)
    assert isinstance(gradient, Symbol) and evaluate(gradient, {}).tolist() == [7.0] * 3


def test_a_target_in_between_and_z_itself():
    x = Symbol("x")
    h = x * 3
    z = h * h
    by_z, by_h, by_x = (evaluate(g, {x: 1.0}) for g in symbolic_gradient(z, [z, h, x]))
    assert (float(by_z), float(by_h), float(by_x)) == (1.0, 6.0, 18.0)


@pytest.mark.rows("S156")
@pytest.mark.parametrize("kind", [Symbol, Tensor])
def test_as_printed_on_the_slide_every_gradient_is_zero(kind):
    x, y = (Symbol("x"), Symbol("y")) if kind is Symbol else (Tensor(2.0), Tensor(3.0))
    z = x * y
    values = {x: 2.0, y: 3.0}
    right = back_propagation([x, y], graph_of(z), z)
    printed = back_propagation([x, y], graph_of(z), z, as_printed=True)
    assert [float(evaluate(right[V], values)) for V in (x, y)] == [3.0, 2.0]
    assert [float(evaluate(printed[V], values)) for V in (x, y)] == [0.0, 0.0]


@pytest.mark.rows("F026")
def test_the_graph_gains_the_nodes_of_the_gradients():
    x, y = Symbol("x"), Symbol("y")
    z = x * y
    graph = graph_of(z)
    table = back_propagation([x, y], graph, z)
    assert len(graph) == 3 + 1 + 2 and table[x] in graph and table[y] in graph  # the 1, and two products


@pytest.mark.rows("S131", "S147")
def test_an_mlp_with_cross_entropy_and_decay_as_a_graph():
    X, W1, W2 = Symbol("X", (5, 3)), Symbol("W1", (3, 4)), Symbol("W2", (4, 2))
    labels = np.array([0, 1, 1, 0, 1])

    def cost(X, W1, W2):
        H = ops.relu(X @ W1)
        return ops.softmax_cross_entropy(H @ W2, labels) + 0.1 * ((W1 * W1).sum() + (W2 * W2).sum())

    arrays = [draw(5, 3), draw(3, 4, seed=1), draw(4, 2, seed=2)]
    tensors = [Tensor(a) for a in arrays]
    gradients = symbolic_gradient(cost(X, W1, W2), [W1, W2])
    for made, g in zip(gradients, grad(cost(*tensors), tensors[1:]), strict=True):
        found = evaluate(made, dict(zip((X, W1, W2), arrays, strict=True)))
        np.testing.assert_allclose(found, g, rtol=1e-12)


def test_a_deep_graph_needs_no_deep_recursion():
    x = y = Symbol("x")
    for _ in range(3000):
        y = y * 1.0
    assert float(evaluate(symbolic_gradient(y, x), {x: 1.0})) == 1.0


def test_z_must_be_one_number_of_the_graph():
    x = Symbol("x", (2,))
    with pytest.raises(ValueError, match=r"back_propagation: expected z with one number .* got shape \(2,\)"):
        symbolic_gradient(x * 2, x)
    with pytest.raises(ValueError, match="back_propagation: expected z with one number in the graph"):
        back_propagation([x], graph_of(x), (x * 2).sum())
