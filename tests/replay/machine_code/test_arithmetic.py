"""The arithmetic of machine code: every function, dtype, size and layout gives the bits of numpy."""

import numpy as np
import pytest
from machine_code_cases import (
    FLOATS,
    INTEGERS,
    SIZES,
    call,
    compiled,
    expect_same_bits,
    kinds_of,
    numbers,
    special,
)

from dlcourse.replay.machine_code.arithmetic import COMPARISONS, FUNCTIONS, ON_BOOLS, ON_FLOATS, is_arithmetic
from dlcourse.replay.tape import write

CASES = [(name, dtype) for name in sorted({*ON_FLOATS, *FUNCTIONS, *COMPARISONS}) for dtype in FLOATS]
CASES += [(name, "bool") for name in sorted({*ON_BOOLS, "logical_not", "invert"})]
CASES += [(name, dtype) for name in COMPARISONS for dtype in INTEGERS]
every_case = pytest.mark.parametrize(("name", "dtype"), CASES)
ONE_OF_EACH_KIND = ("add", "sqrt", "less", "invert")
some_cases = pytest.mark.parametrize(  # of the others, the tests below try every width of a vector
    ("name", "dtype"),
    [pytest.param(*c, marks=() if c[0] in ONE_OF_EACH_KIND else pytest.mark.slow) for c in CASES],
)
every_case_of_floats = pytest.mark.parametrize(("name", "dtype"), [c for c in CASES if c[1] in FLOATS])
BINARY = [*ON_FLOATS, *sorted(FUNCTIONS & {"maximum", "minimum"}), *COMPARISONS]
every_binary = pytest.mark.parametrize("name", BINARY)


def into_new(name, inputs, order="C"):
    """The call of a ufunc and the array that it writes."""
    ufunc = getattr(np, name)
    with np.errstate(all="ignore"):
        value = np.asarray(ufunc(*inputs))
    out = np.zeros(value.shape, value.dtype, order)
    return call(ufunc, *inputs, out=out), out


def expect_bits_of(name, operands, in_python=0):
    """The ufunc of each tuple of operands, all in one segment, gives the bits of numpy."""
    calls, outs = zip(*(into_new(name, inputs) for inputs in operands), strict=True)
    expect_same_bits(list(calls), list(outs), in_python)


def operands(name, shape, dtype, **options):
    return [numbers(shape, dtype, seed, **options) for seed in range(getattr(np, name).nin)]


def test_every_function_that_machine_code_computes_itself_is_among_the_cases():
    ufuncs = [name for name in dir(np) if isinstance(getattr(np, name), np.ufunc)]
    names = {getattr(np, name).__name__ for name in ufuncs}
    claimed = {(name, kind) for name in names for kind in "fbiu" if is_arithmetic(name, kind)}
    assert claimed == {(name, np.dtype(dtype).kind) for name, dtype in CASES}


@pytest.mark.parametrize(
    ("name", "kind"), [("exp", "f"), ("power", "f"), ("add", "i"), ("add", "b"), ("less", "b"), ("less", "c")]
)
def test_what_ieee_754_does_not_define_is_left_to_numpy(name, kind):
    assert not is_arithmetic(name, kind)


@every_case
def test_all_pairs_of_special_numbers_give_the_bits_of_numpy_at_every_place_of_a_vector(name, dtype):
    pairs = [a.ravel().copy() for a in np.meshgrid(special(dtype), special(dtype))]
    pairs = pairs[: getattr(np, name).nin]
    shifted = [[np.roll(a, shift)[: len(a) - shift] for a in pairs] for shift in range(3)]
    expect_bits_of(name, shifted)


@some_cases
def test_every_size_gives_the_bits_of_numpy(name, dtype):
    expect_bits_of(name, [operands(name, n, dtype) for n in SIZES])


@every_case_of_floats
def test_every_layout_gives_the_bits_of_numpy(name, dtype):
    x, *rest = operands(name, (5, 19), dtype)
    tall = [a.T for a in operands(name, (19, 5), dtype)]
    part = [a[:, 2:15] for a in operands(name, (5, 19), dtype)]
    skipping = [a[::2] for a in operands(name, (5, 19), dtype)]
    backwards = [a[::-1] for a in operands(name, (5, 19), dtype)]
    block = operands(name, (3, 5, 7), dtype)
    ones = operands(name, (1, 1), dtype)
    expect_bits_of(name, [[x, *rest], tall, part, skipping, backwards, block, ones])


@every_case_of_floats
def test_numbers_that_lie_apart_are_left_to_the_loop_of_numpy_and_give_its_bits(name, dtype):
    apart = [a[:, ::3] for a in operands(name, (5, 19), dtype)]
    column = [a[:, 2] for a in operands(name, (5, 19), dtype)]
    turned = [a[:, ::-1] for a in operands(name, (5, 19), dtype)]
    expect_bits_of(
        name, [apart, column, turned], in_python=int(name == "isfinite")
    )  # its loop is wrong there


@pytest.mark.parametrize("stride", [4, pytest.param(1, marks=pytest.mark.slow)])
@every_binary
@pytest.mark.parametrize("dtype", FLOATS)
def test_rows_columns_and_single_numbers_are_broadcast_as_numpy_does(name, dtype, stride):
    x, row, column = numbers((5, 19), dtype), numbers(19, dtype, 1), numbers((5, 1), dtype, 2)
    cases = [[x, row], [row, x], [x, column], [column, x], [row, column], [x.T, column.T]]
    for i, number in list(enumerate(special(dtype)))[::stride]:
        cell = np.array(number, dtype)
        cases += [[row, cell], [cell, row], [x[:, : i + 1], cell], [cell, cell]]
    cases += [[x, 2.0], [2, x], [0.1, row]]
    expect_bits_of(name, cases)


@every_binary
@pytest.mark.parametrize("dtype", FLOATS)
def test_a_bool_beside_floats_counts_as_one_or_zero(name, dtype):
    truths, row = numbers((5, 19), "bool"), numbers(19, "bool")
    x = numbers((5, 19), dtype)
    expect_bits_of(name, [[truths, x], [x, truths], [row, x], [x, row], [x, np.array(True)]])


@every_case_of_floats
def test_results_may_be_written_over_operands(name, dtype):
    calls, memory, ufunc = [], [], getattr(np, name)
    for n in (1, 3, 8, 19, 40):
        for place in range(ufunc.nin):
            x = operands(name, n, dtype)
            with np.errstate(all="ignore"):
                fits = ufunc(*x).dtype == x[0].dtype
            out = x[place] if fits else np.zeros(n, bool)
            calls.append(call(ufunc, *x, out=out))
            memory.append(out)
    x = numbers(23, dtype)
    if ufunc.nin == 2 and ufunc(x[:0], x[:0]).dtype == x.dtype:
        calls.append(call(ufunc, x, x, out=x))
        memory.append(x)
    expect_same_bits(calls, memory)


@pytest.mark.parametrize("dtype", [*FLOATS, *INTEGERS, "bool"])
def test_where_and_copies_give_the_bits_of_numpy(dtype):
    calls, outs = [], []
    for shape in [*range(1, 20), 100, (5, 19), (3, 5, 7)]:
        a, b, truths = numbers(shape, dtype), numbers(shape, dtype, 1), numbers(shape, "bool")
        for inputs in ((truths, a, b), (truths[..., :1], a, b[:1]), (truths, a, b.dtype.type(0))):
            outs.append(np.zeros(shape, dtype))
            calls.append(call(write, outs[-1], np.where, inputs, {}))
        outs.append(np.zeros(shape, dtype))
        calls.append(call(np.copyto, outs[-1], a))
    expect_same_bits(calls, outs)


@pytest.mark.parametrize(("a", "b"), [("int64", "uint64"), ("uint64", "int64"), ("int32", "int64")])
@pytest.mark.parametrize("name", COMPARISONS)
def test_integers_of_two_dtypes_are_compared_as_numpy_does(name, a, b):
    x, y = (a.ravel() for a in np.meshgrid(special(a), special(b)))
    call_, out = into_new(name, [x, y])
    expect_same_bits([call_], [out], in_python=int("int32" in (a, b)))


@every_case_of_floats
def test_flags_are_raised_where_numpy_warns_and_nowhere_else(name, dtype):
    """Also not where a NaN is compared, which raises a flag that numpy lowers."""
    ufunc, warnings = getattr(np, name), []
    words = {"divide by zero": "divide", "overflow": "over", "underflow": "under", "invalid value": "invalid"}
    x = operands(name, 23, dtype)
    function, out = into_new(name, x)
    segment = compiled(function)
    for pair in zip(*[a.ravel() for a in np.meshgrid(special(dtype), special(dtype))], strict=True):
        for array, number in zip(x, pair, strict=False):
            array[...] = number
        warnings.clear()
        with np.errstate(all="call", call=lambda kind, _: warnings.append(words[kind])):
            ufunc(*x)
            kinds = kinds_of(segment)
        assert sorted(kinds) == sorted(warnings), f"{name} of {pair}: numpy {warnings}, code {kinds}"
