"""numpy's own functions on Tensors, and a Tensor where Python asks for a number."""

import math

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.forward_mode import Dual
from dlcourse.graphs import Symbol
from dlcourse.tensor import Tensor

X = np.array([[0.5, 1.0], [2.0, 3.0]])
OF_ONE = "exp log sqrt square sign abs sin cos tanh negative sum mean max transpose".split()
OF_TWO = "add subtract multiply divide power matmul".split()
RELATIONS = "less less_equal greater greater_equal equal not_equal".split()


@pytest.mark.parametrize("name", OF_ONE)
def test_a_function_of_numpy_that_has_an_op_is_that_op(name):
    t = Tensor(X)
    Y = getattr(np, name)(t)
    assert isinstance(Y, Tensor) and Y.op is not None
    np.testing.assert_allclose(Y.array, getattr(np, name)(X))


@pytest.mark.parametrize("name", OF_TWO)
def test_a_function_of_two_is_the_op_with_the_tensor_on_either_side(name):
    function, t, other = getattr(np, name), Tensor(X), X + 1
    for a, b in ((t, other), (other, t), (t, Tensor(other))):
        Y = function(a, b)
        plain = [getattr(x, "array", x) for x in (a, b)]
        assert isinstance(Y, Tensor)
        np.testing.assert_allclose(Y.array, function(*plain))


@pytest.mark.parametrize("name", RELATIONS)
def test_a_comparison_with_an_array_in_front_is_that_of_the_arrays(name):
    function, other = getattr(np, name), np.array([[1.0], [2.0]])
    for a, b in ((X, other), (other, X)):
        assert function(Tensor(a), b).tolist() == function(a, Tensor(b)).tolist() == function(a, b).tolist()


def test_axes_are_handed_on_and_the_gradient_is_that_of_the_op():
    t = Tensor(X)
    assert np.mean(t, axis=0, keepdims=True).array.tolist() == [[1.25, 2.0]]
    assert grad(np.sum(np.exp(t)), t).tolist() == np.exp(X).tolist()
    assert (np.shape(t), np.ndim(t), np.size(t)) == ((2, 2), 2, 4)
    assert np.concatenate([t, X], axis=1).shape == np.reshape(np.stack([X, t]), (2, 4)).shape == (2, 4)


@pytest.mark.parametrize(
    "call",
    [
        lambda t: np.arctan(t),
        lambda t: np.maximum(t, 0),
        lambda t: np.add.reduce(t),
        lambda t: np.exp(t, out=np.zeros((2, 2))),
        lambda t: np.mean(t, dtype=np.float32),
        lambda t: np.median(t),
        lambda t: np.where(t > 0, t, 0),
        lambda t: np.dot(X, t),
    ],
)
def test_a_function_without_an_op_is_refused_in_words(call):
    with pytest.raises(TypeError, match="Tensor: expected ops, got numpy's .*; take an op of dlcourse.ops"):
        call(Tensor(X))


@pytest.mark.parametrize(
    "call", [np.asarray, np.array, lambda t: np.asarray([t, t]), lambda t: np.zeros(2) @ [t]]
)
def test_no_tensor_becomes_an_array_in_silence(call):
    for t in (Tensor(X), Tensor(1.0), Tensor([1.0, 2.0])):
        with pytest.raises(
            TypeError, match="Tensor: expected ops, got a call that makes a numpy array of it"
        ):
            call(t)


def test_writing_a_tensor_into_an_array_is_refused():
    a = np.ones((2, 2))
    with pytest.raises(TypeError, match="expected ops, got numpy's add"):
        a += Tensor(X)
    with pytest.raises(TypeError, match="makes a numpy array"):
        a[:] = Tensor(X)
    assert a.tolist() == [[1, 1], [1, 1]]


def test_dual_numbers_and_symbols_take_part():
    assert (np.array([2.0]) * Dual([3.0], [1.0])).tangent.tolist() == [2.0]
    assert np.exp(Dual(0.0, 1.0)).tangent == 1.0
    assert (np.ones((2, 2)) @ Symbol("x", (2, 3))).shape == (2, 3)


def test_one_number_is_formatted_rounded_and_converted_as_a_float():
    J = Tensor(2.71828)
    assert f"{J:.3f}" == "2.718" and f"{Tensor([[0.5]]):.1%}" == "50.0%"
    assert f"{J}" == str(J) == repr(J)
    assert (int(J), complex(J), round(J, 1), round(J), math.floor(J)) == (2, 2.71828 + 0j, 2.7, 3, 2)


@pytest.mark.parametrize("call", [int, float, complex, round, lambda t: f"{t:.2f}"])
def test_several_numbers_are_not_converted_to_one(call):
    with pytest.raises(ValueError, match=r"Tensor: expected one number, got shape \(2, 2\)"):
        call(Tensor(X))


def test_one_number_cannot_be_looped_over_or_counted():
    J = Tensor(3.0)
    for call in (iter, list, sum, len, max, lambda J: [*J]):
        with pytest.raises(TypeError, match="Tensor: expected an axis"):
            call(J)
    with pytest.raises(TypeError, match="Dual: expected an axis to iterate along, got one number"):
        list(Dual(1.0, 1.0))


def test_the_rows_of_a_loop_keep_the_gradient():
    t = Tensor([1.0, 2.0, 3.0])
    a, b, c = t
    assert grad(a * b * c, t).tolist() == [6.0, 3.0, 2.0]
    assert float(sum(t)) == 6.0 and grad(sum(x * x for x in t), t).tolist() == [2.0, 4.0, 6.0]


def test_entries_cannot_be_assigned():
    t = Tensor([1.0, 2.0])
    with pytest.raises(TypeError, match="Tensor: expected no assignment to entries, got one"):
        t[0] = 5.0


def test_plus_equals_gives_the_name_to_a_new_tensor():
    t = start = Tensor([1.0])
    t += 1
    assert start.array.tolist() == [1.0] and t.array.tolist() == [2.0]
    assert grad((t * t).sum(), start).tolist() == [4.0]


def test_relu_of_a_comparison_is_that_of_numbers():
    assert ops.relu(Tensor(X) > 1).tolist() == [[0.0, 0.0], [1.0, 1.0]]
