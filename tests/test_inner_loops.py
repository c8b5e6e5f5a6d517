"""numpy's own inner loops, by address."""

import ctypes

import numpy as np
import pytest
from machine_code_cases import FLOATS, numbers

from dlcourse.replay.machine_code.inner_loops import inner_loop, loop_dtypes


def dtypes(*names):
    return tuple(map(np.dtype, names))


def test_there_is_no_loop_for_a_signature_that_does_not_exist():
    assert inner_loop(np.exp, dtypes("float64", "float32")) is None
    assert inner_loop(np.add, dtypes("bool", "float64", "float64")) is None
    assert inner_loop(np.logical_not, dtypes("float64", "float64")) is None


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("ufunc", [np.exp, np.tanh, np.log1p, np.sin, np.sign])
def test_the_loop_gives_the_bits_of_the_ufunc(ufunc, dtype):
    function, data = inner_loop(ufunc, dtypes(dtype, dtype))
    x = np.abs(numbers(33, dtype, plain=True))
    out = np.zeros(33, dtype)
    pointers = (ctypes.c_void_p * 2)(x.ctypes.data, out.ctypes.data)
    strides = (ctypes.c_ssize_t * 2)(x.itemsize, x.itemsize)
    kind = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 4)
    kind(function)(pointers, (ctypes.c_ssize_t * 1)(33), strides, data)
    assert out.tobytes() == ufunc(x).tobytes()


def test_a_ufunc_computes_in_the_dtypes_that_numpy_says():
    x32, x64, truths = np.zeros(2, "float32"), np.zeros(2), np.zeros(2, bool)
    assert loop_dtypes(np.add, (x32, 1.0)) == dtypes("float32", "float32", "float32")
    assert loop_dtypes(np.add, (x32, x64)) == dtypes("float64", "float64", "float64")
    assert loop_dtypes(np.multiply, (truths, x32)) == dtypes("float32", "float32", "float32")
    assert loop_dtypes(np.less, (x32, 1)) == dtypes("float32", "float32", "bool")
    with pytest.raises(TypeError):
        loop_dtypes(np.bitwise_and, (x32, x32))
