"""Ops at their edges: one part alone, the last axis that fits, the widest kernel, rules that give zero."""

import numpy as np
import pytest
from scipy import special

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.gradcheck import gradcheck
from dlcourse.graphs.symbol import Cast, Comparison
from dlcourse.ops.activations import ELU
from dlcourse.ops.batch_norm import BatchNorm
from dlcourse.ops.convolution import Convolution, Fold, Unfold, output_size
from dlcourse.ops.joining import Concatenate, Stack
from dlcourse.ops.normalization import LogSoftmax, LogSumExp, Softmax
from dlcourse.ops.reductions import Max, Mean, Sum
from dlcourse.sweep import unbroadcast
from dlcourse.tensor import Tensor

RNG = np.random.default_rng(8)
X = RNG.standard_normal((2, 3, 4))


def test_axes_are_all_or_the_last_unless_told():
    for op, reference in (
        (Sum(), np.sum),
        (Mean(), np.mean),
        (Max(), np.max),
        (LogSumExp(), special.logsumexp),
    ):
        assert op(X).shape == () and op(X) == pytest.approx(reference(X))
    for function, reference in ((ops.sum, np.sum), (ops.mean, np.mean), (ops.max, np.max)):
        assert function(X).shape == () and function(X) == pytest.approx(reference(X))
    np.testing.assert_allclose(ops.logsumexp(X), special.logsumexp(X, axis=-1))
    for op, reference in ((Softmax(), special.softmax), (LogSoftmax(), special.log_softmax)):
        np.testing.assert_allclose(op(X), reference(X, axis=-1), rtol=1e-12)


def test_joining_goes_along_the_first_axis_unless_told():
    a, b = X[0], X[1]
    np.testing.assert_array_equal(Concatenate()(a, b), X.reshape(6, 4))
    np.testing.assert_array_equal(Stack()(a, b), X)


@pytest.mark.parametrize("joined", [ops.concatenate, ops.stack])
def test_one_part_alone_can_be_joined(joined):
    x = Tensor(X)
    np.testing.assert_array_equal(joined([x]).array.reshape(X.shape), X)
    np.testing.assert_array_equal(grad((joined([x]) * 2).sum(), x), np.full(X.shape, 2.0))


def test_any_axis_can_be_split_and_no_other():
    for axis, parts in ((-3, 2), (2, 4), (-1, 2)):
        for found, expected in zip(ops.split(X, parts, axis=axis), np.split(X, parts, axis), strict=True):
            np.testing.assert_array_equal(found, expected)
    for axis in (3, -4):
        with pytest.raises(ValueError, match="split: expected an axis of x"):
            ops.split(X, 2, axis=axis)


def test_batch_norm_takes_every_axis_from_the_front_or_the_back():
    here = ops.batch_norm(X[0], axis=0)
    np.testing.assert_array_equal(ops.batch_norm(X[0], axis=-2), here)
    np.testing.assert_array_equal(BatchNorm()(X[0], 1.0, 0.0), here)
    assert abs(here.mean(axis=0)).max() < 1e-15 and here.std(axis=0) == pytest.approx(1.0, rel=1e-4)
    for axis in (2, -3):
        with pytest.raises(ValueError, match="batch_norm: expected samples along axis"):
            ops.batch_norm(X[0], axis=axis)


def test_an_affine_map_of_whole_numbers_may_have_fractions_in_its_bias():
    x, W, b = np.array([[1, 2]]), np.array([[3], [4]]), np.array([0.5])
    assert ops.affine(x, W, b).tolist() == [[11.5]]
    assert ops.affine.f(x, W, b).tolist() == [[11.5]]


def test_elu_has_alpha_1_unless_told():
    np.testing.assert_allclose(ELU()(np.array([-1.0, 2.0])), [np.expm1(-1), 2.0])


def test_a_kernel_may_fill_the_padded_image_and_no_more():
    assert output_size(2, 4, padding=1) == 1 and output_size(3, 9, padding=3) == 1
    for n, kernel, padding in ((2, 5, 1), (3, 10, 3), (4, 5, 0)):
        with pytest.raises(
            ValueError, match=f"expected a kernel of at most {n + 2 * padding}, .* got {kernel}"
        ):
            output_size(n, kernel, padding=padding)


def test_patches_lie_side_by_side_without_padding_unless_told():
    image = RNG.standard_normal((1, 2, 5, 4))
    assert ops.unfold(image, 2).shape == (1, 8, 12)
    ones = ops.fold(np.ones((1, 4, 12)), (5, 4), 2)
    assert (
        ones[0, 0].tolist() == np.outer([1, 2, 2, 2, 1], [1, 2, 2, 1]).tolist()
    )  # how many patches cover it
    W = RNG.standard_normal((3, 2, 2, 2))
    np.testing.assert_array_equal(Convolution()(image, W), ops.conv2d(image, W))


@pytest.mark.parametrize("padding", [(2, 0), (0, 3), (2, 3)])
def test_a_wide_frame_of_zeros_is_cut_off_again(padding):
    x, kernel = RNG.standard_normal((2, 1, 3, 2)), (2, 2)
    columns = ops.unfold(x, kernel, padding=padding)
    weights = RNG.standard_normal(columns.shape)
    folded = ops.fold(weights, (3, 2), kernel, padding=padding)
    assert folded.shape == x.shape and (columns * weights).sum() == pytest.approx(
        (x * folded).sum()
    )  # transposed
    gradcheck(Unfold(kernel, (1, 1), padding), (x,))
    gradcheck(Fold((3, 2), kernel, (1, 1), padding), (weights,))


def test_the_rule_of_a_comparison_is_zeros_of_the_shape_of_g_and_that_of_a_cast_is_g():
    G, a = np.array([1.0, -2.0]), np.array([0.5, 3.0])
    less = Comparison(np.less)
    for i in (0, 1):
        found = less.bprop((a, a + 1), i, G, less.f(a, a + 1))
        assert found.shape == (2,) and not found.any()
    assert Cast(np.float64).bprop((a,), 0, G, a).tolist() == [1.0, -2.0]
    gradcheck(Cast(np.float64), (a,))


def test_the_gradients_of_two_inputs_are_two_arrays():
    a, b = Tensor(X), Tensor(X + 1)
    g_a, g_b = grad((ops.exp(a + b)).sum(), [a, b])
    np.testing.assert_array_equal(g_a, g_b)
    assert not np.shares_memory(g_a, g_b)
    g_a[...] = 0
    assert g_b.all()


@pytest.mark.parametrize("shape", [(1,), (1, 1), (2, 3), (0, 2)])
def test_a_number_in_place_of_a_gradient_counts_for_every_entry(shape):
    found = unbroadcast(np.asarray(3.0), shape)
    assert found.shape == shape and (found == 3.0).all()


def test_two_numbers_in_place_of_six_are_refused():
    with pytest.raises(
        ValueError, match=r"expected bprop to return a gradient of shape \(2, 3\), got \(2,\)"
    ):
        unbroadcast(np.ones(2), (2, 3))


def test_batch_norm_along_the_first_axis_of_sequences_has_the_gradient_that_small_steps_measure():
    x, gamma, beta = RNG.standard_normal((5, 3, 2)), RNG.standard_normal((3, 2)), RNG.standard_normal((3, 2))
    gradcheck(lambda *inputs: ops.batch_norm(*inputs, axis=0), (x, gamma, beta))
