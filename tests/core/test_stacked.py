"""Stacks of arrays: one sweep gives all rows that sweeps one by one give."""

import contextlib

import numpy as np
import pytest
from in_turn import in_turn
from op_case import op_of
from op_cases import CASES

from dlcourse import Tensor, autodiff, hessian, jacobian, losses, ops
from dlcourse.layers import MLP, BatchNorm, Linear, Sequential
from dlcourse.stacked import CannotStack, Stacked, stack_of
from dlcourse.sweep import backpropagate, pruned_graph


def one_by_one(Y, targets):
    graph = pruned_graph(Y, targets)
    rows = [backpropagate(graph, G.reshape(Y.shape)) for G in np.eye(Y.size, dtype=Y.dtype)]
    return np.array([np.concatenate([part.reshape(-1) for part in row]) for row in rows])


def recorded(case):
    """The result of the op, and the tensors among its inputs."""
    tensors = [Tensor(a) if np.asarray(a).dtype.kind == "f" else a for a in case.inputs]
    return case.op(*tensors), [x for x in tensors if isinstance(x, Tensor)]


VARIABLE = [
    case for case in CASES if any(isinstance(a, np.ndarray) and a.dtype.kind == "f" for a in case.inputs)
]


@in_turn("case", VARIABLE, by=op_of)
def test_the_rows_of_every_op_are_those_of_sweeps_one_by_one(case):
    Y, targets = recorded(case)
    expected = one_by_one(Y, targets)
    got = autodiff._rows(Y, targets)
    assert got.shape == (Y.size, sum(x.size for x in targets))
    np.testing.assert_allclose(got.reshape(expected.shape), expected, rtol=1e-12, atol=1e-300)


def test_most_ops_can_be_stacked():
    results, works = [pair for pair in map(recorded, VARIABLE) if pair[0].size], []
    for Y, targets in results:
        with contextlib.suppress(CannotStack):
            backpropagate(pruned_graph(Y, targets), stack_of(Y.array))
            works.append(Y.op)
    assert len(works) >= 0.7 * len(results), works


@pytest.mark.parametrize("activation", [ops.tanh, ops.relu, ops.sigmoid, ops.softplus])
@pytest.mark.parametrize("normalized", [False, True])
def test_a_hessian_is_that_of_sweeps_one_by_one(activation, normalized, monkeypatch):
    rng = np.random.default_rng(0)
    steps = [Linear(2, 5, rng=rng), activation, Linear(5, 3, rng=rng)]
    model = Sequential(steps[0], *([BatchNorm(5)] if normalized else []), *steps[1:])
    x, y = rng.normal(size=(7, 2)), rng.integers(0, 3, 7)
    J = losses.softmax_cross_entropy(model(x), y)
    stacked = hessian(J, model.parameters())
    monkeypatch.setattr(autodiff, "MOST_AT_ONCE", -1)
    np.testing.assert_allclose(stacked, hessian(J, model.parameters()), rtol=1e-9, atol=1e-12)


def test_what_a_function_does_not_depend_on_has_rows_of_zeros():
    x, z = Tensor([1.0, 2.0]), Tensor([3.0])
    assert autodiff._rows(x * x, [x, z]).tolist() == [[2.0, 0.0, 0.0], [0.0, 4.0, 0.0]]


def test_nothing_to_differentiate_gives_no_rows():
    assert jacobian(lambda x: x[:0], np.ones(3)).shape == (0, 3)


def test_a_model_that_cannot_be_stacked_has_its_jacobian_all_the_same():
    key = np.array([0, 0, 1])
    expected = [[2.0, 0.0, 0.0], [2.0, 0.0, 0.0], [0.0, 4.0, 0.0]]
    assert jacobian(lambda x: (x * x)[key], np.array([1.0, 2.0, 3.0])).tolist() == expected


@pytest.mark.parametrize(
    "use",
    [bool, float, len(" ") and int, np.asarray, lambda s: s[np.array([0])], lambda s: s @ np.ones(3)],
)
def test_what_has_no_meaning_for_a_stack_is_refused(use):
    with pytest.raises(CannotStack):
        use(Stacked(np.ones((2, 3))))


def test_shapes_are_those_of_one_array():
    stack = Stacked(np.zeros((5, 2, 3)))
    assert (stack.shape, stack.ndim, stack.size, len(stack)) == ((2, 3), 2, 6, 2)
    assert stack.T.shape == (3, 2) and stack.reshape(-1).shape == (6,)
    assert stack.sum(axis=0).shape == (3,) and stack.sum(axis=-1, keepdims=True).shape == (2, 1)
    assert stack.sum().shape == () and (stack + np.zeros((4, 2, 3))).shape == (4, 2, 3)


def test_a_network_with_many_rows_takes_them_one_by_one(monkeypatch):
    model = MLP((2, 3, 2), rng=np.random.default_rng(0))
    Y = model(np.ones((4, 2)))
    at_once = autodiff._rows(Y, model.parameters())
    monkeypatch.setattr(autodiff, "MOST_AT_ONCE", 10)
    np.testing.assert_allclose(autodiff._rows(Y, model.parameters()), at_once, rtol=1e-12)
