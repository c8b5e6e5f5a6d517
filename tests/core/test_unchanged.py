"""A gradient belongs to the values its result was computed from, whatever is done to arrays in between."""

import copy

import numpy as np
import pytest

from dlcourse import losses, ops
from dlcourse.autodiff import grad, jacobian, no_grad, vjp
from dlcourse.layers import BatchNorm
from dlcourse.op import Op
from dlcourse.replay import compile_function
from dlcourse.tensor import Tensor
from dlcourse.unchanged import copy_with_strides, frozen, frozen_key

A = np.array([1.0, 2.0])
CHANGED = "changed in place since"


class Identity(Op):
    """x, the very array."""

    def f(self, x):
        return x

    def bprop(self, inputs, X, G, Y):
        return G


identity = Identity()


def test_a_tensor_does_not_see_what_becomes_of_the_array_it_was_made_from():
    a = A.copy()
    t = Tensor(a)
    J = (t * t).sum()
    a[:] = 100
    assert grad(J, t).tolist() == [2.0, 4.0] and t.array.tolist() == [1.0, 2.0]
    strided = np.arange(6.0)
    u = Tensor(strided[::-2])
    strided[:] = 0
    assert u.array.tolist() == [5.0, 3.0, 1.0]


CONSTANTS = {  # op of a tensor and a constant, and its gradient by t = (1, 2) at the constant as it was
    "a factor": (lambda t, c: (t * c).sum(), [3.0, 5.0], [3.0, 5.0]),
    "a factor on the left": (lambda t, c: (c * t).sum(), [3.0, 5.0], [3.0, 5.0]),
    "a divisor": (lambda t, c: (t / c).sum(), [2.0, 4.0], [0.5, 0.25]),
    "an exponent": (lambda t, c: (t**c).sum(), [3.0, 2.0], [3.0, 4.0]),
    "a matrix": (lambda t, c: (t @ c).sum(), [[1.0, 2.0], [3.0, 4.0]], [3.0, 7.0]),
    "an index": (lambda t, c: (t[c] * np.array([1.0, 10.0, 100.0])).sum(), [0, 1, 1], [1.0, 110.0]),
    "an index in a tuple": (lambda t, c: (t.reshape(1, 2)[0, c] * A).sum(), [1, 0], [2.0, 1.0]),
    "a mask": (lambda t, c: t[c].sum(), [True, False], [1.0, 0.0]),
    "a target": (losses.half_squared_error, [5.0, 5.0], [-4.0, -3.0]),
    "a class": (
        lambda t, c: losses.softmax_cross_entropy(t.reshape(1, 2), c), [1],
        [1 / (1 + np.e), -1 / (1 + np.e)],
    ),
    "a constant that was joined": (lambda t, c: (ops.concatenate([t, c]) ** 2).sum(), [7.0], [2.0, 4.0]),
}  # fmt: skip


@pytest.mark.parametrize(("f", "constant", "expected"), CONSTANTS.values(), ids=CONSTANTS)
@pytest.mark.parametrize("again", [False, True])
def test_a_constant_counts_as_it_was(f, constant, expected, again):
    t, c = Tensor(A), np.array(constant)
    J = f(t, c)
    c[...] = 0 if c.dtype.kind != "b" else ~c
    slope = grad(J, t, create_graph=again)
    np.testing.assert_allclose(slope.array if again else slope, expected, rtol=1e-12)


def test_a_constant_between_a_gradient_and_its_own_gradient_counts_as_it_was():
    t, c = Tensor(A), np.array([3.0, 5.0])
    slope = grad((t * t * c).sum(), t, create_graph=True)
    weights = np.array([1.0, 10.0])
    J = (slope * weights).sum()
    c[:], weights[:] = 0, 0
    assert grad(J, t).tolist() == [6.0, 100.0]  # 2 c weights


@pytest.mark.parametrize(
    "read", [lambda a: a[::2, ::3], lambda a: a.T, lambda a: a[::-1], lambda a: a[:, 1:]]
)
def test_a_view_of_an_array_that_changes_counts_as_it_was_with_the_same_strides(read):
    whole = np.random.default_rng(0).standard_normal((6, 6))
    x = read(whole)
    w = Tensor(np.ones((x.shape[1], 1)))
    J, expected = (x @ w).sum(), x.sum(axis=0)[:, None]
    assert J.inputs[0].inputs[0].strides == x.strides
    whole[...] = 0
    np.testing.assert_allclose(grad(J, w), expected, rtol=1e-12)


@pytest.mark.parametrize("of", [lambda t: t, lambda t: t * t, lambda t: t.reshape(1, 2), lambda t: t[::-1]])
def test_the_array_of_a_leaf_or_of_a_result_can_only_be_read(of):
    t = Tensor(A)
    y = of(t)
    for write in (lambda a: a.__setitem__(..., 0), lambda a: a.fill(0), lambda a: np.add(a, 1, out=a)):
        with pytest.raises(ValueError, match="read-only"):
            write(y.array)
    J = (y * y).sum()
    with pytest.raises(ValueError, match="read-only"):
        y.array[...] = 100
    np.testing.assert_array_equal(grad(J, y), 2 * y.array)


def test_gradients_belong_to_the_caller_also_where_a_rule_hands_back_an_input():
    class Bad(Identity):
        def bprop(self, inputs, X, G, Y):
            return inputs[0]  # no derivative, but an array of the graph

    t = Tensor(A)
    g = grad(Bad()(t).sum(), t)
    g *= 2
    assert t.array.tolist() == [1.0, 2.0]
    Y, product = vjp(lambda x: x * x, A, A)
    Y += 1
    product += 1
    answers = jacobian(lambda x: x * x, A)
    answers += 1


def test_what_no_grad_computed_counts_as_it_was_when_it_is_used():
    t = Tensor(A)
    with no_grad():
        held = t * t
    J = (held * t).sum()
    held.array[:] = 0
    assert grad(J, t).tolist() == [1.0, 4.0]


def test_a_leaf_with_another_array_counts_as_it_was():
    t, mine = Tensor(A), np.array([3.0, 4.0])
    before = (t * t).sum()
    t.array = mine
    J = (t * t).sum()
    mine[:] = 0
    assert grad(J, t).tolist() == [6.0, 8.0] and grad(before, t).tolist() == [2.0, 4.0]
    u = copy.deepcopy(Tensor(A))
    J = (u * u).sum()
    u.array[:] = 100
    assert grad(J, u).tolist() == [2.0, 4.0]


def test_running_statistics_count_as_they_were():
    layer, x = BatchNorm(2), Tensor([[1.0, 2.0]])
    layer.eval()
    J = layer(x).sum()
    expected = grad(J, x)
    layer.running_variance[...] = 100
    layer.running_mean[...] = 100
    np.testing.assert_array_equal(grad(J, x), expected)


def test_a_compiled_function_follows_an_array_and_is_not_led_by_the_copy():
    c = np.array([3.0, 5.0])
    fast = compile_function(lambda x: grad((Tensor(x) ** 2 * c).sum() + (Tensor(c) * x).sum(), Tensor(x)))
    slope = compile_function(lambda x: slope_of(x, c))
    for factor in range(1, 6):
        c[:] = factor
        np.testing.assert_array_equal(slope(A), slope_of(A, c).copy())
        fast(A)


def slope_of(x, c):
    t = Tensor(x)
    return grad((t * t * c).sum() + (t * Tensor(c)).sum(), t)


def test_every_array_is_copied_and_numbers_are_not():
    a = np.arange(4.0)
    a.setflags(write=False)  # a view that was made before could still be written to
    for array in (a, a[:], frozen(a), frozen_key((a, [0, 1], slice(1), None))[0]):
        copy = frozen(array)
        assert not (np.shares_memory(copy, array) or copy.flags.writeable) and copy.tolist() == [0, 1, 2, 3]
    assert frozen(3.0) == 3.0 and frozen(np.float32(2)) == 2
    far = np.lib.stride_tricks.as_strided(np.zeros(1000), (3,), (800,))
    assert copy_with_strides(far).strides == (8,) and copy_with_strides(np.zeros((0, 3))).shape == (0, 3)
