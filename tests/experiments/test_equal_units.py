"""Chapter 14: units that start equal stay equal, and what breaks it."""

import numpy as np
import pytest

from dlcourse.experiments import ch14_equal_units as experiment
from dlcourse.initializers import constant, glorot_uniform, zeros


@pytest.mark.rows("F077")
def test_units_that_start_alike_get_the_same_gradient_to_the_last_bit():
    g = experiment.hidden_gradients(constant(0.3))
    assert np.abs(g).max() > 0.01
    np.testing.assert_array_equal(g, np.repeat(g[:, :1], 4, axis=1))
    assert (experiment.hidden_gradients(zeros) == 0).all()
    g = experiment.hidden_gradients(glorot_uniform)
    assert min(abs(g[:, i] - g[:, j]).max() for i in range(4) for j in range(i)) > 1e-3


@pytest.mark.rows("F077")
@pytest.mark.parametrize("seed", range(5))
def test_noise_on_the_output_alone_gives_multiples_of_one_vector_noise_on_the_units_does_not(seed):
    g = experiment.hidden_gradients(constant(0.3), seed, noisy=1)
    assert experiment.second_direction(g) < 1e-12
    assert (g[:, 0] != g[:, 1]).any()
    g = experiment.hidden_gradients(constant(0.3), seed, noisy=1, n_steps=1)
    assert 1e-5 < experiment.second_direction(g) < 0.1  # one step later the units do differ
    assert experiment.second_direction(experiment.hidden_gradients(constant(0.3), seed, noisy=0)) > 1e-3
