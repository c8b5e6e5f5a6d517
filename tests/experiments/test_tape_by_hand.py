"""A tape made by hand, its arrays kept and replaced."""

import numpy as np
import pytest

from dlcourse.experiments import ch20_tape_by_hand as tape


def test_a_tape_plays_the_layer_for_whatever_lies_in_its_arrays():
    rng = np.random.default_rng(0)
    x, W, b = rng.normal(size=(5, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
    calls, h = tape.layer_tape(x, W, b)
    for factor in (1.0, -2.0):
        x *= factor
        tape.play(calls)
        np.testing.assert_allclose(h, np.tanh(x @ W + b), rtol=1e-15)


def test_only_a_change_in_place_reaches_the_tape():
    assert tape.error_after_update(in_place=True) == 0
    # the largest: row (0, 1), unit 2, whose z falls from 0 to -0.1
    assert tape.error_after_update(in_place=False) == pytest.approx(np.tanh(0.1), rel=1e-12)
