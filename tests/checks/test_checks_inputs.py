"""What a function may not do to its inputs, and inputs in unusual layouts."""

import numpy as np

from dlcourse.checks.inputs import as_float32, as_float64, put_back, remember, strided, unchanged, variants

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


def test_lists_and_dicts_are_watched_and_put_back():
    inputs = {"seeds": [3, 4], "graph": {"x": ["y"]}, "w": np.array([0.5])}
    before = remember(inputs)
    inputs["graph"]["x"].append("z")
    assert "changed its input: the dict graph" in unchanged(inputs, before, "count")
    inputs["w"] += 1
    put_back(inputs, before)
    inputs["seeds"].pop()
    assert "changed its input: the list seeds" in unchanged(inputs, before, "count")
    assert inputs["graph"] == {"x": ["y"]} and inputs["w"] == 0.5


def test_a_list_that_two_cases_share_is_put_back_for_both():
    inputs = [[0, 1], [1]]
    first, second = {"inputs": inputs}, {"inputs": inputs}
    before = remember(first)
    inputs[0].append(2)
    put_back(first, before)
    assert second["inputs"] == [[0, 1], [1]] == before["inputs"]
    inputs[0].append(2)  # what was remembered is not what was handed back
    assert before["inputs"] == [[0, 1], [1]]


def test_inputs_come_in_three_variants_where_there_are_arrays():
    seen = [(x.dtype.name, x.flags.c_contiguous) for x in (inputs["x"] for inputs in variants(INPUTS))]
    assert seen == [("float64", True), ("float64", False), ("float32", True)]
    assert len(list(variants({"n": 3, "graph": {}}))) == 1


def test_strided_inputs_hold_the_same_numbers_and_are_not_contiguous():
    x = strided(INPUTS)["x"]
    assert np.array_equal(x, INPUTS["x"]) and not x.flags.c_contiguous and not x.flags.f_contiguous


def test_float32_and_back():
    small = as_float32(INPUTS)
    assert small["x"].dtype == np.float32 and small["y"] == 0.5 and small["n"] == 3
    assert as_float64(small)["x"].dtype == np.float64
