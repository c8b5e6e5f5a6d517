"""What a function may not do to its inputs, and inputs in unusual layouts."""

import numpy as np

from dlcourse.checks.inputs import aliased, as_float32, as_float64, remember, strided, unchanged

INPUTS = {"x": np.arange(6.0).reshape(2, 3), "y": 0.5, "n": 3}


def test_inputs_left_alone_pass():
    assert unchanged(INPUTS, remember(INPUTS)) is None
    with_nan = {"x": np.array([np.nan, 1.0])}
    assert unchanged(with_nan, remember(with_nan)) is None


def test_the_entry_written_to_is_named():
    inputs = {"x": np.zeros((2, 3))}
    before = remember(inputs)
    inputs["x"][1, 2] = 4
    assert "x[1, 2] was 0 before the call and is 4 after it" in unchanged(inputs, before, "forward")


def test_a_changed_shape_is_named():
    inputs = {"x": np.zeros((2, 3))}
    before = remember(inputs)
    inputs["x"] = inputs["x"].reshape(3, 2)
    assert "changed the shape of its input x from (2, 3) to (3, 2)" in unchanged(inputs, before)


def test_views_of_inputs_are_found():
    assert "h is the input x itself" in aliased({"h": INPUTS["x"].T}, INPUTS)
    assert "`x -= ...`" in aliased({"h": INPUTS["x"].T}, INPUTS)
    assert aliased({"h": INPUTS["x"].copy(), "J": 0.5}, INPUTS) is None


def test_strided_inputs_hold_the_same_numbers_and_are_not_contiguous():
    x = strided(INPUTS)["x"]
    assert np.array_equal(x, INPUTS["x"]) and not x.flags.c_contiguous and not x.flags.f_contiguous


def test_float32_and_back():
    small = as_float32(INPUTS)
    assert small["x"].dtype == np.float32 and small["y"] == 0.5 and small["n"] == 3
    assert as_float64(small)["x"].dtype == np.float64
