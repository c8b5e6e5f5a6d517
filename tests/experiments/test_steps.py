"""A target made of steps: its values by hand, equal parameters, and the gain of depth."""

import itertools

import numpy as np
import pytest

from dlcourse.data import xor
from dlcourse.experiments import ch09_steps as steps
from dlcourse.experiments.ch02_xor import hand_set_network


def test_a_step_is_what_the_xor_network_computes():
    x = np.random.default_rng(0).random((50, 2))
    expected = hand_set_network()(x).array[:, 0]
    np.testing.assert_allclose(steps.step_of(x[:, 0], x[:, 1]), expected, atol=1e-14)
    bits, y = xor()
    np.testing.assert_array_equal(steps.step_of(bits[:, 0], bits[:, 1]), y[:, 0])


def test_two_steps_are_the_parity_of_four_bits_and_the_tent_brings_it_to_0():
    for bits in itertools.product((0.0, 1.0), repeat=4):
        a, b, c, d = bits
        assert steps.step_of(steps.step_of(a, b), steps.step_of(c, d)) == sum(bits) % 2
        assert steps.target(np.array(bits)) == 0


@pytest.mark.parametrize("depth", steps.DEPTHS)
def test_all_depths_have_the_same_number_of_parameters_or_a_few_less(depth):
    n = steps.network(depth, 0).n_parameters
    assert 0.9 * steps.N_PARAMETERS < n <= steps.N_PARAMETERS


@pytest.mark.rows("S115")
@pytest.mark.slow
def test_depth_helps_whatever_the_rate_of_the_shallow_network():
    seeds = range(2000, 2010)  # others than on the page
    deep = steps.test_errors(4, 0.01, seeds)
    for lr in (0.003, *steps.RATES, 0.1):
        assert np.median(deep) < np.median(steps.test_errors(1, lr, seeds)) / 3
