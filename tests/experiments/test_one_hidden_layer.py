"""Chapter 8: what one hidden layer can represent: rates, slopes, and what a slip costs."""

import numpy as np
import pytest

from dlcourse.experiments import ch08_one_hidden_layer as chapter
from dlcourse.models import bump_network, relu_interpolant


@pytest.mark.rows("F028", "S103")
def test_twice_the_size_halves_the_error_of_bumps_and_quarters_that_of_knots():
    for network, factor in ((bump_network, 2), (relu_interpolant, 4)):
        few, many = chapter.errors(network, (50, 100))
        assert few / many == pytest.approx(factor, rel=0.01)


def test_a_rate_is_the_power_of_the_size():
    assert chapter.rate(3 / np.array(chapter.SIZES) ** 1.5) == pytest.approx(-1.5)


def test_the_fewest_units_are_enough_and_one_less_is_not():
    n = chapter.fewest(relu_interpolant, 4001, error=0.01)
    enough, less = chapter.errors(relu_interpolant, (n, n - 1))
    assert enough <= 0.01 < less


def test_the_slope_of_a_chord_is_that_between_its_knots():
    found = chapter.slope_of(relu_interpolant(np.square, 4), [0.1, 0.3, 0.9])
    np.testing.assert_allclose(found, [0.25, 0.75, 1.75])


@pytest.mark.rows("S103")
def test_slopes_in_the_place_of_their_changes_add_up_and_are_never_taken_back():
    model, x = chapter.slopes_for_changes(4), np.array([[0.125], [0.625]])
    np.testing.assert_allclose(model(x).array.ravel(), [4 / 8, 4 * 5 / 8 - 4 * 3 / 8 - 4 * 1 / 8], atol=1e-12)
