"""The IDX parser: every type and shape, and nothing but ValueError for bytes of any other kind."""

import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from dlcourse.data.idx import TYPES, parse_idx

CODES = {dtype: code for code, dtype in TYPES.items()}


def idx(array, code):
    return bytes([0, 0, code, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.data())
def test_what_was_written_is_read_in_the_byte_order_of_the_machine(data):
    name = data.draw(st.sampled_from(sorted(CODES)))
    shape = data.draw(arrays.array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=4))
    array = data.draw(arrays.arrays(np.dtype(name), shape))
    found = parse_idx(idx(array, CODES[name]))
    np.testing.assert_array_equal(found, array)
    assert (
        found.shape == array.shape
        and found.dtype == np.dtype(name).newbyteorder("=")
        and found.flags.writeable
    )


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.binary(max_size=60).map(lambda tail: b"\0\0\x08" + tail),
        st.tuples(st.integers(0, 255), st.binary(max_size=40)).map(lambda p: bytes([0, 0, 13, p[0]]) + p[1]),
    )
)
def test_any_bytes_give_an_array_of_their_length_or_a_value_error(content):
    try:
        array = parse_idx(content)
    except ValueError as error:
        assert str(error).startswith("parse_idx: expected")
    else:
        assert array.nbytes == len(content) - 4 - 4 * content[3]


def test_every_cut_and_every_byte_too_many_is_noticed():
    content = idx(np.arange(6, dtype=np.uint8).reshape(2, 3), 8)
    for bad in [*(content[:n] for n in range(len(content))), content + b"\0"]:
        with pytest.raises(ValueError, match="parse_idx: expected"):
            parse_idx(bad)


def test_a_header_that_promises_too_much_allocates_nothing():
    with pytest.raises(ValueError, match="expected 18446744065119617025 bytes of numbers"):
        parse_idx(bytes([0, 0, 8, 2]) + b"\xff" * 8)
    with pytest.raises(ValueError, match="expected 1 to 32 axes"):
        parse_idx(bytes([0, 0, 8, 255]) + b"\0" * 2000)
