"""Chapter 5: backpropagation. XOR's nine gradients, by hand, by small steps, by the library; and descent."""

import numpy as np
import pytest
from pins_ch05 import count_in_numpy

from dlcourse.data import xor
from dlcourse.experiments import ch05_nine_gradients as nine
from dlcourse.gradcheck import numerical_gradient

BY_HAND = {  # W11 W12 W21 W22 c1 c2 w1 w2 b, each a sum over the four cases
    nine.BIAS_CHANGED: (-2, 4, -2, 4, -3, 6, -4, -4, -3),
    nine.UNIT_SWITCHED_OFF: (1, 0, 1, 0, 1, 0, 2, 0, 1),
}


@pytest.mark.parametrize("change", BY_HAND, ids=lambda change: change[0])
def test_the_nine_gradients_are_those_of_pencil_and_paper(change):
    assert tuple(nine.nine_gradients(nine.changed(*change)).values()) == BY_HAND[change]


@pytest.mark.parametrize("change", BY_HAND, ids=lambda change: change[0])
def test_small_steps_give_the_nine_gradients(change):
    x, y = xor()
    model = nine.changed(*change)

    def cost(t):
        h = np.maximum(0, x @ t[:4].reshape(2, 2) + t[4:6])
        return ((h @ t[6:8, None] + t[8] - y) ** 2).mean()

    point = np.concatenate([p.array.ravel() for p in model.parameters()])
    measured = numerical_gradient(cost, point)
    found = list(nine.nine_gradients(model).values())
    # some units stand exactly at their kink, in cases with no error: there J is a square on either side
    np.testing.assert_allclose(found, measured, atol=5e-5)


def test_one_number_is_changed_and_no_other():
    for name, value in (("W12", -1.0), ("c2", 0.0), ("w2", 5.0), ("b", 7.0)):
        before, after = (
            np.concatenate([p.array.ravel() for p in model.parameters()])
            for model in (nine.hand_set_network(), nine.changed(name, value))
        )
        (where,) = np.flatnonzero(before != after)
        assert (nine.NAMES[where], after[where]) == (name, value)


def test_the_changed_networks_answer_as_the_chapter_says():
    assert nine.outputs(nine.changed(*nine.BIAS_CHANGED)).tolist() == [0, -1, -1, -2]
    assert nine.outputs(nine.changed(*nine.UNIT_SWITCHED_OFF)).tolist() == [0, 1, 1, 2]


def test_descent_mends_one_network_and_leaves_the_other_at_the_linear_answer():
    mended, stuck = (nine.changed(*change) for change in BY_HAND)
    assert nine.descend(mended)[-1] < 1e-12
    np.testing.assert_allclose(nine.outputs(mended), [0, 1, 1, 0], atol=1e-6)
    parameters = np.concatenate([p.array.ravel() for p in mended.parameters()])
    before = np.concatenate([p.array.ravel() for p in nine.hand_set_network().parameters()])
    moved = dict(zip(nine.NAMES, parameters - before, strict=True))
    assert 0 < moved["c2"] < 0.1  # almost undone,
    assert abs(moved["w2"]) > 0.1  # but others have moved, too
    assert nine.descend(stuck)[-1] == pytest.approx(1 / 4, abs=1e-9)
    np.testing.assert_allclose(nine.outputs(stuck), 0.5, atol=1e-5)


def test_changes_at_random_are_found_out_as_often_as_in_plain_numpy():
    seeds = range(5000, 5100)
    assert nine.found_out(seeds) == count_in_numpy(seeds)


@pytest.mark.parametrize("w2", [-3.0, -1.0, 0.5])
def test_a_change_of_w2_shows_twice_as_large_in_the_gradient_of_w1(w2):
    found = nine.nine_gradients(nine.changed("w2", w2))
    assert found["w1"] == 2 * found["w2"] != 0
