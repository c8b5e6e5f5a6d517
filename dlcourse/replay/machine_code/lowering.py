"""Chapter 20: lowering: the calls of a tape become steps of machine code, where that is possible."""

import operator

import numpy as np

from dlcourse.replay.machine_code.arithmetic import is_arithmetic
from dlcourse.replay.machine_code.fused import Elementwise
from dlcourse.replay.machine_code.inner_loops import inner_loop, loop_dtypes
from dlcourse.replay.machine_code.loop_calls import ColumnReduction, LoopCall, Product, Reduction
from dlcourse.replay.machine_code.picks import Pick
from dlcourse.replay.machine_code.space import Space, collide, overlap
from dlcourse.replay.tape import CHANGED_CONDITION, UNUSABLE, expect_all, expect_same, write

STARTS = {  # sums start from 0.0 or from -0.0, depending on numpy's version
    "add": float(np.add.reduce(np.array([-0.0]))),
    "maximum": None,
    "minimum": None,
    "logical_and": True,
    "logical_or": False,
}
OUT_OF_RANGE = "an index lies outside of its array"


def lowered(call) -> list:
    """The steps with the effect of a call, a functools.partial; an empty list where only Python can do it."""
    if call.func is write and call.args[1] in (np.concatenate, np.stack):
        out, function, args, options = call.args
        return of_concatenation(out, function is np.stack, *args, **options)
    with np.errstate(all="ignore"):  # numpy warned during the recording of a number too large for its dtype
        step = of_call(call)
    return [step] if step else []


def of_call(call):
    """The step with the effect of a call, or None."""
    function, args, options = call.func, call.args, call.keywords
    # Elementwise, with one output.
    if isinstance(function, np.ufunc) and function.signature is None and function.nout == 1:
        return of_ufunc(function, *split(function, args, options))
    if function in (np.dot, np.matmul):
        return of_product(*args)
    if getattr(function, "__name__", "") == "reduce" and isinstance(function.__self__, np.ufunc):
        return of_reduction(function.__self__, *args)
    if function is np.copyto:
        return of_copy(*args)
    if function is operator.setitem:
        return of_assignment(*args)
    if function is write:
        return of_write(*args)
    if function is expect_all:
        return of_check("copy", args[1], UNUSABLE)
    if function is expect_same:
        return of_check("copy" if args[1] else "logical_not", args[0], CHANGED_CONDITION)
    return None


def split(ufunc, args, options):
    """The inputs and the output of a ufunc call."""
    # The tape calls ufuncs either way.
    return args[: ufunc.nin], options["out"] if "out" in options else args[ufunc.nin]


def of_ufunc(ufunc, inputs, out):
    """The step for a ufunc, or None: arithmetic by machine code itself, other functions by numpy's loop."""
    if not all(isinstance(x, np.ndarray | np.generic) or type(x) in (int, float) for x in inputs):
        return None  # such as lists, which numpy converts at each call
    dtypes = loop_dtypes(ufunc, inputs)
    try:
        inputs = [
            x if isinstance(x, np.ndarray) else np.asarray(x, d) for x, d in zip(inputs, dtypes, strict=False)
        ]
    except OverflowError:
        return None  # numpy can compare with a number that no array of the dtype can hold
    if not all(map(is_plain, (out, *inputs))) or out.dtype != dtypes[-1]:
        return None
    fit = [x.dtype == dtype for x, dtype in zip(inputs, dtypes, strict=False)]  # no cast needed
    inputs = tuple(np.broadcast_to(x, out.shape) for x in inputs)
    if any(collide(x, out) for x in inputs):
        return None  # numpy copies such an input first, as it would be overwritten before it is read
    # One dtype for all inputs: of int64 and uint64 numpy compares the values, LLVM would compare the bits.
    exact = len(set(dtypes[:-1])) == 1 and is_arithmetic(ufunc.__name__, dtypes[0].kind)
    if exact:
        # Masks beside floats count as 0 and 1.
        truths = [x.dtype.kind == "b" and dtypes[0].kind == "f" for x in inputs]
        step = Elementwise(ufunc.__name__, dtypes[0], inputs, out)
        if all(f or t for f, t in zip(fit, truths, strict=True)) and is_dense(step):
            return step
    loop = inner_loop(ufunc, dtypes)
    # Exact operations round alike in whatever order numpy's loop goes.
    any_strides = exact and ufunc is not np.isfinite  # whose loop is wrong for negative strides
    fits = loop and all(fit) and (any_strides or has_positive_strides(out, inputs))
    return LoopCall(loop, inputs, out) if fits else None


def of_copy(target, source):
    """The step for np.copyto(target, source), or None; source may have leading axes of length 1."""
    source = source if isinstance(source, np.ndarray) else np.asarray(source, target.dtype)
    # numpy allows leading axes of length 1.
    source = source.reshape(source.shape[max(source.ndim - target.ndim, 0) :])
    if not is_plain(target) or not is_plain(source) or source.dtype != target.dtype:
        return None
    return dense_or_none(Elementwise("copy", target.dtype, (np.broadcast_to(source, target.shape),), target))


def of_assignment(array, key, value):
    """The step for array[key] = value, or None."""
    if is_pair(key):
        return of_pick(array, key, value, scatter=True)
    place = array[key]
    if not isinstance(place, np.ndarray) or not np.may_share_memory(place, array):
        return None  # the key selects a copy, as an array of indices does
    return of_copy(place, value)


def of_write(out, function, args, options):
    """The step for out <- function(*args), or None, for functions without an `out` argument."""
    if function is operator.getitem and is_pair(args[1]):
        return of_pick(args[0], args[1], out, scatter=False)
    if getattr(function, "__name__", "") != "where" or options or len(args) != 3:
        return None
    inputs = [x if isinstance(x, np.ndarray) else np.asarray(x, out.dtype) for x in args]
    if not all(map(is_plain, (out, *inputs))) or inputs[0].dtype != bool:
        return None
    if any(x.dtype != out.dtype for x in inputs[1:]):
        return None
    inputs = tuple(np.broadcast_to(x, out.shape) for x in inputs)
    return dense_or_none(Elementwise("where", out.dtype, inputs, out))


def of_concatenation(out, stacked, parts, axis=0) -> list:
    """The steps for np.concatenate(parts, axis) or np.stack, a copy per part; empty where there are none."""
    if stacked:
        places = list(np.moveaxis(out, axis, 0)) if out.ndim > 1 else []
    else:
        ends = np.cumsum([part.shape[axis] for part in parts])
        places = np.split(out, ends[:-1], axis)
    pairs = [(place, part) for place, part in zip(places, parts, strict=False) if part.size]
    steps = [of_copy(place, part) for place, part in pairs]
    # All parts or none: half a call has no step.
    return steps if len(places) == len(parts) and all(steps) else []


def of_check(name, truths, failure):
    """The step that checks that all are true (copy) or false (logical_not), or None."""
    if not is_plain(truths) or truths.dtype != bool:
        return None
    return dense_or_none(Elementwise(name, truths.dtype, (truths,), None, failure))


def of_product(a, b, out):
    """The step for out <- a @ b of vectors and matrices, or None."""
    if not all(map(is_plain, (a, b, out))) or not 1 <= a.ndim <= 2 or not 1 <= b.ndim <= 2:
        return None
    # np.dot and matmul agree on vectors and matrices.
    loop = inner_loop(np.matmul, (a.dtype, b.dtype, out.dtype))
    # np.matmul may not write what it reads.
    fits = a.dtype == b.dtype == out.dtype and out.dtype.kind == "f" and not overlap(a, out) | overlap(b, out)
    return Product(loop, (a, b), out) if loop and fits else None


def of_reduction(ufunc, x, axis, dtype, out, keepdims):
    """The step for a reduction of a whole array or along one axis of a matrix, or None."""
    if not is_plain(x) or not is_plain(out) or x.dtype != out.dtype or not out.flags.c_contiguous:
        return None
    loop, name = inner_loop(ufunc, (x.dtype,) * 3), ufunc.__name__
    if isinstance(axis, tuple):
        axis = None if len(axis) == x.ndim else axis[0] if len(axis) == 1 else axis
    # A sum of ints would start from a float.
    if not loop or name not in STARTS or (x.dtype.kind != "f" and name == "add"):
        return None
    if x.flags.c_contiguous and (axis is None or x.ndim == 1):
        rows = x.reshape(1, -1)
    elif axis in (1, -1) and x.ndim == 2 and x.strides[1] == x.itemsize:
        rows = x
    elif axis in (0, -2) and x.ndim == 2 and x.flags.c_contiguous:
        if x.shape[1] > 1:
            # numpy adds rows up; a single column it adds pairwise.
            return ColumnReduction(loop, x, out.reshape(-1), STARTS[name])
        rows = x.reshape(1, -1)
    else:
        return None
    return Reduction(loop, rows, out.reshape(-1), STARTS[name])


def of_pick(matrix, pair, values, scatter):
    """The step for matrix[i, j] with two vectors of indices, or None. scatter: for matrix[i, j] = values."""
    i, j = pair
    values = values if isinstance(values, np.ndarray) else np.asarray(values, matrix.dtype)  # a Python number
    fits = matrix.ndim == 2 and i.ndim == j.ndim == 1 and i.shape == j.shape and values.dtype == matrix.dtype
    # What is written may not be read in between.
    target, sources = (matrix, (values, i, j)) if scatter else (values, (matrix, i, j))
    fits = fits and values.shape in ((), i.shape) and not any(overlap(target, x) for x in sources)
    if not fits or not all(map(is_plain, (matrix, i, j, values))):
        return None
    return Pick(matrix, i, j, values, scatter, OUT_OF_RANGE)


def is_pair(index) -> bool:
    """Whether an index is two arrays of integers."""
    return (
        isinstance(index, tuple)
        and len(index) == 2
        and all(isinstance(i, np.ndarray) and i.dtype.kind in "iu" for i in index)
    )


def is_plain(array) -> bool:
    """Whether machine code can read the array: not empty, aligned, of a native dtype that LLVM has."""
    fits = array.dtype.kind in "biu" or (array.dtype.kind == "f" and array.itemsize in (4, 8))
    return fits and array.dtype.isnative and array.flags.aligned and array.size > 0


def is_dense(step) -> bool:
    """Whether vectors can be loaded from the arrays of a step: the innermost loop runs along memory."""
    return Space.of(step.arrays()).is_dense(step.arrays())


def has_positive_strides(out, inputs) -> bool:
    """Whether numpy passes the arrays to its inner loop as they are, so that a call gives the same bits.

    Arrays whose innermost stride is negative or 0 it may copy first; and loops such as that of power round
    differently for such strides. A stride of 0 may also come from an axis of length 1.
    """
    if out.size == 1:
        return out.ndim == 0 or len(inputs) == 1
    return all(steps[-1] > 0 or not any(steps) for steps in Space.of([out, *inputs]).strides)


def dense_or_none(step):
    """The step, or None where vectors cannot do it."""
    apart = step.out is None or not any(collide(x, step.out) for x in step.inputs)
    return step if apart and is_dense(step) else None
