"""Tapes: calls, with arrays in place of the values that stand for them."""

from functools import partial

import numpy as np
import pytest

from dlcourse.replay.tape import (
    CannotReplay,
    Storage,
    Tape,
    expect_all,
    expect_same,
    leaves,
    resolved,
    traced_in,
    write,
)


class Value:
    """What a tape takes for a value: anything with a storage."""

    def __init__(self, array):
        self.array, self.storage = array, Storage(varies=True, fixed=False)


A, B = Value(np.ones(2)), Value(np.zeros(2))


def test_values_are_found_and_replaced_also_within_tuples_lists_and_dictionaries():
    nested = (1, [A, (B, "b")], {"out": A, "axis": 0})
    assert traced_in(nested) == [A, B, A] and traced_in((1, None)) == []
    assert leaves(nested) == [1, A, B, "b", A, 0] and leaves(2) == [2] and leaves(()) == []
    names = {id(A): "A", id(B): "B"}
    assert resolved(nested, lambda x: names[id(x)]) == (1, ["A", ("B", "b")], {"out": "A", "axis": 0})


def test_bound_calls_need_no_arguments_and_write_where_they_are_told():
    tape = Tape(np)
    tape.add(np.add, (A, 2.0, B), B)
    tape.add(np.multiply, (B, B), B, options={"out": B})
    calls = tape.bound(lambda x: x.array)
    assert all(type(call) is partial for call in calls)
    for call in calls:
        call()
    assert B.array.tolist() == [9.0, 9.0]


def test_a_tape_keeps_the_first_reason_and_lets_go_of_everything_in_the_end():
    with Tape(np) as tape:
        tape.add(np.add, (A, B))
        tape.refuse("one")
        tape.refuse("two")
    assert tape.why == "one" and not tape.calls


def test_a_condition_that_comes_out_the_other_way_cannot_be_replayed():
    for expected in (True, False):
        expect_same(np.array(expected), expected)
        with pytest.raises(CannotReplay, match="another outcome"):
            expect_same(np.array(not expected), expected)


def test_one_gradient_that_does_not_fit_is_enough():
    expect_all(np.count_nonzero, np.array([True, True]))
    expect_all(np.count_nonzero, np.ones(0, bool))
    with pytest.raises(CannotReplay, match="NaN, infinite or too large"):
        expect_all(np.count_nonzero, np.array([True, False]))


def test_a_result_of_another_shape_is_not_broadcast_into_its_place():
    out = np.zeros(3)
    write(out, np.array, ([1.0, 2.0, 3.0],), {"dtype": float})
    assert out.tolist() == [1.0, 2.0, 3.0]
    for value in ([7.0], 7.0, [1.0, 2.0]):
        with pytest.raises(CannotReplay, match="shape"):
            write(out, np.array, (value,), {})
    assert out.tolist() == [1.0, 2.0, 3.0]
