"""Symbols: ops on them build nodes of the right shape and compute nothing."""

import numpy as np
import pytest
from in_turn import in_turn
from op_case import op_of
from op_cases import CASES

from dlcourse import ops
from dlcourse.forward_mode import Dual
from dlcourse.graphs import Symbol, constant, evaluate
from dlcourse.graphs.symbol import constant_like
from dlcourse.tensor import Tensor

every_op = in_turn("case", CASES, by=op_of)


def symbols_for(case):
    return [Symbol(f"x{i}", x.shape) if x.dtype.kind == "f" else x for i, x in enumerate(case.inputs)]


def values_for(symbols, arrays):
    return {s: x for s, x in zip(symbols, arrays, strict=True) if isinstance(s, Symbol)}


@every_op
def test_a_symbol_has_the_shape_and_dtype_that_its_value_will_have(case):
    symbols = symbols_for(case)
    Y, expected = case.op(*symbols), case.op(*case.inputs)
    assert (Y.shape, Y.dtype, Y.ndim, Y.size) == (
        expected.shape,
        expected.dtype,
        expected.ndim,
        expected.size,
    )
    np.testing.assert_array_equal(evaluate(Y, values_for(symbols, case.inputs)), expected)


@pytest.mark.rows("S127", "S128", "F020")
def test_a_symbol_remembers_its_op_and_its_inputs_and_has_no_value():
    x, y = Symbol("x"), Symbol("y")
    z = x * y
    assert (z.op, z.inputs, z.value, x.value) == (ops.multiply, (x, y), None, None)
    assert (x.op, x.inputs) == (None, ())
    assert x.serial < y.serial < z.serial


@pytest.mark.rows("S146")
def test_symbols_stand_for_any_value_of_their_shape():
    x = Symbol("x", (3,))
    y = (x * 2).sum()
    assert float(evaluate(y, {x: [2.5, 3.75, -1.8]})) == pytest.approx(8.9, rel=1e-15)
    assert float(evaluate(y, {x: np.zeros(3)})) == 0.0


def test_constants_are_known_and_symbols_are_told_apart_by_identity():
    c = constant(2.0)
    assert (c.name, float(c.value), c.shape) == ("2", 2.0, ())
    assert Symbol("x") != Symbol("x") and len({Symbol("x"), Symbol("x")}) == 2
    assert float(evaluate(c * 3, {})) == 6.0
    assert constant(np.ones((2, 3))).name == "array(2, 3)"


@pytest.mark.parametrize("value", [0, 1])
def test_a_constant_like_a_variable_has_its_kind_shape_and_dtype(value):
    symbol, tensor = Symbol("x", (2, 3), np.float32), Tensor(np.full((2, 3), 5, np.float32))
    for V, made, array in (
        (symbol, constant_like(symbol, value), "value"),
        (tensor, constant_like(tensor, value), "array"),
    ):
        assert type(made) is type(V) and made.shape == (2, 3) and made.dtype == np.float32
        assert (getattr(made, array) == value).all()


def test_a_comparison_is_a_node_that_is_evaluated_with_the_rest():
    x, y = Symbol("x", (4,)), Symbol("y", (4,))
    values = {x: np.array([1.0, 2.0, 3.0, 4.0]), y: np.array([2.0, 2.0, 2.0, 5.0])}
    for made, expected in (
        (x < y, [1, 0, 0, 1]),
        (x <= y, [1, 1, 0, 1]),
        (x > 2, [0, 0, 1, 1]),
        (x >= 2, [0, 1, 1, 1]),
        ((x > 1) & (x < 4), [0, 1, 1, 0]),
        ((x < 2) | (x > 3), [1, 0, 0, 1]),
    ):
        assert isinstance(made, Symbol) and made.dtype == bool
        assert evaluate(made, values).tolist() == [bool(e) for e in expected]
    assert evaluate((x > 2).astype(np.float32), values).dtype == np.float32


def test_operators_and_methods_work_from_both_sides():
    x = Symbol("x", (2, 3))
    value = np.arange(1.0, 7.0).reshape(2, 3)
    for make in (
        lambda x: 2 - x / 4 + 1 / x,
        lambda x: -(x**2) + 2**x,
        lambda x: x @ x.T,
        lambda x: np.ones((4, 2)) @ x,
        lambda x: x[0, ::2].mean() * x.max(axis=1),
        lambda x: x.reshape(3, 2).swapaxes(0, 1).transpose().sum(axis=0, keepdims=True),
    ):
        np.testing.assert_allclose(evaluate(make(x), {x: value}), make(value), rtol=1e-15)
    assert len(x) == 2


def test_its_repr_names_the_op_and_the_inputs():
    x, W = Symbol("x", (2,)), np.ones((2, 2))
    assert repr(x) == "Symbol(x)"
    assert repr(ops.tanh(x)) == "Symbol(tanh: x)"
    assert repr(x * W) == "Symbol(multiply: x, array(2, 2))" and repr(x + 1) == "Symbol(add: x, 1)"


@pytest.mark.parametrize(
    ("work", "error", "message"),
    [
        (lambda: bool(Symbol("x") > 0), TypeError, "Symbol: expected no use as a truth value"),
        (lambda: Symbol("x") * Tensor(2.0), TypeError, "Symbol: expected symbols, .* got Tensor; make it"),
        (lambda: Tensor(2.0) * Symbol("x"), TypeError, "Symbol: expected symbols, .* got Tensor"),
        (lambda: Symbol("x") * Dual(2.0, 1.0), TypeError, "Symbol: expected symbols, .* got Dual"),
        (lambda: Symbol("x", (2,)) + Symbol("y", (3,)), ValueError, "broadcast"),
        (lambda: Symbol("x", (2, 3)) @ Symbol("y", (2, 3)), ValueError, "matmul"),
    ],
)
def test_misuse_says_what_to_do_while_the_graph_is_built(work, error, message):
    with pytest.raises(error, match=message):
        work()
