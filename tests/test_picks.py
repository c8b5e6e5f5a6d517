"""Numbers at pairs of indices."""

import operator

import numpy as np
import pytest
from machine_code_cases import call, expect_same_bits, numbers

from dlcourse.replay.machine_code import as_machine_code
from dlcourse.replay.tape import CannotReplay, write


@pytest.mark.parametrize("dtype", ["float32", "float64", "int64", "bool"])
@pytest.mark.parametrize("index", ["int64", "int32", "int8", "uint8", "uint64"])
def test_picks_and_their_reverse_give_the_bits_of_numpy(index, dtype):
    matrix, out, target = numbers((4, 6), dtype), np.zeros(5, dtype), np.zeros((4, 6), dtype)
    i, j = np.array([3, 0, 1, 1, 2], index), np.array([5, 0, 2, 2, 3], index)
    if i.dtype.kind == "i":
        i[0], j[1] = -1, -6
    calls = [
        call(write, out, operator.getitem, (matrix, (i, j)), {}),
        call(operator.setitem, target, (i, j), out),
    ]
    expect_same_bits(calls, [out, target])


@pytest.mark.parametrize("wrong", [4, -5, 100, -(2**62)])
def test_an_index_out_of_range_cannot_be_replayed(wrong):
    matrix, out, i = numbers((4, 4)), np.zeros(3), np.array([0, 1, 2])
    [pick] = as_machine_code([call(write, out, operator.getitem, (matrix, (i, i)), {})], ())
    pick()
    i[1] = wrong
    with pytest.raises(CannotReplay, match="outside"):
        pick()
