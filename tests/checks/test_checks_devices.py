"""Answers that serve NumPy and a device, and answers that keep float32: what comes back, and what is told."""

import numpy as np
import pytest

from dlcourse.checks import on_device
from dlcourse.checks.devices import brought_back
from dlcourse.checks.encoding import decode, encode
from dlcourse.checks.inputs import as_float64, put_back, remember, unchanged, variants
from dlcourse.checks.promotion import promoted
from dlcourse.strict_array import StrictArray, strict

X = np.array([1.0, 4.0])


@pytest.mark.parametrize(
    ("result", "inputs", "told"),
    [
        (X, {"x": strict.asarray(X)}, "y is a NumPy array, though the inputs lie on a device"),
        (2.0, {"x": strict.asarray(X)}, "y is a plain number, though the inputs lie on a device"),
        (strict.asarray(X), {"x": X}, "y is a StrictArray, though the inputs are NumPy arrays"),
    ],
)
def test_a_result_of_another_kind_than_the_inputs_is_told(result, inputs, told):
    assert told in brought_back(result, ["y"], inputs)[1]
    assert "b is" in brought_back((inputs["x"], result), ["a", "b"], inputs)[1]


def test_what_comes_from_a_device_is_compared_in_numpy():
    inputs = on_device({"x": X, "lr": 0.1})
    (a, b), problem = brought_back((strict.exp(inputs["x"]), inputs["x"].sum()), ["a", "b"], inputs)
    assert problem is None and type(a) is np.ndarray
    np.testing.assert_array_equal(a, np.exp(X))
    assert b == 5 and as_float64(inputs)["x"].tolist() == X.tolist()


def test_inputs_on_a_device_are_watched_and_put_back():
    inputs = on_device({"x": X})
    before = remember(inputs)
    assert unchanged(inputs, before) is None
    inputs["x"] *= 2
    assert "changed its input: x[0] was 1 before the call and is 2" in unchanged(inputs, before, "f")
    put_back(inputs, before)
    assert unchanged(inputs, before) is None
    (same,) = variants(inputs)
    assert type(same["x"]) is StrictArray and same["x"] is not inputs["x"]


@pytest.mark.parametrize("value", [strict.asarray(X), X.astype(np.float32), strict.asarray(X.astype("f4"))])
def test_what_is_frozen_keeps_its_device_and_its_precision(value):
    thawed = decode(encode(value))
    assert type(thawed) is type(value) and thawed.dtype == value.dtype
    assert (
        thawed.tolist() == X.tolist()
        if isinstance(value, np.ndarray)
        else thawed.get().tolist() == X.tolist()
    )


def test_the_first_result_that_is_promoted_is_named_with_what_does_it():
    single, double, keeps = X.astype(np.float32), X, {"z": "Why z.", "p": "Why p."}
    assert promoted({"z": single, "p": single}, keeps, {"x": single}) is None
    assert promoted({"z": double, "p": double}, keeps, {"x": double}) is None
    told = promoted({"z": single, "p": double}, keeps, {"x": single})
    assert told == "p has dtype float64 where the inputs have float32. Why p."
    assert promoted({"z": 1.0, "p": single}, keeps, {"x": single}).startswith("z has dtype float64")
