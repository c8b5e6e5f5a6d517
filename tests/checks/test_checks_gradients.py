"""Slopes without calculus, and when two answers count as equal."""

import numpy as np

from dlcourse.checks.gradients import close, floor, slopes


def test_slopes_agree_with_the_formula_for_numbers_and_arrays():
    inputs = {"a": 0.7, "w": np.array([[0.3, -1.2]])}
    found = slopes(lambda a, w: a**2 * (w**3).sum(), inputs, "w a")
    assert list(found) == ["dw", "da"]
    assert close(found["dw"], 3 * 0.7**2 * inputs["w"] ** 2, 1e-9)
    assert close(found["da"], 2 * 0.7 * (inputs["w"] ** 3).sum(), 1e-9)


def test_slopes_leave_the_inputs_alone():
    w = np.array([0.5, 0.25])
    slopes(lambda w: w.prod(), {"w": w}, "w")
    assert w.tolist() == [0.5, 0.25]


def test_equality_is_measured_number_by_number():
    assert not close([1e6, 0.1], [1e6, 0.0], rtol=1e-6)
    assert not close([1.0, 0.1], [1.0, 0.0], rtol=1e-6)
    assert close([1e6 + 0.5, 1e-9], [1e6, 0.0], rtol=1e-6)
    assert close(np.nan, np.nan, rtol=1e-6) and not close(np.nan, 1.0, rtol=1e-6)


def test_a_floor_counts_as_zero():
    assert floor(1e-6) == 1e-9 and abs(floor(1e-4) - 1e-5) < 1e-18
    assert close(1e-10, 0.0, rtol=1e-6) and not close(1e-8, 0.0, rtol=1e-6)
