import gc
import weakref
from fractions import Fraction

import numpy as np
import pytest
from in_turn import in_turn

from dlcourse.autodiff import grad
from dlcourse.strict_array import StrictArray
from dlcourse.tensor import Parameter, Tensor


def test_a_new_tensor_is_a_leaf_with_its_own_copy_of_the_array():
    x = np.ones((2, 3))
    t = Tensor(x)
    assert not np.shares_memory(t.array, x) and t.array.tolist() == x.tolist()
    assert (t.op, t.inputs, t.arrays, t.serial) == (None, (), (), 0)
    assert (t.shape, t.ndim, t.size, t.dtype, len(t)) == ((2, 3), 2, 6, np.float64, 2)


def test_a_parameter_owns_a_copy():
    x = np.ones(2)
    parameter = Parameter(x)
    parameter.array += 1
    assert x.tolist() == [1.0, 1.0]
    assert isinstance(parameter, Tensor)


def test_a_result_remembers_its_op_and_its_inputs():
    x = Tensor([1.0, 2.0])
    y = x * 3
    assert y.op.f(2, 3) == 6
    assert y.inputs == (x, 3)
    assert y.serial > x.serial and (y + 1).serial > y.serial


@pytest.mark.parametrize(
    "use",
    [
        lambda x, c: x + c,
        lambda x, c: c + x,
        lambda x, c: x - c,
        lambda x, c: c - x,
        lambda x, c: x * c,
        lambda x, c: c * x,
        lambda x, c: x / c,
        lambda x, c: c / x,
        lambda x, c: x**c,
        lambda x, c: c**x,
        lambda x, c: -x + c,
    ],
)
@in_turn("constant", [2, 0.5, np.float64(1.5), np.array([1.0, 2.0, 3.0]), np.array([[2.0], [3.0]])])
def test_operators_do_what_they_do_on_arrays_with_the_tensor_on_either_side(use, constant):
    x = np.array([0.5, 1.5, 2.5])
    for c in (constant, Tensor(constant)):
        Y = use(Tensor(x), c)
        assert isinstance(Y, Tensor)
        np.testing.assert_array_equal(Y.array, use(x, constant))


@pytest.mark.parametrize(
    "use",
    [
        lambda x: x.T,
        lambda x: x.transpose(),
        lambda x: x.transpose(1, 0, 2),
        lambda x: x.transpose((2, 0, 1)),
        lambda x: x.swapaxes(0, -1),
        lambda x: x.reshape(6, 4),
        lambda x: x.reshape((-1, 2)),
        lambda x: x.reshape(-1),
        lambda x: x.sum(),
        lambda x: x.sum(axis=1),
        lambda x: x.sum((0, 2), keepdims=True),
        lambda x: x.mean(axis=-1),
        lambda x: x.mean(keepdims=True),
        lambda x: x.max(axis=0),
        lambda x: x.max(1, keepdims=True),
        lambda x: x[1],
        lambda x: x[..., 0],
        lambda x: x[:, ::2],
        lambda x: x[:, None, 1],
        lambda x: x[x > 3],
        lambda x: x[np.array([1, 1])],
    ],
)
def test_methods_do_what_they_do_on_arrays(use):
    x = np.arange(24.0).reshape(2, 3, 4)
    Y = use(Tensor(x))
    assert isinstance(Y, Tensor)
    np.testing.assert_array_equal(Y.array, use(x))


def test_at_is_the_matrix_product_on_either_side():
    A, x = np.arange(6.0).reshape(2, 3), np.ones(3)
    for left, right in ((Tensor(A), x), (A, Tensor(x)), (Tensor(A), Tensor(x))):
        np.testing.assert_array_equal((left @ right).array, A @ x)


def test_a_comparison_gives_a_plain_array_of_booleans():
    x = Tensor([1.0, 2.0, 3.0])
    assert (x > 2).tolist() == [False, False, True]
    assert (x >= 2).tolist() == [False, True, True]
    assert (x < Tensor([2.0, 2.0, 2.0])).tolist() == [True, False, False]
    assert (x <= np.array([0.0, 2.0, 4.0])).tolist() == [False, True, True]


def test_equality_goes_entry_by_entry_and_gives_a_plain_array():
    x = Tensor([1.0, 2.0])
    for other in (np.array([1.0, 3.0]), Tensor([1.0, 3.0]), [1.0, 3.0], (1.0, 3.0)):
        assert (x == other).tolist() == (other == x).tolist() == [True, False]
        assert (x != other).tolist() == (other != x).tolist() == [False, True]
    for two in (2, 2.0, 2 + 0j, Fraction(2), np.float32(2)):
        assert (x == two).tolist() == (two == x).tolist() == [False, True]
    assert type(x == 2) is np.ndarray
    assert (x == None) is False and (x != "a") is True  # noqa: E711


def test_tensors_are_told_apart_by_identity_in_sets_and_as_keys():
    x, same_numbers = Tensor([1.0, 2.0]), Tensor([1.0, 2.0])
    assert len({x, same_numbers, x}) == 2
    assert {x: 1, same_numbers: 2}[x] == 1
    assert x in {x} and same_numbers not in {x}


def test_in_asks_whether_an_entry_has_the_value():
    x = Tensor([[1.0, 2.0], [3.0, 4.0]])
    assert 3 in x and 5 not in x


def test_one_number_comes_out_as_a_python_float():
    assert type(Tensor([[2.5]]).item()) is float
    assert float(Tensor(2.5) * 2) == 5.0


def test_a_loop_over_a_tensor_gives_its_rows_and_ends():
    x = Tensor([[1.0, 2.0], [3.0, 4.0]])
    assert [row.array.tolist() for row in x] == [[1.0, 2.0], [3.0, 4.0]]
    assert grad(sum(row.sum() for row in x), x).tolist() == [[1.0, 1.0], [1.0, 1.0]]


def test_the_text_of_a_tensor_shows_values_and_origin():
    assert repr(Tensor([1.0, 2.0])) == "Tensor([1., 2.])"
    assert repr(Parameter([1.0])) == "Parameter([1.])"
    assert repr(Tensor([1.0]) + 1) == "Tensor([2.], op=add)"


def test_the_text_of_a_tensor_on_a_device_shows_its_values_too():
    assert repr(Tensor(StrictArray([1.0, 2.0]))) == "Tensor([1., 2.])"


def test_a_graph_goes_with_the_last_name_of_its_result():
    gc.collect()
    gc.disable()
    try:
        x = Tensor(np.ones(3))
        y = (x * 2).sum()
        inner, gradient = weakref.ref(y.inputs[0]), grad(y, x)
        assert inner() is not None
        del y
        assert inner() is None, (
            "the graph lives on, though its result is gone: something holds it, or a cycle"
        )
        assert gradient.tolist() == [2.0, 2.0, 2.0]
    finally:
        gc.enable()
