"""Lists of arrays, one for each layer, among the inputs and the results."""

import numpy as np
from checked import failure

from dlcourse.checks.inputs import put_back, remember, unchanged, variants
from dlcourse.checks.results import by_name

W = [np.arange(6.0).reshape(3, 2), np.arange(4.0).reshape(2, 2) + 0.5]


def test_a_list_of_arrays_is_watched_and_put_back():
    inputs = {"W": [part.copy() for part in W]}
    before = remember(inputs)
    assert unchanged(inputs, before) is None
    inputs["W"][1][0, 1] = 7
    assert "W[1][0, 1] was 1.5 before the call and is 7 after it" in unchanged(inputs, before, "f")
    put_back(inputs, before)
    inputs["W"].pop()
    assert "the list W has other entries than before" in unchanged(inputs, before, "f")
    put_back(inputs, before)
    inputs["W"][0] = "gone"
    assert "the list W has other entries than before" in unchanged(inputs, before, "f")
    put_back(inputs, before)
    inputs["W"].append(W[0])
    assert "the list W has other entries than before" in unchanged(inputs, before, "f")


def test_a_list_of_arrays_comes_in_three_variants():
    seen = [[(x.dtype.name, x.flags.c_contiguous) for x in inputs["W"]] for inputs in variants({"W": W})]
    assert seen == [[("float64", True)] * 2, [("float64", False)] * 2, [("float32", True)] * 2]


def test_a_list_among_the_results_is_taken_apart():
    expected = {"z[0]": W[0], "z[1]": W[1], "J": 0.5}
    found, problem = by_name((W, 0.5), expected, "f")
    assert [*found] == [*expected] and found["z[1]"] is W[1] and not problem
    for result, told in (
        ((W[:1], 0.5), "z is a list of 2 arrays here; yours has 1."),
        ((0.5, W), "z is a list of 2 arrays here; yours is of type float."),
        (None, "Does it end with `return z, J`?"),
    ):
        assert told in by_name(result, expected, "f")[1]


def test_a_tuple_of_arrays_is_as_good_as_a_list_where_a_list_is_the_only_result():
    expected = {"z[0]": W[0], "z[1]": W[1]}
    found, problem = by_name(tuple(W), expected, "f")
    assert found["z[1]"] is W[1] and not problem
    for result in ((W, 0.5), (*W, 0.5)):
        told = by_name(result, expected, "f")[1]
        assert f"f returned {len(result)} values; expected is z alone, a list of 2 arrays." in told


def test_the_entry_that_is_wrong_is_named():
    told = failure(lambda W: [W[0], W[1].T], {"W": W}, {"z[0]": W[0], "z[1]": W[1]})
    assert told.startswith("z[1] is transposed")
    told = failure(lambda W: [W[0], W[1] / 7], {"W": W}, {"z[0]": W[0], "z[1]": W[1]})
    assert "Called: <lambda>(W of shapes (3, 2), (2, 2))" in told
