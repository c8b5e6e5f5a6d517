"""The arithmetic of machine code: every function, dtype, size and layout gives the bits of numpy."""

import numpy as np
import pytest
from machine_code_cases import FLOATS, SIZES, call, expect_same_bits, numbers, special

from dlcourse.replay.machine_code.arithmetic import COMPARISONS, FUNCTIONS, ON_BOOLS, ON_FLOATS, is_arithmetic

INTEGERS = ("int8", "uint8", "int32", "uint32", "int64", "uint64")
CASES = [(name, dtype) for name in sorted({*ON_FLOATS, *FUNCTIONS, *COMPARISONS}) for dtype in FLOATS]
CASES += [(name, "bool") for name in sorted({*ON_BOOLS, "logical_not", "invert"})]
CASES += [(name, dtype) for name in COMPARISONS for dtype in INTEGERS]
every_case = pytest.mark.parametrize(("name", "dtype"), CASES)


def applied(name, inputs):
    """The call of a ufunc and the array that it writes."""
    ufunc = getattr(np, name)
    with np.errstate(all="ignore"):
        out = np.empty_like(ufunc(*inputs))
    return call(ufunc, *inputs, out=out), out


def expect_bits_of(name, operands):
    """The ufunc of each tuple of operands, all in one segment, gives the bits of numpy."""
    calls, outs = zip(*(applied(name, inputs) for inputs in operands), strict=True)
    expect_same_bits(list(calls), list(outs))


def test_every_function_that_machine_code_computes_itself_is_among_the_cases():
    ufuncs = [name for name in dir(np) if isinstance(getattr(np, name), np.ufunc)]
    claimed = {(name, kind) for name in ufuncs for kind in "fbiu" if is_arithmetic(name, kind)}
    tested = {(name, np.dtype(dtype).kind) for name, dtype in CASES}
    aliases = {("abs", "f"): "absolute", ("bitwise_not", "b"): "invert", ("true_divide", "f"): "divide"}
    assert claimed - tested <= set(aliases) and tested <= claimed


@pytest.mark.parametrize(
    ("name", "kind"), [("exp", "f"), ("power", "f"), ("add", "i"), ("add", "b"), ("less", "b"), ("less", "c")]
)
def test_what_ieee_754_does_not_define_is_left_to_numpy(name, kind):
    assert not is_arithmetic(name, kind)


@every_case
def test_all_pairs_of_special_numbers_give_the_bits_of_numpy(name, dtype):
    pairs = [a.ravel().copy() for a in np.meshgrid(special(dtype), special(dtype))]
    expect_bits_of(name, [pairs[: getattr(np, name).nin]])


@every_case
def test_every_size_gives_the_bits_of_numpy(name, dtype):
    n_in = getattr(np, name).nin
    expect_bits_of(name, [[numbers(n, dtype, seed) for seed in range(n_in)] for n in SIZES])
