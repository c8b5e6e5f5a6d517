"""A drawn curve: it goes through its values, without a corner, and is what was meant where that is simple."""

import numpy as np
import pytest

from dlcourse.widgets.frame.drawn import drawn_slope, drawn_value

VALUES = np.random.default_rng(0).uniform(-1, 1, 9).tolist()


def test_it_goes_through_its_values_from_end_to_end():
    assert [drawn_value(VALUES, k / 8) for k in range(9)] == pytest.approx(VALUES)


def test_it_has_no_corner_and_its_slope_is_its_difference_quotient():
    h = 1e-7
    for k in range(1, 8):
        assert drawn_slope(VALUES, k / 8 - h) == pytest.approx(drawn_slope(VALUES, k / 8 + h), abs=1e-3)
    for x in np.linspace(0.01, 0.99, 50):
        quotient = (drawn_value(VALUES, x + h) - drawn_value(VALUES, x - h)) / (2 * h)
        assert drawn_slope(VALUES, x) == pytest.approx(quotient, abs=1e-5)


def test_values_of_a_parabola_are_joined_by_it_but_for_the_first_and_the_last_piece():
    def parabola(x):
        return 3 * x * x - 2 * x - 0.25

    values = [parabola(k / 8) for k in range(9)]
    x = np.linspace(1 / 8, 7 / 8, 49)
    assert [drawn_value(values, one) for one in x] == pytest.approx(parabola(x).tolist())


def test_flat_values_stay_flat_and_a_line_of_two_values_is_straight():
    assert [drawn_value([0.5] * 9, x) for x in (0, 0.3, 1)] == [0.5] * 3 and drawn_slope([0.5] * 9, 0.7) == 0
    assert [drawn_value([-1, 1], x) for x in (0, 0.25, 1)] == [-1, -0.5, 1]
