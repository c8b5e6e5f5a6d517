"""Statistics of many samples, of huge and of tiny numbers, against math.fsum and float64."""

import math

import numpy as np
import pytest

from dlcourse.preprocessing import ZCA, MinMax, ZScore


def column(*numbers, dtype=np.float32):
    return np.array(numbers, dtype)[:, None]


@pytest.mark.parametrize("layout", [np.ascontiguousarray, np.asfortranarray, lambda x: x[::-1]])
def test_many_samples_in_float32_have_the_mean_of_fsum(layout):
    x = np.full((2 * 10**5, 2), 100.3, np.float32)
    x[::2, 1] += 1
    scaler = ZScore().fit(layout(x))
    expected = [math.fsum(c.tolist()) / len(c) for c in x.T]
    np.testing.assert_allclose(scaler.shift, expected, rtol=1e-12)
    np.testing.assert_allclose(scaler.scale, [1.0, np.std(x[:, 1].astype(float))], rtol=1e-12)
    assert not scaler.transform(x)[:, 0].any()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_mean_and_the_deviation_beside_a_huge_mean_are_those_of_exact_numbers(dtype):
    x = (2.0**23 if dtype is np.float32 else 2.0**50) + np.arange(1000, dtype=dtype)[:, None]
    z = ZScore().fit(x).transform(x)
    steps = np.arange(1000) - 499.5
    np.testing.assert_allclose(z[:, 0], steps / np.sqrt(np.mean(steps**2)), rtol=1e-6)


@pytest.mark.parametrize(
    "x",
    [
        column(1e-25, 3e-25),
        column(-1e20, 1e20),
        column(-3e38, 3e38),
        column(1e-200, 3e-200, dtype=float),
        column(-1.5e308, 1.5e308, dtype=float),
        column(1e-310, 3e-310, dtype=float),
    ],
)
def test_two_numbers_of_any_size_standardize_to_minus_1_and_1(x):
    scaler = ZScore().fit(x)
    assert scaler.transform(x).ravel().tolist() == pytest.approx([-1.0, 1.0], rel=1e-6)
    np.testing.assert_allclose(scaler.inverse(scaler.transform(x)), x, rtol=1e-6)


@pytest.mark.parametrize("x", [column(1e-25, 2e-25, 3e-25), column(-3e38, 0, 3e38), column(1e20, 2e20, 3e20)])
def test_min_max_and_whitening_take_numbers_of_any_size(x):
    np.testing.assert_allclose(MinMax().fit(x).transform(x), column(0, 0.5, 1), atol=1e-6)
    np.testing.assert_allclose(abs(ZCA().fit(x).transform(x)), column(1, 0, 1), atol=1e-6)


def test_a_range_beyond_the_largest_number_is_refused():
    with pytest.raises(ValueError, match="MinMax: expected columns whose max - min is finite"):
        MinMax().fit(column(-1.5e308, 1.5e308, dtype=float))


def test_whitening_many_float32_samples_far_from_0_gives_the_identity():
    rng = np.random.default_rng(0)
    x = (rng.normal(size=(10**5, 2)) @ np.array([[2.0, 1.0], [0.0, 1.0]]) + 1000).astype(np.float32)
    np.testing.assert_allclose(np.cov(ZCA().fit(x).transform(x).T.astype(float)), np.eye(2), atol=1e-5)
