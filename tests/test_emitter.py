"""The emitter: loops, addresses, checks and the order of vectors."""

import numpy as np
import pytest
from machine_code_cases import FLOATS

from dlcourse.replay.machine_code.emitter import vector_widths


def widths_of(*dtypes):
    return vector_widths([np.dtype(dtype) for dtype in dtypes])


def test_vectors_fill_64_bytes_of_the_widest_dtype_and_end_with_one_number():
    assert widths_of("float32") == [16, 8, 4, 1]
    assert widths_of("float64") == [8, 4, 2, 1]
    assert widths_of("float32", "float64") == [8, 4, 1]
    assert widths_of("bool") == [64, 32, 16, 8, 4, 2, 1]


@pytest.mark.parametrize("other", ["bool", "int8", "int64", *FLOATS])
@pytest.mark.parametrize("dtype", FLOATS)
def test_no_vector_of_floats_is_shorter_than_the_16_bytes_of_a_register(dtype, other):
    widths = widths_of(dtype, other)
    for kind in {dtype, other} & set(FLOATS):
        assert all(width * np.dtype(kind).itemsize >= 16 for width in widths[:-1])
    assert widths[-1] == 1 and widths == sorted(set(widths), reverse=True)
