"""From steps to functions: calls in Python stand between segments, and memory stays alive."""

import gc
import weakref

import numpy as np
import pytest
from llvmlite import ir
from machine_code_cases import call, compiled, environment, expect_same_bits, numbers, run

from dlcourse.replay.machine_code import as_machine_code, translation
from dlcourse.replay.machine_code.emitter import Emitter
from dlcourse.replay.machine_code.grouping import grouped
from dlcourse.replay.machine_code.segments import Segment
from dlcourse.replay.machine_code.translation import clear_module, compiler, translated, written
from dlcourse.replay.tape import CannotReplay, expect_all, expect_same


def is_segment(parts):
    return [isinstance(part, Segment) for part in parts]


def test_what_only_python_can_do_stands_between_segments_in_its_place():
    x, y = numbers(6), np.zeros(6)
    calls = [call(np.negative, x, y), call(np.cumsum, y, out=y), call(np.add, y, 1.0, y), call(np.exp, y, y)]
    assert is_segment(expect_same_bits(calls, [y], in_python=1)) == [True, False, True]
    assert is_segment(expect_same_bits([calls[1], *calls], [y], in_python=2)) == [False, True, False, True]


def test_calls_in_python_stay_the_calls_that_they_are():
    y = numbers(6)
    calls = [call(np.cumsum, y, out=y), call(np.cumprod, y, out=y)]
    parts = as_machine_code(calls, ())
    assert [a is b for a, b in zip(parts, calls, strict=True)] == [True, True]
    assert as_machine_code([], ()) == []


def test_what_a_call_in_python_raises_comes_through():
    def fails():
        raise KeyError("a call of a user")

    x = np.zeros(3)
    first, middle, last = as_machine_code([call(np.add, x, 1.0, x), call(fails), call(np.add, x, 1.0, x)], ())
    first()
    with pytest.raises(KeyError, match="of a user"):
        middle()
    last()
    assert x.tolist() == [2.0] * 3


def test_memory_lives_as_long_as_the_segment_does():
    x, y, row, total = np.ones((5, 10)), np.zeros((5, 10)), np.ones(10), np.zeros(())
    calls = [
        call(np.add, x, row, y), call(np.exp, y, y), call(np.add.reduce, y, None, None, total, False),
        call(np.matmul, row, np.ones((10, 10)), np.zeros(10)),
    ]  # fmt: skip
    segment = compiled(*calls)
    run(calls)
    expected, alive = total.item(), [weakref.ref(a) for a in (x, y, row, total)]
    total[...] = 0.0
    kept = total
    del x, y, row, total, calls
    gc.collect()
    rubbish = [np.full((5, 10), 7.0) for _ in range(50)]  # takes what was set free
    segment()
    assert kept.item() == expected and len(rubbish) == 50
    del kept
    gc.collect()
    assert all(ref() is not None for ref in alive)
    del segment
    gc.collect()
    assert all(ref() is None for ref in alive)


def test_two_segments_of_one_list_stand_for_themselves():
    x, y = np.ones(4), np.zeros(4)
    first, _, second = as_machine_code(
        [call(np.add, x, y, y), call(np.cumsum, x, out=x), call(np.multiply, y, 10.0, y)], ()
    )
    second()
    first()
    assert y.tolist() == [1.0] * 4
    del first
    gc.collect()
    second()
    assert y.tolist() == [10.0] * 4


def test_checks_are_numbered_over_all_steps_and_say_their_words():
    fits, truth, x = np.ones(3, bool), np.array(True), np.zeros(3)
    calls = [
        call(expect_all, np.count_nonzero, fits), call(np.add, x, 1.0, x), call(expect_same, truth, True),
        call(np.exp, x, x), call(expect_all, np.count_nonzero, fits[:2]),
    ]  # fmt: skip
    segment = compiled(*calls)
    segment()
    assert len(segment.failures) >= 3
    for array, words in (
        (truth, "another outcome"),
        (fits[2:], "NaN, infinite or too large"),
        (fits[:1], "NaN, infinite or too large"),
    ):
        array[...] = False
        with pytest.raises(CannotReplay, match=words):
            segment()
        array[...] = True
    segment()


def test_a_function_keeps_its_steps_and_tells_its_name():
    e = Emitter(ir.Module("test"), "a_name", environment(), {})
    x = numbers(3)
    steps = grouped([call(np.negative, x, x)], ())
    name, failures, keep, n_bytes = written(e, steps)
    assert name == "a_name" and failures == [] and steps in keep
    assert n_bytes == 2 * x.nbytes  # read and written


def test_a_module_that_is_taken_apart_leaves_nothing_for_the_collector():
    x = numbers(30)
    e = Emitter(ir.Module("test"), "f", environment(), {})
    written(e, grouped([call(np.negative, x, x), call(np.exp, x, x)], ()))
    module, function = e.module, weakref.ref(e.function)
    clear_module(module)
    gc.disable()
    try:
        del e, module
        assert function() is None
    finally:
        gc.enable()


def test_one_compiler_serves_all_and_each_library_has_a_name_of_its_own():
    x = np.ones(3)
    segments_ = [compiled(call(np.add, x, 1.0, x)) for _ in range(3)]
    for segment in segments_:
        segment()
    assert x.tolist() == [4.0] * 3 and compiler() is compiler()


def test_products_and_sums_are_rounded_each_for_itself():
    """No fused multiply-add: (1 + e)^2 - 1 - 2 e is 0 when the square is rounded first."""
    e = np.full(9, 2.0**-30)
    x, square, out = 1 + e, np.zeros(9), np.zeros(9)
    segment = compiled(
        call(np.multiply, x, x, square),
        call(np.subtract, square, 1.0, out),
        call(np.subtract, out, 2 * e, out),
    )
    segment()
    assert not out.any() and (x.astype(object) ** 2 != 1).all()


def test_sums_are_added_in_the_order_that_is_written():
    big, x, out = np.full(9, 1e16), np.ones(9), np.zeros(9)
    compiled(call(np.add, big, x, out), call(np.add, out, x, out), call(np.subtract, out, big, out))()
    assert not out.any()  # 1e16 + 1 is 1e16


def test_translating_does_not_run_anything():
    x = np.ones(4)
    translated(grouped([call(np.add, x, 1.0, x)], ()), environment())
    assert x.tolist() == [1.0] * 4 and next(translation.library_numbers) > 0
