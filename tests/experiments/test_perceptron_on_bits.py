"""The perceptron on functions of bits: each correction by itself, its bound, and no end on XOR."""

import numpy as np
import pytest

from dlcourse.data import truth_table
from dlcourse.experiments import ch01_perceptron as perceptron
from dlcourse.models.perceptron import fit_perceptron


@pytest.mark.parametrize("name", ["and", "or", "nand"])
def test_corrections_are_those_of_the_fit_and_stay_below_the_bound(name):
    x, y = truth_table(name)
    fit, made = fit_perceptron(x, y.ravel()), perceptron.corrections(x, y.ravel(), 10)
    assert len(made) == fit.n_updates <= perceptron.most_corrections(name.upper())
    np.testing.assert_array_equal([*made[-1].w, made[-1].b], [*fit.w, fit.b])


def test_a_correction_moves_the_pre_activation_of_its_point_towards_the_target():
    x, y = truth_table("xor")
    w, b = np.zeros(2), 0.0
    for one in perceptron.corrections(x, y.ravel(), 4):
        moved = x[one.i] @ (one.w - w) + one.b - b
        assert moved == (2 * one.target - 1) * (x[one.i] @ x[one.i] + 1) and one.target == y[one.i, 0]
        w, b = one.w, one.b


@pytest.mark.rows("M005", "K007")
def test_of_the_functions_of_two_bits_xor_and_its_opposite_are_not_learned():
    missed = perceptron.bits(4)[~perceptron.learned(2)]
    assert missed.tolist() == [[0, 1, 1, 0], [1, 0, 0, 1]]


def test_learned_functions_are_those_that_the_perceptron_itself_learns():
    x = perceptron.bits(3)
    for k, good in list(enumerate(perceptron.learned(3)))[::17]:
        assert fit_perceptron(x, perceptron.bits(8)[k], max_epochs=60).converged == good


@pytest.mark.rows("K007")
def test_on_xor_each_epoch_ends_where_it_began_with_four_mistakes():
    assert perceptron.cycle_of_xor() == (2, 1)
    x, y = truth_table("xor")
    made = perceptron.corrections(x, y.ravel(), 6)
    assert [one.i for one in made if one.epoch > 2] == 4 * [0, 1, 2, 3]


@pytest.mark.parametrize("seeds", [range(20), range(500, 520)])
def test_in_a_random_order_xor_has_a_mistake_in_every_epoch_and_small_weights(seeds):
    fewest, largest = perceptron.xor_in_random_order(seeds, n_epochs=60)
    assert fewest >= 1 and 1 <= largest <= 3
