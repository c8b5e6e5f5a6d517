"""What stands beside Tensors: every dtype at the doors of every op, against the op of floats."""

import decimal
import fractions

import numpy as np
import pytest
from in_turn import in_turn

from dlcourse import losses, ops
from dlcourse.backend import as_float_array, use_dtype
from dlcourse.strict_array import StrictArray
from dlcourse.tensor import Parameter, Tensor

INTEGERS = ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "bool"]
OF_ONE = """absolute cosine elu exp hard_tanh leaky_relu lecun_tanh negative relu sigmoid sign sine softplus
    square step tanh softmax log_softmax logsumexp mean sum""".split()
OF_TWO = "add subtract multiply divide power".split()


@pytest.mark.parametrize("name", OF_ONE)
@in_turn("dtype", INTEGERS)
def test_an_op_of_integers_is_the_op_of_these_numbers_as_floats(name, dtype):
    x = np.array([[0, 1, 50], [80, 2, 3]]).astype(dtype)
    found, expected = getattr(ops, name)(x), getattr(ops, name)(x.astype(float))
    np.testing.assert_array_equal(found, expected)
    assert found.dtype == np.float64
    with use_dtype("float32"):
        assert getattr(ops, name)(x).dtype == np.float32


@pytest.mark.parametrize("dtype", ["int8", "int16", "int64"])
def test_the_least_integer_has_an_absolute_value_and_a_square(dtype):
    x = np.array([np.iinfo(dtype).min], dtype)
    assert ops.absolute(x) == -float(x[0]) and ops.square(x) == float(x[0]) ** 2
    assert ops.negative(x) == -float(x[0])


@pytest.mark.parametrize("name", OF_TWO)
@in_turn("dtype", INTEGERS)
@in_turn("floats", [np.float32, np.float64])
def test_integers_beside_floats_take_their_dtype(name, dtype, floats):
    a, x = np.array([1, 1, 1]).astype(dtype), np.array([0.5, 2.0, 3.0], floats)
    for first, second in ((a, x), (x, a), (a, Tensor(x)), (Tensor(x), a)):
        found = getattr(ops, name)(first, second)
        f, s = (np.asarray(getattr(v, "array", v), float) for v in (first, second))
        np.testing.assert_allclose(getattr(found, "array", found), getattr(ops, name)(f, s), rtol=1e-6)
        assert found.dtype == floats


def test_unsigned_integers_do_not_wrap_in_sums_and_differences():
    a, b = np.array([200], np.uint8), np.array([100], np.uint8)
    assert ops.add(a, b) == 300 and ops.subtract(b, a) == -100 and ops.multiply(a, b) == 20_000


@pytest.mark.parametrize("number", [2, 2.0, True, np.float64(2), np.float32(2), np.int64(2), np.array(2.0)])
def test_a_single_number_does_not_widen_float32(number):
    t = Tensor(np.ones(3, np.float32))
    assert (t * number).dtype == (number * t).dtype == (t**number).dtype == np.float32
    assert (t * number).array.tolist() == [float(number)] * 3


@pytest.mark.parametrize(
    "x",
    [
        np.array([1j]),
        np.array(["a"]),
        np.array([None]),
        np.array(["2020-01-01"], "M8[D]"),
        1j,
        "1",
        None,
        [1.0],
        decimal.Decimal(1),
        fractions.Fraction(1, 2),
        np.ma.array([1.0], mask=[True]),
    ],
    ids=lambda x: type(x).__name__ + str(getattr(x, "dtype", "")),
)
def test_what_holds_no_real_numbers_is_refused(x):
    for call in (lambda: ops.exp(x), lambda: Tensor([1.0]) * x, lambda: ops.add(x, Tensor([1.0]))):
        with pytest.raises(TypeError):
            call()
    if not isinstance(x, str | list | None):
        with pytest.raises(TypeError, match="expected"):
            ops.multiply(Tensor([1.0]), x)


@pytest.mark.parametrize("data", [np.array([1j]), ["a"], [None], [decimal.Decimal(1)], np.ma.array([1.0])])
def test_a_tensor_of_no_real_numbers_is_refused(data):
    with pytest.raises(TypeError, match="as_float_array: expected"):
        Tensor(data)


def test_a_list_of_tensors_is_refused_since_its_gradient_would_be_lost():
    for parts in ([Tensor(1.0), Tensor(2.0)], [Tensor([1.0]), Tensor([2.0])], [[Tensor(1.0)], [Tensor(2.0)]]):
        with pytest.raises(TypeError, match="join Tensors with ops.stack"):
            Tensor(parts)


@pytest.mark.filterwarnings("ignore:the matrix subclass")
def test_a_matrix_is_the_array_that_it_holds():
    m = np.matrix([[1.0, 2.0], [3.0, 4.0]])
    t = Tensor(m)
    assert (t * t).array.tolist() == [[1, 4], [9, 16]]
    assert type(t.array) is type(as_float_array(m)) is np.ndarray
    plain = Tensor(np.array(m))
    assert (plain * m).array.tolist() == (m * plain).array.tolist() == [[1, 4], [9, 16]]
    assert ops.multiply(m, m).tolist() == [[1, 4], [9, 16]]


def test_numbers_of_the_other_byte_order_are_turned_round():
    x = np.array([1.0, 2.0]).astype(">f8")
    assert Tensor(x).array.dtype.isnative and (Tensor([1.0, 1.0]) * x).array.dtype.isnative
    assert ops.exp(x.astype(">i4")).tolist() == np.exp([1.0, 2.0]).tolist()


def test_a_read_only_array_serves_as_a_constant_and_as_a_start():
    x = np.ones(2)
    x.flags.writeable = False
    p = Parameter(x)
    p.array += 1
    assert p.array.tolist() == [2.0, 2.0] and (Tensor(x) * x).array.tolist() == [1.0, 1.0]


def test_the_same_path_runs_where_numpy_may_not_reach():
    x = StrictArray(np.array([1, 2]))
    assert ops.exp(x).get().tolist() == np.exp([1.0, 2.0]).tolist()


def test_ops_that_move_numbers_leave_integers_what_they_are():
    x = np.arange(6)
    assert ops.reshape(x, (2, 3)).dtype == ops.getitem(x, 2).dtype == ops.stack([x, x]).dtype == x.dtype
    assert ops.concatenate([x, Tensor(np.ones(1, np.float32))]).dtype == np.float32


PAIRS = ["squared_error", "mean_squared_error", "half_squared_error", "absolute_error", "mean_absolute_error"]


@pytest.mark.parametrize("name", [*PAIRS, "sigmoid_cross_entropy", "hinge", "gaussian_nll", "cross_entropy"])
def test_losses_refuse_complex_numbers_on_either_side(name):
    loss, z = getattr(losses, name), np.full((2, 1), 0.5)
    for bad in (np.ones((2, 1), complex), np.array([["a"], ["b"]]), np.array([[None], [None]])):
        for x in (z, Tensor(z)):
            with pytest.raises(TypeError, match="expected"):
                loss(x, bad)
        with pytest.raises(TypeError, match="expected"):
            loss(bad, z)


@pytest.mark.parametrize("name", [*PAIRS, "gaussian_nll"])
@in_turn("dtype", INTEGERS)
def test_losses_of_integers_are_those_of_floats(name, dtype):
    y_hat, y = np.array([[0.0], [100.0]]).astype(dtype), np.array([[1.0], [1.0]]).astype(dtype)
    expected = getattr(losses, name)(y_hat.astype(float), y.astype(float))
    for a, b in ((y_hat, y), (Tensor(y_hat), y), (y_hat.astype(float), y)):
        assert float(getattr(losses, name)(a, b)) == pytest.approx(float(expected), rel=1e-12)


@pytest.mark.parametrize("single", [np.float32(2.5), np.array(2.5, np.float32)])
def test_a_single_float32_number_does_not_widen_an_array_of_float16(single):
    x = Tensor(np.ones(3, np.float16))
    assert (x * single).dtype == (single * x).dtype == np.float16
    assert ops.multiply(np.ones(3, np.float16), single).dtype == np.float16
    assert (x.sum() * single).dtype == np.float32 and (Tensor(np.float64(1)) * single).dtype == np.float64
