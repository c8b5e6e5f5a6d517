"""Grouping: results that nobody reads are not stored, all others are, and the order of calls stays."""

import operator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from machine_code_cases import bits, call, expect_same_bits, numbers, outcomes

from dlcourse.replay.machine_code import fused
from dlcourse.replay.machine_code.fused import Fused
from dlcourse.replay.machine_code.grouping import InPython, grouped, inside, is_unread
from dlcourse.replay.machine_code.loop_calls import LoopCall
from dlcourse.replay.tape import write

MARK = -7.0


def stored(calls, scratch, array):
    """Whether machine code writes the array, which the calls set to other numbers than MARK."""
    array[...] = MARK
    _, by_code, _ = outcomes(calls, [array], scratch)
    assert (by_code[0] == MARK).all() or not (by_code[0] == MARK).any()
    return not (by_code[0] == MARK).any()


def test_what_only_the_same_pass_reads_is_not_stored_and_what_others_read_is():
    x, y = numbers(20, plain=True), numbers(20, seed=1, plain=True)
    inner, out, total = np.zeros(20), np.zeros(20), np.zeros(())
    calls = [call(np.add, x, 1.0, inner), call(np.multiply, inner, 2.0, out)]
    reads = {
        "a loop of numpy": call(np.exp, inner, y),
        "a reduction": call(np.add.reduce, inner, None, None, total, False),
        "a product": call(np.matmul, inner, x, total),
        "another pass": call(np.negative, inner.reshape(4, 5), y.reshape(4, 5)),
        "a part of it": call(np.negative, inner[:3], y[:3]),
        "python": call(np.cumsum, inner, out=y),
    }
    assert not stored(calls, [inner], inner) and stored(calls, [inner], out)
    assert stored(calls, [], inner) and stored(calls, [out], inner)
    for name, reader in reads.items():
        assert stored([*calls, reader], [inner], inner), name
        expected, got, _ = outcomes([*calls, reader], [inner, out, y, total], [inner])
        assert list(map(bits, expected)) == list(map(bits, got)), name


def test_what_is_written_over_before_it_is_read_is_not_stored():
    x, shared, out, last = numbers(20, plain=True), np.zeros(20), np.zeros(20), np.zeros(())
    calls = [
        call(np.add, x, 1.0, shared), call(np.multiply, shared, 2.0, out), call(np.exp, x, shared),
        call(np.add.reduce, shared, None, None, last, False),
    ]  # fmt: skip
    first = grouped(calls, [shared])[0]
    assert len(first.dead) == 1
    expected, got, _ = outcomes(calls, [out, last, shared], [shared])
    assert list(map(bits, expected)) == list(map(bits, got))
    for half in (np.s_[:10], np.s_[::19]):
        part = [*calls[:2], call(np.exp, x[half], shared[half]), calls[3]]
        assert not grouped(part, [shared])[0].dead  # the other half is still read


def test_of_two_results_in_one_place_the_last_is_stored():
    x, out = numbers(20, plain=True), np.zeros(20)
    calls = [call(np.add, x, 1.0, out), call(np.multiply, out, out, out), call(np.negative, out, out)]
    expect_same_bits(calls, [out])
    assert not stored(calls, [out], out)


def test_memory_is_unread_when_it_is_written_over_as_a_whole_before_a_read_of_any_part():
    extent, nothing = (100, 200), [[], []]
    assert is_unread(extent, [0, 1], nothing, nothing)
    assert not is_unread(extent, [0, 1], [[], [(199, 300)]], nothing)
    assert is_unread(extent, [0, 1], [[(200, 300), (0, 100)], []], nothing)
    assert is_unread(extent, [0, 1], [[], [(100, 200)]], [[(100, 200)], []])
    assert not is_unread(extent, [0, 1], [[], [(100, 200)]], [[(101, 200)], []])
    assert not is_unread(extent, [0], [[(100, 200)]], [[(100, 200)]])  # reads come first in a step
    assert inside((1, 2), (1, 2)) and not inside((0, 2), (1, 2)) and not inside((1, 3), (1, 2))


def test_steps_stand_in_the_order_of_the_calls():
    x, y, other = numbers(9), np.zeros(9), numbers(4)
    calls = [
        call(np.negative, x, y), call(np.exp, y, y), call(np.cumsum, y, out=y), call(np.add, y, 1.0, y),
        call(np.negative, other, other), call(np.square, y, y),
    ]  # fmt: skip
    kinds = [type(step) for step in grouped(calls, ())]
    assert kinds == [Fused, LoopCall, InPython, Fused, Fused, Fused]
    expect_same_bits(calls, [y, other], in_python=1)


def test_a_call_in_python_reads_all_its_arrays_however_deep_they_lie():
    a, b, c, empty = np.ones(2), np.ones(3), np.ones(4), np.ones(0)
    step = InPython(call(write, a, np.concatenate, ([b, empty], 1), {"out": (c,)}))
    assert [x.size for x in step.reads] == [2, 3, 4] and step.writes == ()
    assert InPython(call(print, 1, "a", None)).reads == []


def memory():
    """Arrays of one shape that share memory in all ways, and what a program may write: the first ones."""
    rng = np.random.default_rng(0)
    base, other, row = rng.normal(size=200), rng.normal(size=(7, 5)), rng.normal(size=5)
    places = [base[start : start + 35].reshape(5, 7) for start in (0, 35, 70, 105, 140, 3, 36)]
    places += [other.T, other[::-1].T, base[165:200].reshape(7, 5).T]
    views = [np.broadcast_to(row[:, None], (5, 7)), np.broadcast_to(base[7:14], (5, 7)), base[71], base[199]]
    return [base, other, row], places, [*places, *map(np.asarray, views[:2]), base[71:72], base[199:]]


UNARY = [np.negative, np.absolute, np.square, np.sqrt, np.tanh]
BINARY = [np.add, np.subtract, np.multiply, np.maximum, np.minimum]
operations = st.tuples(
    st.sampled_from([*UNARY, *BINARY, "copy", "assign", "where", "sum", "product", "cumsum", "part"]),
    *[st.integers(0, 13)] * 3,
)


def bound(program):
    """The calls of a program on fresh memory.   -> (calls, all memory)"""
    owners, places, views = memory()
    truths, total = np.zeros((5, 7), bool), np.zeros(7)
    calls = []
    for operation, i, j, k in program:
        out, a, b = places[i % len(places)], views[j], views[k]
        if operation in UNARY:
            calls.append(call(operation, a, out))
        elif operation in BINARY:
            calls.append(call(operation, a, b, out=out))
        elif operation == "copy":
            calls.append(call(np.copyto, out, a))
        elif operation == "part":
            calls.append(call(operator.setitem, out, (slice(1, 3), slice(j % 3, 6)), a.flat[0]))
        elif operation == "assign":
            calls.append(call(operator.setitem, out, slice(1 + j % 2, 5, 2), 0.5 * k))
        elif operation == "where":
            calls += [call(np.less, a, b, truths), call(write, out, np.where, (truths, out, 1.0), {})]
        elif operation == "sum":
            calls.append(call(np.add.reduce, out, 0, None, total, False))
            calls.append(call(np.add, total, out, out))
        elif operation == "product":
            calls.append(call(np.matmul, places[j % 5].T, places[k % 5], owners[0][50:99].reshape(7, 7)))
        else:
            calls.append(call(np.cumsum, out, axis=0, out=out))
    return calls, [*owners, truths, total]


@pytest.mark.slow
@pytest.mark.parametrize("large", [False, True])
@settings(max_examples=60, deadline=None)
@given(program=st.lists(operations, min_size=1, max_size=14))
def test_random_programs_on_shared_memory_give_the_bits_of_numpy(large, program):
    calls, owners = bound(program)
    with pytest.MonkeyPatch.context() as patch:
        if large:
            patch.setattr(fused, "LARGE", 0)  # every array counts as large: passes begin apart, and may join
        expected, got, _ = outcomes(calls, owners)
    assert list(map(bits, expected)) == list(map(bits, got))


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(operations, min_size=2, max_size=14), st.sets(st.integers(0, 4), min_size=1))
def test_random_programs_give_the_bits_of_numpy_in_all_memory_but_scratch(program, numbers_of_scratch):
    calls, owners = bound(program)
    scratch = [owners[0][35 * n : 35 * n + 35] for n in sorted(numbers_of_scratch)]
    expected, got, _ = outcomes(calls, owners, scratch)
    for n in numbers_of_scratch:
        expected[0][35 * n : 35 * n + 35] = got[0][35 * n : 35 * n + 35] = 0.0
    assert list(map(bits, expected)) == list(map(bits, got))


@pytest.mark.parametrize("function", [np.maximum, np.add])
def test_two_groups_with_a_reduction_in_between_as_in_softmax(function):
    z, e, rows = numbers((6, 10), plain=True), np.zeros((6, 10)), np.zeros((6, 1))
    calls = [
        call(function.reduce, z, 1, None, rows, True), call(np.subtract, z, rows, e), call(np.exp, e, e),
        call(np.add.reduce, e, 1, None, rows, True), call(np.divide, e, rows, e),
    ]  # fmt: skip
    expected, got, _ = outcomes(calls, [z, e, rows], [rows])
    assert list(map(bits, expected)) == list(map(bits, got))
