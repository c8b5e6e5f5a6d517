"""Lowering: which calls become machine code, and which only Python can do."""

import numpy as np
import pytest
from machine_code_cases import call, expect_same_bits, numbers

from dlcourse.replay.machine_code import as_machine_code
from dlcourse.replay.machine_code.lowering import lowered
from dlcourse.replay.tape import CannotReplay, expect_all, expect_same


def test_what_numpy_would_copy_first_is_left_to_numpy():
    x = numbers(20)
    assert lowered(call(np.add, x[1:], x[:-1], x[1:])) == []
    assert lowered(call(np.exp, x[1:], x[:-1])) == []
    assert lowered(call(np.copyto, x[1:], x[:-1])) == []
    expect_same_bits([call(np.add, x[1:], x[:-1], x[1:])], [x], n_in_python=1)


@pytest.mark.parametrize("place", range(19))
def test_a_check_that_fails_at_any_place_cannot_be_replayed(place):
    fits, truth = np.ones(19, bool), np.array(True)
    [all_of] = as_machine_code([call(expect_all, np.count_nonzero, fits)], ())
    [same] = as_machine_code([call(expect_same, truth, True)], ())
    all_of()
    same()
    fits[place] = truth[...] = False
    with pytest.raises(CannotReplay, match="cannot be used"):
        all_of()
    with pytest.raises(CannotReplay, match="the other way"):
        same()
