"""Measured slopes: near the derivative, and off by no more than their uncertainty says."""

import numpy as np
import pytest

from dlcourse.measured import groups_by_magnitude, slopes_along, steps_for, units

FUNCTIONS = {  # f and its derivative
    "sine": (np.sin, np.cos),
    "exp": (np.exp, np.exp),
    "cube": (lambda x: x**3, lambda x: 3 * x**2),
    "with a large constant": (lambda x: np.sin(x) + 1e6, np.cos),
    "float32": (lambda x: np.sin(x).astype(np.float32), np.cos),
    "steep": (lambda x: np.sin(30 * x), lambda x: 30 * np.cos(30 * x)),
}


@pytest.mark.parametrize(("f", "derivative"), FUNCTIONS.values(), ids=FUNCTIONS)
def test_the_derivative_lies_within_the_uncertainty(f, derivative):
    x = np.linspace(0.3, 3.0, 40)
    slopes, uncertainty = slopes_along(f, x, np.ones(40), steps_for(1.0, 1e-6))
    assert (abs(slopes - derivative(x)) <= uncertainty + 1e-15).mean() > 0.95
    assert (abs(slopes - derivative(x)) <= 10 * uncertainty + 1e-15).all()
    assert np.median(uncertainty) < 1e-2


@pytest.mark.parametrize("scale", [1e-200, 1e-30, 1e30, 1e200])
def test_slopes_and_uncertainties_have_the_scale_of_the_function(scale):
    x = np.linspace(0.3, 3.0, 7)
    plain = slopes_along(np.sin, x, np.ones(7), steps_for(1.0, 1e-6))
    scaled = slopes_along(lambda x: scale * np.sin(x), x, np.ones(7), steps_for(1.0, 1e-6))
    np.testing.assert_allclose(scaled[0] / scale, plain[0], rtol=1e-8)
    assert (abs(scaled[0] / scale - np.cos(x)) <= scaled[1] / scale + 1e-15).all()


def test_a_step_that_f_cannot_follow_is_left_out():
    def f(x):
        if (x < 0.99).any():
            raise ValueError("outside")
        return np.sqrt(x)

    slopes, uncertainty = slopes_along(f, np.array([1.0]), np.ones(1), steps_for(1.0, 1e-6))
    assert abs(slopes[0] - 0.5) <= uncertainty[0] < 1e-6
    with pytest.raises(ValueError, match="outside"):
        slopes_along(f, np.array([0.5]), np.ones(1), steps_for(1.0, 1e-6))


def test_parts_hold_each_number_once_and_zeros_go_with_the_largest():
    sizes = np.array([2e-30, 0.0, 1.0, 0.5, 1e30, 3e-30, np.inf])
    parts = groups_by_magnitude(sizes, 1e3)
    assert [np.flatnonzero(part).tolist() for part in parts] == [[1, 4, 6], [2, 3], [0, 5]]
    for empty in (np.zeros(3), np.zeros((0, 2)), np.array(0.0)):
        (whole,) = groups_by_magnitude(empty, 1e3)
        assert whole.shape == empty.shape and whole.all()
    tiny = groups_by_magnitude(np.array([1e300, 1e-300]), 1e3)
    assert [part.tolist() for part in tiny] == [[True, False], [False, True]]


def test_units_are_about_the_size_of_the_numbers():
    unit, largest = units(np.array([3.0, -1e-5, 0.0, 100.0]), np.array([True, True, True, False]))
    np.testing.assert_allclose(unit, [3.0, 0.03, 0.03, 0.0])
    assert largest == 3.0 and units(np.zeros(2), np.ones(2, bool))[0].tolist() == [0.01, 0.01]


def test_rounding_that_the_values_do_not_show_is_seen_in_the_differences():
    x = np.linspace(0.3, 3.0, 40)
    slopes, uncertainty = slopes_along(
        lambda x: (np.sin(x) + 1e6) - 1e6, x, np.ones(40), steps_for(1.0, 1e-6)
    )
    off = abs(slopes - np.cos(x))
    assert off.max() < 1e-4 and (off <= 10 * uncertainty).mean() > 0.7  # two that drown may agree by chance


@pytest.mark.parametrize("size", [1e-30, 1e-18, 1e-7])
@pytest.mark.parametrize("out", [1e-24, 1.0, 1e30])
def test_wider_steps_say_nothing_where_the_function_has_stopped_to_rise(size, out):
    x = np.linspace(0.3, 1.5, 7) * size
    for f, derivative in [
        (lambda x: out * np.tanh(x / size), lambda x: out / size / np.cosh(x / size) ** 2),
        (lambda x: out * (1 - np.tanh(x / size) ** 2),
         lambda x: -2 * out / size * np.tanh(x / size) / np.cosh(x / size) ** 2),
    ]:  # fmt: skip
        slopes, uncertainty = slopes_along(f, x, x, steps_for(size, 1e-6))
        np.testing.assert_allclose(slopes, derivative(x) * x, rtol=1e-6)
        assert (abs(slopes - derivative(x) * x) <= 10 * uncertainty).all()
