"""Lowering: which calls become machine code, and which only Python can do."""

import operator

import numpy as np
import pytest
from machine_code_cases import FLOATS, call, compiled, expect_same_bits, numbers

from dlcourse.replay.machine_code.fused import Elementwise
from dlcourse.replay.machine_code.loop_calls import ColumnReduction, LoopCall, Product, Reduction
from dlcourse.replay.machine_code.lowering import lowered
from dlcourse.replay.machine_code.picks import Pick
from dlcourse.replay.tape import CannotReplay, expect_all, expect_same, write

X, OUT, ROW, CELL = numbers((3, 3)), np.zeros((3, 3)), numbers(3), np.zeros(())
PLACES, TRUTHS, TRUTH = np.array([0, 2, 1]), np.ones((3, 3), bool), np.array(True)
STEPS = {
    "a ufunc": (call(np.add, X, ROW, OUT), Elementwise),
    "a ufunc of a number": (call(np.multiply, X, 2, OUT), Elementwise),
    "a ufunc that has its result by name": (call(np.maximum, X, 0.0, out=OUT), Elementwise),
    "a function": (call(np.exp, X, OUT), LoopCall),
    "a ufunc of numbers that lie apart": (call(np.add, X[:, ::2], 1.0, OUT[:, ::2]), LoopCall),
    "a product": (call(np.matmul, X, ROW, np.zeros(3)), Product),
    "a product by dot": (call(np.dot, X, X, OUT), Product),
    "a sum": (call(np.add.reduce, X, None, None, CELL, False), Reduction),
    "a sum over rows": (call(np.add.reduce, X, 0, None, np.zeros(3), False), ColumnReduction),
    "a copy": (call(np.copyto, OUT, X), Elementwise),
    "a copy of a number": (call(np.copyto, OUT, 3), Elementwise),
    "an assignment": (call(operator.setitem, OUT, slice(1, 3), X[1:]), Elementwise),
    "an assignment of a number": (call(operator.setitem, OUT, 1, 0), Elementwise),
    "a pick": (call(write, np.zeros(3), operator.getitem, (X, (PLACES, PLACES)), {}), Pick),
    "an assignment at pairs": (call(operator.setitem, OUT, (PLACES, PLACES), 1.0), Pick),
    "where": (call(write, OUT, np.where, (TRUTHS, X, 0.0), {}), Elementwise),
    "a check of all": (call(expect_all, np.count_nonzero, TRUTHS), Elementwise),
    "a check of one": (call(expect_same, TRUTH, False), Elementwise),
}
AS_BYTES = np.zeros(100, np.uint8)
IN_PYTHON = {
    "float16": call(np.negative, X.astype("float16"), OUT.astype("float16")),
    "complex numbers": call(np.negative, X.astype(complex), OUT.astype(complex)),
    "the bytes of another machine": call(np.copyto, X.astype(">f8"), X.astype(">f8")),
    "numbers across the borders of words": call(np.negative, AS_BYTES[1:25].view(float), np.zeros(3)),
    "empty arrays": call(np.negative, np.zeros((0, 3)), np.zeros((0, 3))),
    "a result that is cast": call(np.add, X, X, OUT.astype("float32")),
    "operands that are cast": call(np.add, X, ROW.astype("float32"), OUT),
    "a copy that is cast": call(np.copyto, OUT, X.astype("float32")),
    "a copy of numbers that lie apart": call(np.copyto, OUT[:, ::2], X[:, ::2]),
    "a list": call(np.add, ROW, [1.0, 2.0, 3.0], OUT),
    "a number beyond the dtype": call(np.less, np.zeros(3, np.int8), 1000, np.zeros(3, bool)),
    "a product of three axes": call(np.matmul, np.ones((2, 3, 3)), X, np.zeros((2, 3, 3))),
    "a product of integers": call(np.matmul, PLACES, PLACES, np.zeros((), int)),
    "a product of two dtypes": call(np.matmul, X.astype("float32"), X, OUT),
    "a sum over the middle": call(np.add.reduce, np.ones((2, 3, 4)), 1, None, np.zeros((2, 4)), False),
    "a sum of integers": call(np.add.reduce, PLACES, None, None, np.zeros((), int), False),
    "a count of truths": call(np.add.reduce, TRUTHS, None, None, np.zeros((), int), False),
    "another reduction": call(np.multiply.reduce, X, None, None, CELL, False),
    "any of floats": call(np.logical_or.reduce, X, None, None, TRUTH, False),
    "an assignment at one vector": call(operator.setitem, OUT, PLACES, X),
    "an assignment where": call(operator.setitem, OUT, TRUTHS, 1.0),
    "a pick of rows": call(write, OUT, operator.getitem, (X, PLACES), {}),
    "where with another dtype": call(write, OUT, np.where, (TRUTHS, X, PLACES), {}),
    "where of floats": call(write, OUT, np.where, (X, X, X), {}),
    "where with one argument": call(write, np.zeros((2, 9), int), np.where, (TRUTHS,), {}),
    "another function": call(write, OUT, np.sort, (X,), {"axis": 0}),
    "a function that nobody knows": call(print, X),
    "ufunc.at": call(np.add.at, OUT, PLACES, 1.0),
    "a check of floats": call(expect_same, CELL, True),
}


@pytest.mark.parametrize("name", STEPS)
def test_what_machine_code_can_do_becomes_one_step(name):
    function, kind = STEPS[name]
    assert [type(step) for step in lowered(function)] == [kind]


@pytest.mark.parametrize("name", IN_PYTHON)
def test_all_else_is_left_to_python(name):
    assert lowered(IN_PYTHON[name]) == []


def test_lowering_a_call_does_not_do_it():
    before = X.tobytes(), OUT.tobytes(), TRUTHS.tobytes(), CELL.tobytes()
    for function, _ in STEPS.values():
        lowered(function)
    assert before == (X.tobytes(), OUT.tobytes(), TRUTHS.tobytes(), CELL.tobytes())


def test_what_numpy_would_copy_first_is_left_to_numpy():
    x, truths = numbers(20), np.ones(19, bool)
    calls = [
        call(np.add, x[1:], x[:-1], x[1:]), call(np.add, x, x[::-1], x), call(np.multiply, x, x[3:4], x),
        call(np.exp, x[1:], x[:-1]), call(np.copyto, x[1:], x[:-1]), call(np.copyto, x, x[::-1]),
        call(operator.setitem, x, slice(0, 19), x[1:]),
        call(write, x[1:], np.where, (truths, x[:-1], 0.0), {}),
    ]  # fmt: skip
    assert [lowered(function) for function in calls] == [[]] * len(calls)
    expect_same_bits(calls, [x], in_python=len(calls))


@pytest.mark.parametrize("dtype", FLOATS)
def test_a_number_counts_as_one_of_the_dtype_of_the_array_beside_it(dtype):
    x, out = numbers(20, dtype), np.zeros((5, 20), dtype)
    factors = (0.1, 3, True, 1 / 3)
    calls = [call(np.multiply, x, factor, row) for factor, row in zip(factors, out[:4], strict=True)]
    calls.append(call(np.copyto, out[4], 0.1))
    expect_same_bits(calls, [out], in_python=1)  # numpy makes an array of True


@pytest.mark.parametrize("value", [0.1, 3, True, np.float32(0.1), np.array(7.0), numbers(6), numbers((1, 6))])
def test_assignments_to_slices_give_the_bits_of_numpy(value):
    keys = [np.s_[1:3], np.s_[2], np.s_[...], np.s_[::2], np.s_[None], np.s_[-1:], np.s_[:, :], (1,)]
    y = numbers((5, 6))
    calls = [call(operator.setitem, y, key, value) for key in keys if np.ndim(value) < 2 or y[key].ndim > 1]
    expect_same_bits(calls, [y])


@pytest.mark.parametrize("axis", [0, 1, -1, 2])
def test_concatenations_and_stacks_are_copies(axis):
    parts = [numbers((2, 3, 4), seed=seed) for seed in range(3)]
    functions = [np.concatenate, np.stack]
    outs = [np.zeros_like(function(parts, axis)) for function in functions]
    calls = [call(write, out, f, (parts, axis), {}) for f, out in zip(functions, outs, strict=True)]
    expect_same_bits(calls[:1], outs[:1])
    in_python = int(lowered(calls[1]) == [])
    expect_same_bits(calls[1:], outs[1:], in_python)
    by_name = call(write, outs[0], np.concatenate, (tuple(parts),), {"axis": axis})
    assert len(lowered(by_name)) == len(parts)


@pytest.mark.parametrize("sizes", [(1, 5, 2), (0, 3), (4,)])
def test_parts_of_a_concatenation_may_be_of_any_size(sizes):
    parts, out = [numbers(n, seed=n) for n in sizes], np.zeros(sum(sizes))
    expect_same_bits([call(write, out, np.concatenate, (parts,), {})], [out])
    cells, vector = [np.array(float(n)) for n in sizes], np.zeros(len(sizes))
    expect_same_bits([call(write, vector, np.stack, (cells,), {})], [vector], in_python=1)


@pytest.mark.parametrize("place", range(19))
def test_a_check_that_fails_at_any_place_cannot_be_replayed(place):
    fits, truth = np.ones(19, bool), np.array(True)
    all_of = compiled(call(expect_all, np.count_nonzero, fits))
    same, other = compiled(call(expect_same, truth, True)), compiled(call(expect_same, truth, False))
    all_of()
    same()
    with pytest.raises(CannotReplay, match="another outcome"):
        other()
    fits[place] = truth[...] = False
    other()
    with pytest.raises(CannotReplay, match="NaN, infinite or too large"):
        all_of()
    with pytest.raises(CannotReplay, match="another outcome"):
        same()


@pytest.mark.parametrize("shape", [(5, 19), (1, 1), (), (64,), (65,), (130,)])
def test_checks_look_at_all_numbers_of_an_array(shape):
    fits = np.ones(shape, bool)
    check = compiled(call(expect_all, np.count_nonzero, fits))
    check()
    for place in np.ndindex(shape):
        fits[place] = False
        with pytest.raises(CannotReplay):
            check()
        fits[place] = True
    check()
