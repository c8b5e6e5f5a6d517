"""From layers to networks: slopes of chains, fields of view, templates, XOR with one hidden unit."""

import itertools

import numpy as np
import pytest

from dlcourse.data import digits, xor
from dlcourse.experiments import ch03_layers as layers
from dlcourse.experiments.ch02_xor_training import draw_starts
from dlcourse.layers import MLP
from dlcourse.ops import relu


@pytest.mark.parametrize("n", [1, 5])
def test_the_slope_of_a_chain_is_a_product_and_beside_it_each_factor_has_one_more(n):
    def sigmoid(h):
        return 1 / (1 + np.exp(-h))

    for skip in (False, True):
        h, product = 0.3, 1.0
        for _ in range(n):
            s = sigmoid(h)
            h, product = (h + s, product * (1 + s * (1 - s))) if skip else (s, product * s * (1 - s))
        assert layers.chain_slope(n, skip=skip, x=0.3) == pytest.approx(product, rel=1e-12)


def test_one_hidden_unit_and_a_path_past_it_compute_xor():
    x, y = xor()
    np.testing.assert_array_equal(layers.xor_with_a_skip()(x).array, y)


def test_a_stack_with_skips_adds_a_linear_model_to_each_network():
    x, V = xor()[0], np.array([[1.0, -2.0], [3.0, 0.5]])
    starts = draw_starts(1, [0, 1])
    found = layers.StackWithSkip(starts, V, relu)(x).array
    for k, (W, c, w, b) in enumerate(zip(*starts, strict=True)):
        alone = np.maximum(0, x @ W + c) @ w + b + x @ V[:, k : k + 1]
        np.testing.assert_allclose(found[:, k], alone[:, 0], rtol=1e-12)


@pytest.mark.slow
def test_one_unit_with_a_skip_solves_xor_where_training_from_many_starts_says_so():
    for unit, low, high in (("relu", 0.2, 0.45), ("tanh", 0.9, 1.0)):
        assert low < layers.solved_with_skip(unit, range(5000, 5200)).mean() < high


@pytest.mark.rows("S097")
def test_noise_is_fitted_and_nothing_is_learned_from_it():
    for seed in range(3):
        largest, fresh = layers.noise_fit(seed)
        assert largest < 1e-9 and fresh > 1


@pytest.mark.rows("S008")
def test_units_that_died_look_as_they_were_drawn_and_the_others_do_not():
    W, dead, accuracy = layers.digit_templates(0)
    rng = np.random.default_rng(0)
    rng.permutation(len(digits()[0]))  # what the experiment draws before its network
    drawn = MLP((64, 16, 10), activation=relu, rng=rng).layers[0].W.array
    moved = abs(W - drawn).max(axis=0)
    assert 0 < dead.sum() < 16 and moved[dead].max() < moved[~dead].max() and accuracy > 0.9
    assert 2 * np.median(moved[dead]) < np.median(moved[~dead])


@pytest.mark.rows("S007", "S006")
@pytest.mark.parametrize("widths", [(2, 2, 1), (64, 40, 10), (64, 24, 24, 24, 10)])
def test_parameters_are_counted_layer_by_layer(widths):
    assert layers.counted(*widths) == MLP(widths, rng=np.random.default_rng(0)).n_parameters
    assert layers.counted(*widths) == sum(a * b + b for a, b in itertools.pairwise(widths))
