"""The emitter: loops, addresses, checks and the widths of vectors, by functions of a few lines."""

import ctypes

import numpy as np
import pytest
from llvmlite import ir
from machine_code_cases import FLOATS, environment

from dlcourse.replay.machine_code.emitter import BOOL, Emitter, constant, in_memory, of_width, vector_widths
from dlcourse.replay.machine_code.emitter import FLOATS as FLOAT_TYPES
from dlcourse.replay.machine_code.translation import compiled

INT64 = np.dtype("int64")


def status_of(*bodies):
    """Run a function of the bodies, each of which writes code with an Emitter.   -> what it gives"""
    module, imports = ir.Module("test"), {}
    e = Emitter(module, "f", environment(), imports)
    for body in bodies:
        body(e)
    e.finish()
    library = compiled(module, imports)
    return ctypes.CFUNCTYPE(ctypes.c_int)(library["f"])()


def add_one(e, pointer):
    e.store(e.builder.add(e.load(pointer, INT64, 1), e.integer(1)), pointer, INT64, 1)


@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_a_loop_runs_as_often_as_it_says_with_the_number_of_each_turn(count):
    turns = np.zeros(8, np.int64)
    start = turns.ctypes.data
    assert (
        status_of(lambda e: e.repeat(count, lambda i: add_one(e, e.pointer(start, e.moved(None, i, 8))))) == 0
    )
    assert turns.tolist() == [1] * count + [0] * (8 - count)


def test_nested_loops_give_each_array_the_offsets_of_its_strides():
    x, y = np.zeros((2, 3, 4), np.int64), np.zeros(4, np.int64)
    starts = [x.ctypes.data, y.ctypes.data]

    def body(e):
        def once(offsets):
            for start, offset in zip(starts, offsets, strict=True):
                add_one(e, e.pointer(start, offset))

        e.nested(x.shape, [x.strides, (0, 0, 8)], once)

    assert status_of(body) == 0
    assert (x == 1).all() and (y == 6).all()


def test_a_check_leaves_with_its_number_before_what_comes_after_it():
    counts = np.zeros(3, np.int64)
    first, second, third = (counts.ctypes.data + 8 * i for i in range(3))
    status = status_of(
        lambda e: add_one(e, e.pointer(first)),
        lambda e: e.expect(ir.Constant(BOOL, 1), 4),
        lambda e: add_one(e, e.pointer(second)),
        lambda e: e.expect(ir.Constant(BOOL, 0), 5),
        lambda e: add_one(e, e.pointer(third)),
    )
    assert status == 5 and counts.tolist() == [1, 1, 0]


def test_a_function_is_imported_once_however_often_it_is_called():
    module, imports = ir.Module("test"), {}
    e = Emitter(module, "f", environment(), imports)
    for _ in range(3):
        e.note_flags()
    e.finish()
    _, *addresses = environment()
    assert sorted(imports.values()) == sorted(addresses)


@pytest.mark.parametrize("dtype", ["bool", "int8", "int64", *FLOATS])
@pytest.mark.parametrize("width", [1, 4, 16])
def test_what_is_loaded_and_stored_or_spread_is_what_lies_there(dtype, width):
    dtype = np.dtype(dtype)
    source = np.arange(16).astype(dtype)
    copy, spread = np.zeros(16, dtype), np.zeros(16, dtype)

    def body(e):
        value = e.load(e.pointer(source.ctypes.data), dtype, width)
        e.store(value, e.pointer(copy.ctypes.data), dtype, width)
        one = e.load(e.pointer(source.ctypes.data + 3 * dtype.itemsize), dtype, 1)
        e.store(e.spread(one, width), e.pointer(spread.ctypes.data), dtype, width)

    assert status_of(body) == 0
    assert copy[:width].tolist() == source[:width].tolist() and not copy[width:].any()
    assert spread[:width].tolist() == [source[3]] * width and not spread[width:].any()


@pytest.mark.parametrize("width", [1, 4])
@pytest.mark.parametrize("dtype", FLOATS)
def test_an_intrinsic_is_that_of_the_type_and_width(dtype, width):
    dtype = np.dtype(dtype)
    x = np.array([2.0, 4.0, 0.25, 7.0], dtype)
    roots = np.zeros(4, dtype)

    def body(e):
        for _ in range(2):  # declared once
            value = e.intrinsic("sqrt", [e.load(e.pointer(x.ctypes.data), dtype, width)])
        e.store(value, e.pointer(roots.ctypes.data), dtype, width)

    assert status_of(body) == 0
    assert roots[:width].tobytes() == np.sqrt(x)[:width].tobytes() and not roots[width:].any()


def test_types_are_those_of_numbers_in_memory():
    assert [in_memory(np.dtype(name)) for name in FLOATS] == [FLOAT_TYPES[4], FLOAT_TYPES[8]]
    assert in_memory(np.dtype(bool)) == ir.IntType(8) and in_memory(np.dtype("uint16")) == ir.IntType(16)
    assert of_width(BOOL, 1) == BOOL and of_width(BOOL, 4) == ir.VectorType(BOOL, 4)
    assert constant(BOOL, 2, 1).type == ir.VectorType(BOOL, 2) and constant(BOOL, 1, 1).type == BOOL


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
