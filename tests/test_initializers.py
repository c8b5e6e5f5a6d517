import numpy as np
import pytest

from dlcourse.initializers import constant, glorot_uniform, he_normal, normal, uniform, zeros
from dlcourse.ops import relu, tanh

SHAPE = (300, 200)


def rng():
    return np.random.default_rng(7)


@pytest.mark.parametrize(
    "init", [zeros, constant(0.1), uniform(-2, 3), normal(0.5), glorot_uniform, he_normal]
)
@pytest.mark.parametrize("shape", [(2, 3), (5,)])
def test_an_initializer_gives_an_array_of_the_shape_and_the_same_from_the_same_seed(init, shape):
    first, second = init(shape, rng()), init(shape, rng())
    assert first.shape == shape and first.dtype == np.float64
    np.testing.assert_array_equal(first, second)
    assert first is not second


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


@pytest.mark.parametrize(
    ("init", "activation", "low", "high"),
    [(he_normal, relu, 0.3, 3.0), (glorot_uniform, lambda x: x, 0.3, 3.0), (glorot_uniform, tanh, 0.01, 1.0)],
    ids=["he with relu", "glorot, linear", "glorot with tanh"],
)
def test_the_signal_keeps_its_size_over_fifty_layers(init, activation, low, high):
    draws = rng()
    x = draws.standard_normal((200, 256))
    before = (x**2).mean()
    for _ in range(50):
        x = activation(x @ init((256, 256), draws))
    assert low < (x**2).mean() / before < high


def test_a_smaller_variance_loses_the_signal_which_is_why_he_has_its_factor():
    draws = rng()
    x = draws.standard_normal((200, 256))
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
