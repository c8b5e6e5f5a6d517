"""Fused steps: what goes over memory together gives what one by one gives."""

import numpy as np
import pytest
from machine_code_cases import FLOATS, SIZES, call, compiled, expect_same_bits, kinds_of, numbers

from dlcourse.replay.machine_code.fused import LARGE, Elementwise, Fused
from dlcourse.replay.machine_code.grouping import grouped
from dlcourse.replay.machine_code.lowering import lowered
from dlcourse.replay.tape import CannotReplay, expect_all, expect_same, write


def sizes_of_groups(*calls):
    return [len(step.steps) if isinstance(step, Fused) else 0 for step in grouped(list(calls), ())]


@pytest.mark.parametrize("shape", [*SIZES, (5, 19), (1, 1), (3, 5, 7)])
def test_a_chain_in_place_is_one_pass_and_gives_the_bits_of_numpy(shape):
    x, out = numbers(shape), np.zeros(shape)
    calls = [call(np.add, x, 1.0, out), call(np.multiply, out, out, out), call(np.sqrt, out, out)]
    assert sizes_of_groups(*calls) == [3]
    expect_same_bits(calls, [x, out])


@pytest.mark.parametrize("dtype", FLOATS)
def test_an_update_such_as_that_of_adam_is_one_pass(dtype):
    theta, g, m, v = (numbers(101, dtype, seed, plain=True) for seed in range(4))
    v = np.abs(v)
    a, b, lr = np.zeros(101, dtype), np.zeros(101, dtype), np.array(0.01, dtype)
    calls = [
        call(np.multiply, m, np.array(0.9, dtype), m), call(np.multiply, g, np.array(0.1, dtype), a),
        call(np.add, m, a, m), call(np.square, g, a), call(np.multiply, a, lr, a),
        call(np.multiply, v, np.array(0.999, dtype), v), call(np.add, v, a, v), call(np.sqrt, v, a),
        call(np.add, a, np.array(1e-8, dtype), a), call(np.multiply, m, lr, b), call(np.divide, b, a, b),
        call(np.subtract, theta, b, theta),
    ]  # fmt: skip
    assert sizes_of_groups(*calls) == [len(calls)]
    expect_same_bits(calls, [theta, m, v, a, b])
    lr[...] = 0.5  # a cell holds another number at each replay
    expect_same_bits(calls, [theta, m, v, a, b])


def test_large_arrays_share_a_pass_as_soon_as_a_step_reads_several_of_them():
    x, y, z, out = (numbers(LARGE + 1, "float32", seed, plain=True) for seed in range(4))
    one, two = call(np.multiply, x, np.float32(0.9), x), call(np.multiply, y, np.float32(0.5), y)
    three, join = call(np.negative, z, z), call(np.add, x, y, out)
    assert sizes_of_groups(one, two) == [1, 1]  # they share nothing
    assert sizes_of_groups(one, two, join) == [3]
    assert sizes_of_groups(one, three, two, join) == [3, 1]  # not with what has no part in it
    assert sizes_of_groups(one, two, join, call(np.square, z, out)) == [3, 1]  # `out` is written, not read
    cell = np.array(0.5, "float32")
    with_cell = [call(np.multiply, a, cell, a) for a in (x, y)]
    assert sizes_of_groups(*with_cell) == [1, 1]  # one number in common saves nothing
    for calls in ([one, three, two, join], [one, two, join, call(np.square, z, out)], with_cell):
        expect_same_bits(calls, [x, y, z, out])


def test_passes_of_large_arrays_that_depend_on_each_other_keep_their_order():
    x, y, z, out = (numbers(LARGE + 2, "float32", seed, plain=True) for seed in range(4))
    ahead, behind = z[1:], z[:-1]
    programs = [  # the last step reads x, which the first has, but must come after the second
        [call(np.negative, x, x), call(np.square, y, out), call(np.copyto, y, x)],  # writes what it reads
        [call(np.negative, x, x), call(np.square, y, out), call(np.copyto, out, x)],  # writes what it writes
        [call(np.negative, out[1:], out[1:]), call(np.negative, ahead, ahead),
         call(np.add, behind, out[1:], out[1:])],  # reads what it writes
    ]  # fmt: skip
    for calls in programs:
        expect_same_bits(calls, [x, y, z, out])
    assert sizes_of_groups(*programs[0]) == [1, 1, 1] and sizes_of_groups(*programs[2]) == [1, 1, 1]
    other = call(np.negative, numbers(LARGE + 1), np.zeros(LARGE + 1))
    assert sizes_of_groups(programs[0][0], other, programs[0][0]) == [1, 1, 1]  # of one shape only


def test_steps_of_other_places_do_not_join():
    x, y = numbers(8), numbers(9)
    assert sizes_of_groups(call(np.negative, x, x), call(np.negative, y, y)) == [1, 1]
    matrix = numbers((3, 8))
    assert sizes_of_groups(call(np.negative, x, x), call(np.add, matrix, x, matrix)) == [1, 1]
    assert sizes_of_groups(call(np.negative, matrix, matrix), call(np.negative, x, x)) == [1, 1]


def test_steps_that_read_or_write_their_neighbours_do_not_join():
    x, y = numbers(20), np.zeros(20)
    ahead, behind = x[1:], x[:-1]
    pairs = [
        [call(np.negative, ahead, ahead), call(np.add, behind, 1.0, y[1:])],  # reads what was written
        [call(np.add, ahead, 1.0, y[1:]), call(np.negative, behind, behind)],  # writes what was read
        [call(np.negative, ahead, ahead), call(np.negative, behind, behind)],  # writes what was written
    ]
    for calls in pairs:
        assert sizes_of_groups(*calls) == [1, 1]
        expect_same_bits(calls, [x, y])


def test_a_single_number_that_changes_in_between_is_read_anew():
    x, y, cell = numbers(20, plain=True), np.zeros(20), np.array(2.0)
    calls = [call(np.multiply, x, cell, y), call(np.add, cell, 1.0, cell), call(np.multiply, x, cell, x)]
    expect_same_bits(calls, [x, y, cell])


def test_float32_float64_and_bools_go_over_the_same_places_together():
    for n in SIZES:
        x, y = numbers(n, "float32"), numbers(n, "float64")
        small, large, truths = np.zeros(n, "float32"), np.zeros(n), np.zeros(n, bool)
        calls = [
            call(np.divide, x, np.float32(3.0), small), call(np.divide, y, 3.0, large),
            call(np.less, small, x, truths), call(np.multiply, truths, large, out=large),
            call(write, small, np.where, (truths, x, small), {}), call(np.logical_not, truths, truths),
        ]  # fmt: skip
        assert sizes_of_groups(*calls) == [6]
        expect_same_bits(calls, [small, large, truths])


@pytest.mark.parametrize("order", ["rows", "columns"])
def test_broadcast_rows_and_columns_go_along(order):
    x, row, column, out = numbers((7, 19)), numbers(19), numbers((7, 1)), np.zeros((7, 19))
    if order == "columns":
        x, out = numbers((19, 7)).T, np.zeros((19, 7)).T
    calls = [
        call(np.add, x, row, out),
        call(np.multiply, out, column, out),
        call(np.maximum, out, x, out=out),
    ]
    assert sizes_of_groups(*calls) == [3]
    expect_same_bits(calls, [out])


def test_the_order_of_memory_decides_about_the_loops():
    x = numbers((7, 19))
    turned = numbers((19, 7)).T
    calls = [call(np.negative, x, x), call(np.negative, turned, turned)]
    assert sizes_of_groups(*calls) == [1, 1]  # no loop passes over neighbours in both
    expect_same_bits(calls, [x, turned])


@pytest.mark.parametrize("place", [0, 7, 15, 16, 18])
def test_after_a_check_that_fails_nothing_is_done_that_comes_after_it(place):
    g, theta = np.ones(19), np.zeros(19)
    size, fits = np.zeros(19), np.zeros(19, bool)
    calls = [
        call(np.absolute, g, size), call(np.less_equal, size, 5.0, fits),
        call(expect_all, np.count_nonzero, fits), call(np.add, theta, 1.0, theta),
    ]  # fmt: skip
    assert sizes_of_groups(*calls) == [3, 1]
    segment = compiled(*calls)
    segment()
    assert (theta == 1).all()
    for wrong in (-6.0, np.inf, np.nan):
        g[place] = wrong
        with pytest.raises(CannotReplay, match="NaN, infinite or too large"):
            segment()
        assert (theta == 1).all()
    g[place] = -5.0
    segment()
    assert (theta == 2).all()


def test_a_check_goes_along_with_the_steps_before_it_only():
    truths, truth, x = np.ones(8, bool), np.array(True), numbers(8)
    check, other = call(expect_all, np.count_nonzero, truths), call(expect_same, truth, True)
    assert sizes_of_groups(check, check) == [1, 1]
    assert sizes_of_groups(call(np.isfinite, x, truths), check, call(np.negative, x, x)) == [2, 1]
    assert sizes_of_groups(call(np.negative, x, x), other) == [1, 1]


def test_a_check_ends_all_passes_that_stand_beside_its_own():
    x, y, out = (numbers(LARGE + 1, seed=seed, plain=True) for seed in range(3))
    fits, before = np.zeros(LARGE + 1, bool), out.copy()
    calls = [
        call(np.negative, x, x), call(np.isfinite, y, fits), call(expect_all, np.count_nonzero, fits),
        call(np.add, x, y, out),  # reads from both passes, but may come after the check alone
    ]  # fmt: skip
    assert sizes_of_groups(*calls) == [1, 2, 1]
    y[-1] = np.nan
    with pytest.raises(CannotReplay):
        compiled(*calls)()
    assert (out == before).all()


def test_what_a_group_reads_is_what_it_did_not_write_before():
    x, y, out = numbers(8), numbers(8), np.zeros(8)
    [first], [second] = lowered(call(np.add, x, y, out)), lowered(call(np.multiply, out, y, out))
    group = Fused(first)
    assert group.takes(second)
    group.steps.append(second)
    assert [a.ctypes.data for a in group.reads] == [a.ctypes.data for a in (x, y, y)]
    assert [a is out for a in group.writes] == [True, True] and not group.is_closed
    check = Elementwise("copy", np.dtype(bool), (np.ones(8, bool),), None)
    assert check.arrays() == [check.inputs[0]] and Fused(check).is_closed


@pytest.mark.parametrize("n", [*SIZES, 46])
def test_harmless_numbers_raise_no_flag_in_any_tail(n):
    """Of 46 numbers the last two fill half of the shortest register; what lies in its other half must not
    be divided."""
    x, y = np.full(n, 3.0, "float32"), np.full(n, 7.0, "float32")
    z, large, truths = np.zeros(n, "float32"), np.full(n, 2.0), np.zeros(n, bool)
    calls = [
        call(np.divide, x, y, z), call(np.reciprocal, z, z), call(np.sqrt, z, z), call(np.less, z, x, truths),
        call(np.divide, truths, x, z), call(np.divide, large, large, large),
    ]  # fmt: skip
    assert sizes_of_groups(*calls) == [6]
    segment = compiled(*calls)
    assert kinds_of(segment) == [] and kinds_of(segment) == []
    assert kinds_of(compiled(call(np.divide, x, y, z))) == []
