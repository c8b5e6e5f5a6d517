"""Back-propagation beyond networks: any op, any graph, any order, and not yet learning."""

import math

import numpy as np
import pytest
from in_turn import in_turn
from op_case import op_of
from op_cases import CASES

from dlcourse import ops
from dlcourse.autodiff import grad, hessian
from dlcourse.counting import count
from dlcourse.gradcheck import gradcheck, numerical_gradient
from dlcourse.graphs import Symbol, evaluate, graph_of, scalar_back_propagation, symbolic_gradient
from dlcourse.layers import MLP
from dlcourse.losses import mean_squared_error
from dlcourse.op import Op
from dlcourse.optimizers import SGD
from dlcourse.tensor import Tensor

rng = np.random.default_rng(119)
SMALL = [case for case in CASES if 0 < sum(np.size(x) for x in case.inputs) <= 40]


@pytest.mark.rows("S152")
@in_turn("case", SMALL, by=op_of)
def test_the_rule_of_an_op_called_by_hand_is_its_jacobian_product(case):  # op.bprop(inputs, X, G)
    Y = np.asarray(case.op.f(*case.inputs))
    G = np.random.default_rng(0).standard_normal(Y.shape)
    for X, x in enumerate(case.inputs):
        if np.asarray(x).dtype.kind != "f":
            continue

        def weighted(x, X=X):
            inputs = [x if i == X else other for i, other in enumerate(case.inputs)]
            return float((np.asarray(case.op.f(*inputs)) * G).sum())

        by_rule = np.asarray(case.op.bprop(case.inputs, X, G, Y))
        extra = tuple(range(by_rule.ndim - np.ndim(x)))  # what `grad` undoes, once for all rules
        by_rule = by_rule.sum(axis=extra)
        kept = tuple(i for i, n in enumerate(np.shape(x)) if n == 1 != by_rule.shape[i])
        by_rule = np.broadcast_to(by_rule.sum(axis=kept, keepdims=True), np.shape(x))
        np.testing.assert_allclose(by_rule, numerical_gradient(weighted, x), rtol=2e-6, atol=2e-8)


class Cube(Op):
    """x^3: an operation added by writing its rule."""

    def f(self, x):
        return x * x * x

    def bprop(self, inputs, X, G, Y):
        return G * 3 * inputs[0] * inputs[0]


@pytest.mark.rows("S155")
def test_to_add_an_operation_is_to_write_its_rule():
    cube, x = Cube(), Tensor([1.0, -2.0])
    np.testing.assert_array_equal(grad(cube(x).sum(), x), [3.0, 12.0])
    np.testing.assert_array_equal(hessian(cube(x).sum(), x), np.diag([6.0, -12.0]))
    for order in (1, 2):
        gradcheck(cube, [np.array([[0.3, -1.2], [2.0, 0.7]])], order=order)
    s = Symbol("s")
    assert float(evaluate(symbolic_gradient(ops.tanh(cube(s)), s), {s: 0.5})) == pytest.approx(
        0.75 / math.cosh(0.125) ** 2, rel=1e-13
    )


@pytest.mark.rows("S155")
def test_an_operation_without_a_rule_computes_and_cannot_be_differentiated():
    class Fourth(Op):
        """x^4, without a rule."""

        def f(self, x):
            return x**4

    x = Tensor(2.0)
    y = Fourth()(x)
    assert y.item() == 16.0
    with pytest.raises(
        NotImplementedError, match=r"Fourth: expected a rule bprop\(inputs, X, G, Y\), got none"
    ):
        grad(y, x)


@pytest.mark.rows("S137")
@pytest.mark.parametrize("value", [(2.0, 1.0), (-0.5, 3.0)])
def test_numbers_at_once_or_a_specification_first(value):
    """(a + b) sigmoid(b): the table of numbers, the graph evaluated later, and the derivative by hand."""
    a, b = Symbol("a"), Symbol("b")
    values = {a: value[0], b: value[1]}
    y = (a + b) * ops.sigmoid(b)
    table = scalar_back_propagation(graph_of(y), values)
    specified = symbolic_gradient(y, [a, b])
    s = 1 / (1 + math.exp(-value[1]))
    by_hand = [s, s + sum(value) * s * (1 - s)]
    for V, slope, expected in zip((a, b), specified, by_hand, strict=True):
        assert isinstance(slope, Symbol)  # no number yet
        assert table[V] == pytest.approx(expected, rel=1e-13)
        assert float(evaluate(slope, values)) == pytest.approx(expected, rel=1e-13)


@pytest.mark.rows("S122")
@pytest.mark.parametrize("width", [2, 30])
def test_one_sweep_gives_what_numerical_differentiation_needs_two_passes_per_weight_for(width):
    x, y = rng.standard_normal((6, 3)), rng.standard_normal((6, 1))
    model = MLP((3, width, 1), rng=rng)
    with count() as cost:
        gradients = grad(mean_squared_error(model(x), y), model.parameters())
    assert cost.sweeps == 1 and cost.edges < 20  # whatever the width
    n_passes, measured = 0, []
    for parameter in model.parameters():
        start = parameter.array.copy()

        def J(values, parameter=parameter):
            nonlocal n_passes
            n_passes += 1
            parameter.array[...] = values
            return float(mean_squared_error(model(x), y))

        measured.append(numerical_gradient(J, start))
        parameter.array[...] = start
    assert n_passes == 2 * model.n_parameters
    for g, number in zip(gradients, measured, strict=True):
        np.testing.assert_allclose(g, number, rtol=1e-6, atol=1e-9)


@pytest.mark.rows("S124", "S162")
def test_back_propagation_is_not_learning():  # the optimizer does the update
    model = MLP((2, 3, 1), rng=rng)
    x, y = rng.standard_normal((5, 2)), rng.standard_normal((5, 1))
    before = [p.array.copy() for p in model.parameters()]
    gradients = grad(mean_squared_error(model(x), y), model.parameters())
    for p, was in zip(model.parameters(), before, strict=True):
        np.testing.assert_array_equal(p.array, was)
    SGD(model.parameters(), lr=0.25).step(gradients)
    for p, was, g in zip(model.parameters(), before, gradients, strict=True):
        np.testing.assert_allclose(p.array, was - 0.25 * g, rtol=1e-14)


@pytest.mark.rows("S124")
def test_back_propagation_is_not_for_networks_alone():  # the square root by the Babylonian method
    a = Tensor(7.0)
    root = a
    for _ in range(8):
        root = (root + a / root) * 0.5
    assert root.item() == pytest.approx(math.sqrt(7), rel=1e-15)
    assert float(grad(root, a)) == pytest.approx(0.5 / math.sqrt(7), rel=1e-12)


@pytest.mark.rows("S119")
def test_automatic_differentiation_outside_of_learning():  # a differential equation, y' = -k y
    k, h, n = Tensor(0.7), 0.01, 200
    y = Tensor(1.0)
    for _ in range(n):  # Euler's method
        y = y - h * k * y
    assert y.item() == pytest.approx((1 - h * 0.7) ** n, rel=1e-12)
    assert float(grad(y, k)) == pytest.approx(-n * h * (1 - h * 0.7) ** (n - 1), rel=1e-12)


@pytest.mark.rows("S119")
def test_derivatives_of_any_order():  # announced in the deck, without a slide
    """tanh has derivatives P_n(t), t = tanh(x), with P_{n+1} = (1 - t^2) P_n'."""
    x = Tensor(0.4)
    y, P = ops.tanh(x), np.polynomial.Polynomial([0.0, 1.0])
    for _ in range(5):
        y = grad(y, x, create_graph=True)
        P = P.deriv() * np.polynomial.Polynomial([1.0, 0.0, -1.0])
        assert y.item() == pytest.approx(P(math.tanh(0.4)), rel=1e-11)
