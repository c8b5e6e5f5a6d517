"""Functions, products and reductions by numpy's own loops."""

from itertools import product

import numpy as np
import pytest
from halved import halved
from machine_code_cases import FLOATS, bits, call, expect_same_bits, numbers, outcomes

from dlcourse.replay.machine_code.loop_calls import ColumnReduction, LoopCall, Product, Reduction
from dlcourse.replay.machine_code.lowering import lowered

UNARY = [np.exp, np.expm1, np.tanh, np.log1p, np.sign]
BINARY = [np.power, np.logaddexp, np.arctan2, np.fmax]
SHAPES = [*product((1, 2, 8, 33), repeat=2), (130, 70)]
PRODUCTS = [(1, 1, 1), (1, 7, 3), (5, 1, 3), (5, 7, 1), (17, 40, 33)]  # m, n, p
REDUCTIONS = [np.add, np.maximum, np.minimum]


def named(value):
    return getattr(value, "__name__", None)


every_function = pytest.mark.parametrize(("ufunc", "dtype"), halved([*UNARY, *BINARY], FLOATS), ids=named)
every_reduction = pytest.mark.parametrize(("ufunc", "dtype"), halved(REDUCTIONS, FLOATS), ids=named)


def expect_bits_of(pairs, in_python=0):
    """Calls with the arrays that they write, all in one go.   -> the kinds of steps that they are"""
    calls, outs = map(list, zip(*pairs, strict=True))
    expect_same_bits(calls, outs, in_python)
    return {type(step) for function in calls for step in lowered(function)}


def functions_of(ufunc, dtype, shape, view=np.array):
    """Calls of a ufunc of views of arrays of a shape, into both orders of memory.   -> [(call, out)]"""
    inputs = [view(numbers(shape, dtype, seed)) for seed in range(ufunc.nin)]
    outs = [np.zeros(inputs[0].shape, dtype, order) for order in "CF"]
    return [(call(ufunc, *inputs, out), out) for out in outs]


@every_function
def test_functions_of_all_sizes_and_layouts_give_the_bits_of_numpy(ufunc, dtype):
    found = [pair for n in range(2, 20) for pair in functions_of(ufunc, dtype, n)]
    for part in (np.s_[...], np.s_[:, ::2], np.s_[:, 1:4], np.s_[:, 3], np.s_[::2]):
        found += functions_of(ufunc, dtype, (5, 19), lambda a, part=part: a[part])
    found += functions_of(ufunc, dtype, (5, 19), np.transpose)
    found += functions_of(ufunc, dtype, (3, 5, 4), lambda a: a.transpose(1, 2, 0))
    found += functions_of(ufunc, dtype, ())
    assert expect_bits_of(found) == {LoopCall}


@every_function
def test_functions_of_what_numpy_may_copy_first_are_left_to_numpy(ufunc, dtype):
    """Its loops for numbers that lie backwards round otherwise than those for numbers in order."""
    pairs = functions_of(ufunc, dtype, (5, 19), np.fliplr)
    for shape in ((1, 19), (6, 1)):
        pairs += functions_of(ufunc, dtype, shape, lambda a: np.broadcast_to(a, (6, 19)))
    assert [len(lowered(function)) for function, _ in pairs] == [0, 1, 1, 0, 0, 1]
    expect_bits_of(pairs, in_python=3)


@pytest.mark.parametrize("exponent", [2.0, 0.5, 3.0, -1.0, 0.0, 1.7])
@pytest.mark.parametrize("dtype", FLOATS)
def test_a_power_is_a_square_or_a_root_just_where_numpy_makes_it_one(dtype, exponent):
    """It does for one exponent for all; also of an exponent per row, which in memory looks the same."""
    x, calls, outs = np.abs(numbers((5, 19), dtype, plain=True)), [], []
    for base in (x, x[0], x[:1, :1], x[0, :1], x[0, 0]):
        for shape in ((), (1,), (1, 1), (19,), (5, 1)):
            base = np.array(base)
            outs.append(np.zeros(np.broadcast_shapes(base.shape, shape), dtype))
            calls.append(call(np.power, base, np.full(shape, exponent, dtype), outs[-1]))
    by_numpy, by_code, _ = outcomes(calls, outs)
    assert list(map(bits, by_numpy)) == list(map(bits, by_code))
    assert sum(len(lowered(function)) for function in calls) > len(calls) / 2


def test_of_one_number_with_axes_and_its_exponent_numpy_knows_best():
    """Whether it takes the square or the power depends on the axes that both have."""
    for shape, other in (((1,), (1,)), ((1, 1), (1, 1)), ((1, 1), (1,)), ((), (1,))):
        out = np.zeros(np.broadcast_shapes(shape, other))
        assert lowered(call(np.power, np.full(shape, 1.1), np.full(other, 2.0), out)) == []
        assert len(lowered(call(np.exp, out, out))) == 1
    assert len(lowered(call(np.power, np.array(1.1), np.array(2.0), np.array(0.0)))) == 1


@pytest.mark.parametrize("dtype", FLOATS)
def test_functions_in_place_and_of_single_numbers_give_the_bits_of_numpy(dtype):
    x, y, cell = numbers((5, 19), dtype), numbers((19, 5), dtype).T, np.array(0.3, dtype)
    calls = [call(np.exp, x, x), call(np.tanh, y, y), call(np.power, x, cell, x), call(np.power, cell, y, y)]
    calls += [call(np.power, cell, cell, cell), call(np.exp, cell, cell), call(np.power, x, 3.0, x)]
    expect_same_bits(calls, [x, y, cell])


@pytest.mark.parametrize("dtype", ["bool", "int8", "int64", "uint64"])
def test_arithmetic_of_integers_and_bools_is_that_of_numpy(dtype):
    x, y = numbers((5, 19), dtype), numbers((5, 19), dtype, 1)
    outs = [np.zeros((5, 19), dtype) for _ in range(4)]
    ufuncs = [np.add, np.multiply, np.maximum, np.bitwise_or]
    calls = [call(ufunc, x, y, out=out) for ufunc, out in zip(ufuncs, outs, strict=True)]
    expect_same_bits(calls, outs)


def matrices(shape, dtype, seed):
    """Vectors or matrices of a shape, in all layouts."""
    x = numbers(shape, dtype, seed, plain=True)
    yield x
    if len(shape) == 1:
        yield from (x[::-1], numbers((*shape, 3), dtype, seed, plain=True)[:, 1])
        return
    m, n = shape
    wide = numbers((2 * m, n + 3), dtype, seed, plain=True)
    yield from (np.asfortranarray(x), wide[:m, 1 : 1 + n], wide[::2, 1 : 1 + n], x[:, ::-1])
    yield from (np.broadcast_to(x[:1], shape), np.broadcast_to(x[:, :1], shape))


@pytest.mark.parametrize(("sizes", "dtype"), halved(PRODUCTS, FLOATS))
def test_products_of_all_shapes_and_layouts_give_the_bits_of_numpy(sizes, dtype):
    """dot where the tape takes dot: of arrays that lie in one piece."""
    m, n, p = sizes
    calls, outs = [], []
    for shape, other in (((m, n), (n, p)), ((n,), (n, p)), ((m, n), (n,)), ((n,), (n,))):
        for a, b in product(matrices(shape, dtype, 0), matrices(other, dtype, 1)):
            for function in (np.matmul, np.dot)[: 1 + (a.flags.forc and b.flags.forc)]:
                outs.append(np.zeros(np.shape(a @ b), dtype))
                calls.append(call(function, a, b, outs[-1]))
        a, b = numbers(shape, dtype, 2, plain=True), numbers(other, dtype, 3, plain=True)
        if np.ndim(a @ b) == 2:
            outs += [np.zeros((p, m), dtype).T, np.zeros((m, p + 3), dtype)[:, 1:-2]]
            calls += [call(np.matmul, a, b, out) for out in outs[-2:]]
    expect_same_bits(calls, outs)
    assert {type(step) for c in calls for step in lowered(c)} == {Product}


@pytest.mark.parametrize("dtype", FLOATS)
def test_a_product_into_one_of_its_factors_is_left_to_numpy(dtype):
    a, b = numbers((4, 4), dtype, plain=True), numbers((4, 4), dtype, 1, plain=True)
    assert lowered(call(np.matmul, a, b, a)) == [] == lowered(call(np.matmul, a, b, b))
    expect_same_bits([call(np.matmul, a, b, a)], [a], in_python=1)


def reduced(ufunc, x, axis, keepdims=False):
    """The call of a reduction, as the tape binds it, and the array that it writes."""
    with np.errstate(all="ignore"):
        out = np.zeros_like(ufunc.reduce(x, axis=axis, keepdims=keepdims))
    out = np.asarray(out)
    return call(ufunc.reduce, x, axis, None, out, keepdims), out


def reductions_of(ufunc, x):
    """Over all of a matrix, its rows and its columns."""
    axes = ((None, False), (0, False), (1, True), (-1, False), (-2, True), ((0, 1), True), ((1,), False))
    return [reduced(ufunc, x, axis, keepdims) for axis, keepdims in axes]


@every_reduction
def test_reductions_give_the_bits_of_numpy(ufunc, dtype):
    found = []
    for shape in SHAPES:
        found += reductions_of(ufunc, numbers(shape, dtype, sum(shape), plain=sum(shape) % 2 == 0))
    for n in (1, 7, 127, 128, 129, 20000):  # numpy adds up in blocks of 128
        found += [reduced(ufunc, numbers(n, dtype, n, plain=True), axis) for axis in (None, 0, -1)]
        found += [reduced(ufunc, numbers((n, 2), dtype, n, plain=True), axis) for axis in (None, 0)]
    block = numbers((3, 4, 5), dtype, plain=True)
    found += [reduced(ufunc, block, axis) for axis in (None, (0, 1, 2))]
    assert expect_bits_of(found) == {Reduction, ColumnReduction}


@every_reduction
def test_reductions_of_zeros_keep_their_sign_as_numpy_does(ufunc, dtype):
    rng, found = np.random.default_rng(0), []
    for n in (1, 2, 9, 40):
        for minus in (0.0, 0.5, 1.0):
            x = np.where(rng.random((3, n)) < minus, -0.0, 0.0).astype(dtype)
            found += [reduced(ufunc, x, axis) for axis in (None, 0, 1)]
    expect_bits_of(found)


@every_reduction
def test_reductions_of_other_layouts_give_the_bits_of_numpy_too(ufunc, dtype):
    x, block = numbers((33, 40), dtype, plain=True), numbers((3, 4, 5), dtype, plain=True)
    layouts = [x.T, x[::2], x[:, 3:30], x[::-1], x[:, ::2], np.broadcast_to(x[:1], (9, 40))]
    layouts.append(np.broadcast_to(x[:, :1], (33, 9)))
    found = [pair for layout in layouts for pair in reductions_of(ufunc, layout)]
    found += [reduced(ufunc, block, axis) for axis in (0, 1, -1, (0, 1))]
    in_python = sum(lowered(function) == [] for function, _ in found)
    assert 0 < in_python < len(found)
    expect_bits_of(found, in_python)


@pytest.mark.parametrize(
    ("ufunc", "share"), halved([np.logical_and, np.logical_or], [0.0, 0.02, 1.0, 0.98]), ids=named
)
def test_all_and_any_give_the_bits_of_numpy(ufunc, share):
    rng = np.random.default_rng(0)
    expect_bits_of([pair for shape in SHAPES for pair in reductions_of(ufunc, rng.random(shape) < share)])


def test_what_a_step_reads_and_writes_is_told():
    x, y, out, rows = numbers((3, 4)), numbers((4, 3)), np.zeros((3, 3)), np.zeros(3)
    [function] = lowered(call(np.exp, out, out))
    [matrix] = lowered(call(np.matmul, x, y, out))
    [reduction] = lowered(call(np.add.reduce, out, 1, None, rows, False))
    [columns] = lowered(call(np.maximum.reduce, out, 0, None, rows, False))
    assert type(function) is LoopCall and function.writes == [out] and function.reads[0] is not None
    assert matrix.writes == [out] and matrix.reads == (x, y)
    for step in (reduction, columns):
        assert np.shares_memory(step.writes[0], rows) and np.shares_memory(step.reads[0], out)
