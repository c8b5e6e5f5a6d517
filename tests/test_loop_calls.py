"""Functions, products and reductions by numpy's own loops."""

import numpy as np
import pytest
from machine_code_cases import FLOATS, call, expect_same_bits, numbers


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("ufunc", [np.exp, np.tanh, np.log, np.expm1])
def test_functions_give_the_bits_of_numpy(ufunc, dtype):
    x = numbers((5, 7), dtype)
    outs = [np.zeros((5, 7), dtype), np.zeros((7, 5), dtype).T]
    expect_same_bits([call(ufunc, x, out) for out in outs], outs)


@pytest.mark.parametrize("dtype", FLOATS)
def test_products_give_the_bits_of_numpy(dtype):
    a, b = numbers((5, 7), dtype, 0, plain=True), numbers((7, 3), dtype, 1, plain=True)
    out = np.zeros((5, 3), dtype)
    expect_same_bits([call(np.matmul, a, b, out)], [out])


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("ufunc", [np.add, np.maximum, np.minimum])
def test_reductions_give_the_bits_of_numpy(ufunc, dtype):
    x = numbers((5, 37), dtype)
    out, rows = np.zeros((), dtype), np.zeros(5, dtype)
    calls = [call(ufunc.reduce, x, None, None, out, False), call(ufunc.reduce, x, 1, None, rows, False)]
    expect_same_bits(calls, [out, rows])
