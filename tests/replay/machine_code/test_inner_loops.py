"""numpy's own inner loops, by address."""

import ctypes

import numpy as np
import pytest
from in_turn import in_turn
from machine_code_cases import FLOATS, numbers

from dlcourse.replay.machine_code import inner_loops
from dlcourse.replay.machine_code.inner_loops import inner_loop, loop_dtypes

UFUNCS = {getattr(np, name) for name in dir(np) if isinstance(getattr(np, name), np.ufunc)}
TYPES = ({"f->f", "d->d"}, {"ff->f", "dd->d"})
ON_FLOATS = sorted((u for u in UFUNCS if any(t <= set(u.types) for t in TYPES) and not u.signature), key=repr)
LOOP = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 4)


FIELDS = inner_loops._UFunc._fields_
SWAPS = [
    ("n_in", "n_out"), ("functions", "types"), ("functions", "name"), ("name", "types"), ("data", "types"),
]  # fmt: skip
READ = [name for name, _ in FIELDS if name not in ("reference_count", "identity", "reserved")]


def layout(fields):
    """Another layout of a ufunc in memory."""
    return type("Layout", (ctypes.Structure,), {"_fields_": tuple(fields)})


def dtypes(*names):
    return tuple(map(np.dtype, names))


def by_address(ufunc, inputs, out):
    """The ufunc of arrays with one axis, by its inner loop."""
    function, data = inner_loop(ufunc, tuple(a.dtype for a in (*inputs, out)))
    arrays = [*inputs, out]
    pointers = (ctypes.c_void_p * len(arrays))(*[a.ctypes.data for a in arrays])
    strides = (ctypes.c_ssize_t * len(arrays))(*[a.strides[0] for a in arrays])
    LOOP(function)(pointers, (ctypes.c_ssize_t * 1)(out.size), strides, data)


@pytest.mark.parametrize("dtype", FLOATS)
@in_turn("ufunc", ON_FLOATS)
def test_the_loop_gives_the_bits_of_the_ufunc(ufunc, dtype):
    inputs = [np.abs(numbers(33, dtype, seed, plain=True)) + 0.5 for seed in range(ufunc.nin)]
    out = np.zeros(33, dtype)
    with np.errstate(all="ignore"):
        by_address(ufunc, inputs, out)
        assert out.tobytes() == ufunc(*inputs).tobytes()
        by_address(ufunc, [a[::-2] for a in inputs], out[:17])
        assert out[:17].tobytes() == ufunc(*[a[::-2] for a in inputs]).tobytes()


def test_there_is_no_loop_for_a_signature_that_does_not_exist():
    assert inner_loop(np.exp, dtypes("float64", "float32")) is None
    assert inner_loop(np.add, dtypes("bool", "float64", "float64")) is None
    assert inner_loop(np.logical_not, dtypes("float64", "float64")) is None
    assert inner_loop(np.frompyfunc(abs, 1, 1), dtypes("float64", "float64")) is None


@pytest.mark.parametrize("ufunc", [np.add, np.exp, np.matmul], ids=lambda ufunc: ufunc.__name__)
@in_turn("place", range(len(FIELDS)))
@in_turn("kind", [ctypes.c_void_p, ctypes.c_int])
def test_a_field_more_or_less_is_noticed_and_nothing_is_called(monkeypatch, ufunc, place, kind):
    known, own = inner_loops.has_known_layout.__wrapped__, inner_loops._UFunc
    assert known(ufunc)
    layouts = [[*FIELDS[:place], ("new", kind), *FIELDS[place:]]]
    if place > 0:
        layouts.append([*FIELDS[:place], *FIELDS[place + 1 :], FIELDS[place]])
    for fields in layouts:
        moved = layout(fields)
        if all(getattr(moved, n).offset == getattr(own, n).offset for n in READ):
            continue  # behind the last, or in the room that was left between two
        with monkeypatch.context() as patch:
            patch.setattr(inner_loops, "_UFunc", moved)
            assert not known(ufunc)


@pytest.mark.parametrize("pair", SWAPS, ids="-".join)
def test_fields_in_each_others_place_are_noticed(monkeypatch, pair):
    names = dict([pair, pair[::-1]])
    swapped = layout([(names.get(name, name), kind) for name, kind in FIELDS])
    monkeypatch.setattr(inner_loops, "_UFunc", swapped)
    monkeypatch.setattr(inner_loops, "has_known_layout", inner_loops.has_known_layout.__wrapped__)
    assert inner_loop.__wrapped__(np.add, dtypes(*["float64"] * 3)) is None


def test_memory_that_is_not_there_is_not_read():
    assert inner_loops.bytes_at(8, 4) is None and inner_loops.bytes_at(0, 4) is None
    assert inner_loops.bytes_at(2**47 - 4096, 4) is None
    text = ctypes.create_string_buffer(b"abc")
    assert inner_loops.bytes_at(ctypes.addressof(text), 4) == b"abc\0"


def test_code_lies_in_a_library():
    function, _ = inner_loop(np.add, dtypes(*["float64"] * 3))
    assert inner_loops.is_code(function)
    assert not inner_loops.is_code(np.zeros(1000).ctypes.data) and not inner_loops.is_code(0)


def test_a_ufunc_computes_in_the_dtypes_that_numpy_says():
    x32, x64, truths = np.zeros(2, "float32"), np.zeros(2), np.zeros(2, bool)
    assert loop_dtypes(np.add, (x32, 1.0)) == dtypes("float32", "float32", "float32")
    assert loop_dtypes(np.add, (x32, np.float64(1.0))) == dtypes("float64", "float64", "float64")
    assert loop_dtypes(np.add, (x32, x64)) == dtypes("float64", "float64", "float64")
    assert loop_dtypes(np.multiply, (truths, x32)) == dtypes("float32", "float32", "float32")
    assert loop_dtypes(np.less, (x32, 1)) == dtypes("float32", "float32", "bool")
    assert loop_dtypes(np.exp, (truths,)) == dtypes("float16", "float16")
    with pytest.raises(TypeError):
        loop_dtypes(np.bitwise_and, (x32, x32))
