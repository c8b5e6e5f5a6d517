"""Chapter 16: what batch normalization makes possible, and layers in its place."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments import ch16_normalized as experiment
from dlcourse.gradcheck import numerical_gradient
from dlcourse.tensor import Tensor


@pytest.fixture
def medians(kept_by_the_book):
    """By set of seeds and case, after 30, 100 and 300 steps."""
    return [
        {name: np.median(experiment.accuracies(name, seeds), axis=0) for name in experiment.CASES}
        for seeds in experiment.SETS.values()
    ]


def test_layer_normalization_gives_z_scores_of_each_sample_and_needs_no_fellows():
    layer, x = experiment.LayerNorm(4), np.array([[3.0, 5, 5, 11], [0, 1, 2, 3]])
    np.testing.assert_allclose(layer(x).array[0], [-1, -1 / 3, -1 / 3, 5 / 3], rtol=1e-5)
    np.testing.assert_array_equal(layer(x[:1]).array[0], layer(x).array[0])


def test_the_gradient_of_layer_normalization_is_the_measured_one():
    layer, rng = experiment.LayerNorm(4), np.random.default_rng(0)
    x, G = rng.standard_normal((2, 3, 4))
    tensor = Tensor(x)
    g = grad((layer(tensor) * G).sum(), tensor)
    measured = numerical_gradient(lambda a: float((layer(a).array * G).sum()), x)
    assert np.linalg.norm(g - measured) / np.linalg.norm(g) < 1e-8


def test_a_shaken_layer_moves_in_training_only():
    layer, x = experiment.Shaken(3), np.random.default_rng(0).standard_normal((50, 3))
    means = np.array([layer(x).array.mean(axis=0) for _ in range(400)])
    assert means.std() == pytest.approx(experiment.SHAKE, rel=0.1)
    layer.eval()
    np.testing.assert_array_equal(layer(x).array, layer(x).array)


def test_from_a_tiny_start_the_variances_of_the_second_and_third_layer_are_below_eps():
    rng = np.random.default_rng(0)
    (x, _), _ = experiment.layers.drawn_data(rng)
    model = experiment.layers.classifier(rng, experiment.BatchNorm, experiment.SMALL)
    first, second, third = (z.var(axis=0).mean() for z in model.trace(x[:500])[1:10:3])
    assert first > 1e-5 > max(second, third)


@pytest.mark.rows("F084", "F086")
@pytest.mark.slow
def test_tiny_starts_and_large_rates_work_with_batch_normalization_only(medians):
    for found in medians:
        assert found["small"][2] < 0.2 < 0.85 < found["small_bn"][2]
        assert found["small_bn"][1] < found["small_eps"][1] < found["small_out"][1]
        assert found["fast"][2] < 0.75 < 0.95 < found["fast_bn"][2]


@pytest.mark.slow
def test_shaken_inputs_learn_as_fast_and_layer_normalization_arrives_later(medians):
    for found in medians:
        assert found["shaken"][1] > 0.98 and found["after"][1] > 0.97
        assert abs(found["shaken"] - found["steady"])[0] < 0.08 and found["layer"][0] < 0.6
        assert found["layer"][1] < 0.96 and found["layer"][2] > 0.98
        assert found["few"][2] < 0.35 < 0.7 < found["few_bn"][2]


@pytest.mark.slow
def test_at_rate_64_batch_normalization_fails_too():
    for seed in (0, 1):
        at_32, at_64 = (experiment.layers.train(seed, True, lr=lr).accuracy[300] for lr in (32.0, 64.0))
        assert at_64 < 0.5 < 0.9 < at_32
