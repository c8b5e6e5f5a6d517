"""The stand-in for cupy: what it refuses says what to write instead."""

import numpy as np
import pytest

from dlcourse.strict_array import StrictArray, staying, strict


@pytest.mark.parametrize(
    ("touch", "told"),
    [
        (np.exp, r"got np.exp; use xp_of\(x\).exp"),
        (np.sum, r"got np.sum; use xp_of\(x\).sum"),
        (lambda x: np.add.at(x, [0], 1.0), r"got np.add.at; use xp_of\(x\).add.at"),
        (lambda x: np.ones(2) * x, "got a NumPy array in multiply; make it with xp_of"),
        (lambda x: np.float64(2) * x, "got a NumPy array in multiply"),
        (lambda x: x + np.ones(2), "got ndarray"),
        (np.asarray, r"use to_numpy\(x\)"),
    ],
)
def test_what_mixes_with_numpy_is_told_what_to_use(touch, told):
    with pytest.raises(TypeError, match=told):
        touch(StrictArray([1.0, 2.0]))


@pytest.mark.parametrize("road", [float, bool, max, StrictArray.get, StrictArray.item])
def test_within_staying_no_road_leads_back(road):
    x = StrictArray([3.0, 4.0])
    total = x if road is max else x.sum()
    road(total)
    with staying(), pytest.raises(TypeError, match="expected values that stay on the device"):
        road(total)
    road(total)


def test_what_is_added_at_one_place_twice_counts_twice():
    x = strict.zeros(3)
    strict.add.at(x, [1, 1], strict.asarray([2.0, 3.0]))
    assert x.get().tolist() == [0.0, 5.0, 0.0]
