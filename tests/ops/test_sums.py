"""Sums and means of many numbers, of every layout, against math.fsum and float64."""

import itertools
import math

import numpy as np
import pytest
from in_turn import in_turn

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.ops.sums import BLOCK, average, ones_of, rows_total, total
from dlcourse.tensor import Tensor

SHAPES = [(300,), (300, 7), (7, 300), (3, 300, 5), (2, 3, 20, 30), (300, 2, 3), (1, 1000), (129, 3), (0, 3)]
LAYOUTS = {
    "as it is": lambda x: x,
    "every other row": lambda x: x[::2],
    "every other column": lambda x: x[..., ::2],
    "transposed": lambda x: x.T,
    "backwards": lambda x: x[::-1],
    "in Fortran's order": np.asfortranarray,
}


def axes_of(ndim):
    several = [c for n in (1, 2, 3) for c in itertools.combinations(range(ndim), n)]
    return [None, *range(-ndim, ndim), *several]


@in_turn("layout", LAYOUTS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_total_is_the_sum_in_float64_along_any_axes(shape, layout):
    x = LAYOUTS[layout](np.random.default_rng(0).random(shape).astype(np.float32) + 1)
    for axis, keepdims in itertools.product(axes_of(x.ndim), (False, True)):
        found, exact = total(x, axis, keepdims), x.astype(float).sum(axis=axis, keepdims=keepdims)
        np.testing.assert_allclose(found, exact, rtol=1e-6)
        assert found.shape == exact.shape and found.dtype == np.float32
        assert type(found) is type(x.sum(axis=axis, keepdims=keepdims))


def test_a_million_equal_numbers_in_float32_have_their_mean():
    x = np.full((10**6, 2), 100.3, np.float32)
    for found in (ops.mean(x, axis=0), ops.sum(x, axis=0) / 10**6, rows_total(x) / 10**6):
        np.testing.assert_allclose(found, float(np.float32(100.3)), rtol=5e-6)


@pytest.mark.parametrize("m", [1, 127, 128, 1024, 1025, 5000, 130_000])
def test_the_error_of_a_sum_over_rows_stays_within_the_bound(m):
    x = np.random.default_rng(m).uniform(0, 1, (m, 3)).astype(np.float32)
    exact = np.array([math.fsum(column) for column in x.T.tolist()])
    levels = max(1.0, math.log(m) / math.log(BLOCK))
    for found in (total(x, 0), rows_total(x)):
        assert (abs(found - exact) <= min(m, 1024) * levels * 2.0**-24 * exact).all()
        assert (abs(found - exact) <= 3e-6 * exact).all()  # what is seen


@pytest.mark.parametrize("shape", [(200_000, 2), (200_000, 1), (20_000, 3, 2)])
def test_the_gradient_of_a_bias_sums_exactly_over_many_samples(shape):
    b = Tensor(np.zeros(shape[1:], np.float32))
    G = np.full(shape, 100.3, np.float32)
    found = grad((b * G).sum(), b)
    np.testing.assert_allclose(found, float(np.float32(100.3)) * shape[0], rtol=5e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_mean_of_the_largest_numbers_is_finite(dtype):
    most = np.finfo(dtype).max
    for n in (2, 3, 7, 1000):
        assert ops.mean(np.full(n, most)) == most
        assert abs(ops.mean(np.array([most] * n + [-most] * n))) <= 1e-6 * most
    rows = np.array([[most, 1.0], [most, 3.0]], dtype)
    assert ops.mean(rows, axis=0).tolist() == [most, 2.0]
    assert ops.mean(rows, axis=0, keepdims=True).dtype == dtype
    t = Tensor(rows)
    assert grad(t.mean(), t).tolist() == [[0.25, 0.25]] * 2


def test_a_mean_with_infinity_or_nan_among_its_numbers_has_it():
    assert average(np.array([np.inf, 1.0])) == np.inf
    assert np.isnan(average(np.array([np.nan, np.inf])))
    assert average(np.array([[np.inf, 1.0], [1.0, 2.0]]), 0).tolist() == [np.inf, 1.5]


def test_the_bias_of_a_convolution_sums_exactly_over_many_images():
    x, W, b = (
        np.zeros((3000, 1, 2, 2), np.float32),
        np.zeros((2, 1, 1, 1), np.float32),
        np.zeros(2, np.float32),
    )
    t = Tensor(b)
    found = grad((ops.conv2d(x, W, t) * np.float32(100.3)).sum(), t)
    np.testing.assert_allclose(found, float(np.float32(100.3)) * 12_000, rtol=2e-6)


def test_float16_is_added_up_in_float32():
    x = np.full((4000, 2), 1.1, np.float16)
    for found in (ops.sum(x, axis=0), rows_total(x), ops.mean(x, axis=0) * 4000):
        assert found.dtype == np.float16
        np.testing.assert_allclose(found, 4000 * float(np.float16(1.1)), rtol=1e-3)
    b = Tensor(np.zeros(2, np.float16))
    assert abs(grad((b * x).sum(), b) / (4000 * 1.1) - 1).max() < 1e-3


def test_nobody_can_write_to_the_ones_that_all_sums_share():
    ones = ones_of(3, np.dtype(np.float32))
    assert ones is ones_of(3, np.dtype(np.float32)) and not ones.flags.writeable
