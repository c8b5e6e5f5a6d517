from functools import partial

import numpy as np
import pytest
import torch

from dlcourse.initializers import (
    constant,
    fans,
    glorot_normal,
    glorot_uniform,
    he_normal,
    he_uniform,
    lecun_normal,
    normal,
    orthogonal,
    uniform,
    zeros,
)
from dlcourse.ops import lecun_tanh, relu, sigmoid, tanh

SHAPE = (300, 200)


def rng():
    return np.random.default_rng(7)


WEIGHTS = [lecun_normal, glorot_uniform, glorot_normal, he_uniform, he_normal, orthogonal]


@pytest.mark.parametrize("shape", [(2, 3), (4, 3, 2, 2)])
@pytest.mark.parametrize("init", [zeros, constant(0.1), uniform(-2, 3), normal(0.5), *WEIGHTS])
def test_an_initializer_gives_an_array_of_the_shape_and_the_same_from_the_same_seed(init, shape):
    first, second = init(shape, rng()), init(shape, rng())
    assert first.shape == shape and first.dtype == np.float64
    np.testing.assert_array_equal(first, second)
    assert first is not second


@pytest.mark.parametrize("init", WEIGHTS)
def test_a_bias_has_no_fans(init):
    with pytest.raises(ValueError, match=r"fans: expected the shape of a weight.*got \(5,\); a bias"):
        init((5,), rng())


@pytest.mark.parametrize("shape", [(7, 5), (6, 4, 3, 2), (6, 4, 3)])
def test_fans_are_those_of_torch_whose_dense_weights_are_transposed(shape):
    theirs = torch.zeros(shape[::-1] if len(shape) == 2 else shape)
    assert fans(shape) == torch.nn.init._calculate_fan_in_and_fan_out(theirs)


VARIANCES = {  # of the slides' formulas; 784-100 and 64 channels under a 3 by 3 kernel
    (lecun_normal, (784, 100)): 1 / 784,
    (glorot_uniform, (784, 100)): 0.04756514941544941**2,  # F081
    (glorot_normal, (784, 100)): 0.04756514941544941**2,
    (he_uniform, (784, 100)): 0.050507627227610534**2,  # F083
    (he_normal, (784, 100)): 0.050507627227610534**2,
    (he_normal, (128, 64, 3, 3)): 0.05892556509887896**2,
    (he_uniform, (128, 64, 3, 3)): 0.05892556509887896**2,
    (lecun_normal, (128, 64, 3, 3)): 1 / 576,
    (glorot_normal, (128, 64, 3, 3)): 2 / (9 * 192),
    (orthogonal, (784, 100)): 1 / 784,
}


@pytest.mark.rows("F078", "F081", "F083")
@pytest.mark.parametrize(
    ("init", "shape"), VARIANCES, ids=lambda value: getattr(value, "__name__", str(value))
)
def test_the_variance_is_that_of_the_formula_within_four_standard_errors(init, shape):
    W = init(shape, rng())
    kurtosis = 9 / 5 if "uniform" in init.__name__ else 3
    error = ((kurtosis - 1) / W.size) ** 0.5
    assert W.var() == pytest.approx(VARIANCES[init, shape], rel=4 * error)
    assert abs(W.mean()) < 4 * W.std() / W.size**0.5


@pytest.mark.rows("F081", "F083")
@pytest.mark.parametrize(
    ("init", "a"), [(glorot_uniform, 0.08238525545716346), (he_uniform, 0.08748177652797065)]
)
def test_the_limits_of_the_uniform_ones_are_those_of_784_to_100(init, a):
    W = abs(init((784, 100), rng()))
    assert 0.9999 * a < W.max() <= a
    assert (init((784, 100), _Extreme()) == a).all()
    std = 0.04756514941544941 if init is glorot_uniform else 0.050507627227610534
    assert a**2 / 3 == pytest.approx(std**2, rel=1e-14)


class _Extreme:
    """A generator that always draws the upper limit, or one standard deviation."""

    def uniform(self, low, high, shape):
        assert low == -high
        return np.full(shape, high)

    def normal(self, mean, std, shape):
        return np.full(shape, mean + std)


@pytest.mark.rows("F081", "F083")
@pytest.mark.parametrize(
    ("init", "shape", "std"),
    [
        (glorot_normal, (784, 100), 0.04756514941544941),
        (he_normal, (784, 100), 0.050507627227610534),
        (he_normal, (1, 64, 3, 3), 0.05892556509887896),
        (lecun_normal, (100, 7), 0.1),
        (partial(glorot_normal, gain=4), (784, 100), 4 * 0.04756514941544941),
        (partial(lecun_normal, gain=2), (100, 7), 0.2),
    ],
)
def test_the_standard_deviation_is_the_formula_s_to_the_last_digits(init, shape, std):
    np.testing.assert_allclose(init(shape, _Extreme()), std, rtol=1e-14)


@pytest.mark.parametrize("shape", [(6, 6), (9, 4), (4, 9), (8, 3, 2, 2), (40, 3, 2, 2)])
def test_orthogonal_has_orthonormal_columns_or_rows(shape):
    W = orthogonal(shape, rng(), gain=2.0).reshape(shape[0], -1) / 2
    product = W.T @ W if W.shape[0] >= W.shape[1] else W @ W.T
    np.testing.assert_allclose(product, np.eye(len(product)), atol=1e-14)


def test_orthogonal_favors_no_direction():
    draws = rng()
    entries = np.array([orthogonal((2, 2), draws) for _ in range(4000)])
    assert (abs(entries.mean(axis=0)) < 4 * (0.5 / 4000) ** 0.5).all()  # QR alone gives a negative corner


def test_zeros_and_constants_are_filled_without_an_rng():
    assert zeros((2,)).tolist() == [0.0, 0.0]
    assert constant(0.1)((2,)).tolist() == [0.1, 0.1]
    assert constant(1)((1,)).dtype == np.float64


def test_uniform_fills_its_interval_evenly():
    W = uniform(-2, 3)(SHAPE, rng())
    assert -2 <= W.min() < -1.99 and 2.99 < W.max() < 3
    counts, _ = np.histogram(W, bins=5, range=(-2, 3))
    np.testing.assert_allclose(counts, W.size / 5, rtol=0.03)


def test_normal_takes_a_standard_deviation_not_a_variance():
    W = normal(0.5)(SHAPE, rng())
    assert W.mean() == pytest.approx(0, abs=0.01)
    assert W.std() == pytest.approx(0.5, rel=0.02)
    assert (np.abs(W) < 0.5).mean() == pytest.approx(0.6827, abs=0.01)


def test_glorot_uniform_has_the_bound_and_the_variance_of_its_equation():
    W = glorot_uniform(SHAPE, rng())
    bound = np.sqrt(6 / 500)
    assert 0.999 * bound < np.abs(W).max() <= bound
    assert W.var() == pytest.approx(2 / 500, rel=0.02)


def test_he_normal_has_variance_two_over_fan_in():
    W = he_normal(SHAPE, rng())
    assert W.var() == pytest.approx(2 / 300, rel=0.02)
    assert (np.abs(W) > 3 * W.std()).mean() == pytest.approx(0.0027, abs=0.001)  # tails: normal, not uniform


def sigmoid_centered(z):
    return sigmoid(z) - 0.5


@pytest.mark.rows("F082", "F080")
@pytest.mark.parametrize(
    ("init", "activation", "low", "high"),
    [
        (he_normal, relu, 0.05, 12.0),
        (he_uniform, relu, 0.05, 12.0),
        (lecun_normal, lambda z: z, 0.1, 5.0),
        (glorot_uniform, lambda z: z, 0.1, 5.0),
        (glorot_normal, lambda z: z, 0.1, 5.0),
        (orthogonal, lambda z: z, 1 - 1e-12, 1 + 1e-12),
        (glorot_uniform, tanh, 0.005, 0.02),  # .01022 for square layers
        (partial(glorot_uniform, gain=4), sigmoid_centered, 0.00125, 0.005),  # half of that tanh
        (lecun_normal, lecun_tanh, 0.35, 0.42),  # .3824
        (normal(1e-3), tanh, 0.0, 1e-30),
        (zeros, tanh, 0.0, 0.0),
        (constant(0.1), tanh, 0.9, 1.1),  # every unit of a layer alike, and all saturated
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_the_variance_after_fifty_layers_is_the_one_to_be_kept(init, activation, low, high):
    # In one draw of 50 layers of width n, log(ratio) varies by 250 / n with relu, 100 / n without.
    draws = rng()
    x = draws.standard_normal((64, 256))
    before = (x**2).mean()
    for _ in range(50):
        x = activation(x @ init((256, 256), draws))
    assert low <= (x**2).mean() / before <= high


@pytest.mark.parametrize("init", [glorot_uniform, glorot_normal, orthogonal])
def test_the_gradient_keeps_its_variance_on_the_way_back_over_fifty_layers(init):
    draws = rng()
    G = draws.standard_normal((64, 256))
    before = (G**2).mean()
    for _ in range(50):
        G = G @ init((256, 256), draws).T
    assert 0.3 < (G**2).mean() / before < 3.0


def test_a_smaller_variance_loses_the_signal_which_is_why_he_has_its_factor():
    draws = rng()
    x = draws.standard_normal((64, 256))
    for _ in range(50):
        x = relu(x @ (he_normal((256, 256), draws) / np.sqrt(2)))
    assert (x**2).mean() < 1e-12


@pytest.mark.parametrize(("low", "high"), [(1, 1), (2, -2), (float("nan"), 1)])
def test_uniform_refuses_an_empty_interval(low, high):
    with pytest.raises(ValueError, match="uniform: expected low < high, got .*; swap them"):
        uniform(low, high)


@pytest.mark.parametrize("std", [0, -1.0, float("nan")])
def test_normal_refuses_a_deviation_that_is_not_positive(std):
    with pytest.raises(ValueError, match="normal: expected a standard deviation > 0, got .*; use zeros"):
        normal(std)
