"""Booleans and small integers beside floats: an op that adds them up counts them."""

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.ops.sums import rows_total, total


@pytest.mark.parametrize("dtype", [bool, np.int8, np.uint8])
def test_booleans_and_small_integers_beside_floats_are_counted(dtype):
    x, floats = np.ones((300, 2), dtype), np.ones((300, 2))
    x[0] = floats[0] = 0
    assert total(x, 0).tolist() == rows_total(x).tolist() == [299, 299] and total(x) == 598
    gamma, beta = np.ones(2), np.zeros(2)
    np.testing.assert_array_equal(ops.batch_norm(x, gamma, beta), ops.batch_norm(floats, gamma, beta))
