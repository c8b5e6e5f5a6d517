"""Chapter 20: recording. One function per kind of call, which computes the result and records the call."""

import operator

import numpy as np

from dlcourse.backend import is_array, xp_of
from dlcourse.replay.tape import Call, CannotReplay, Storage, resolved, traced_in, write

REDUCTIONS = {
    "sum": np.add,
    "max": np.maximum,
    "min": np.minimum,
    "all": np.logical_and,
    "any": np.logical_or,
}
POWERS = {2: "square", 0.5: "sqrt", -1: "reciprocal", 1: "positive"}  # numpy's own short cuts for x ** p
SMALL = 2**14  # entries of a matrix up to which the overhead of a call matters beside the product
LARGEST_EXACT = 2**24  # float32 has 24 bits for digits, so integers up to here are exact


def value_of(traced):
    """The array, or NumPy scalar, that a Traced value stands for."""
    return traced.value


def compute(tape, function, args, options=None):
    """The Traced result of function(*args, **options): a view, a constant, or the output of a call."""
    # Computed at once, besides being recorded: what the step does next may depend on the values.
    args, options = lifted(tape, args), options or {}
    inputs = traced_in((args, options))
    value = function(*resolved(args, value_of), **resolved(options, value_of))
    if not is_array(value):
        tape.refuse(f"the step makes a {type(value).__name__} of an array, by {function.__name__}")
        return value
    for x in inputs:
        if shares_memory(value, x.value):  # a view has the new numbers of its base: nothing to do in a replay
            if any(other.storage.varies for other in inputs if other is not x):
                tape.refuse("the step picks a part of an array by a number that it computes")
            return x.like(value, x.storage)
    out = made_from(tape, inputs, value)
    if out.storage.varies:
        tape.add(write, (out, function, args, options), out)
    return out


def elementwise(tape, name, args, out=None):
    """The result of the ufunc `name`: a new Traced value, or `out` if that is passed."""
    args = tape.operands(lifted(tape, args))
    ufunc, values = getattr(tape.xp, name), resolved(args, value_of)
    if out is None:
        out = made_from(tape, traced_in(args), ufunc(*values))
    else:
        expect_own(out)
        ufunc(*values, out=out.value, casting="same_kind")  # numpy's rule for a += b
    if out.storage.varies:  # a constant needs no call in a replay
        write_down(tape, name, as_operands(tape, args), out)
    return out


def power(tape, base, exponent):
    """base ** exponent with the bits of numpy's operator.

    The operator uses C's pow for scalars and, for arrays, square, sqrt and other short cuts, which may round
    differently from np.power.
    """
    base, exponent = lifted(tape, (base, exponent))
    if not any(is_array(x) and not isinstance(value_of(x), np.generic) for x in (base, exponent)):
        return compute(tape, power_of_numbers, (base, exponent))
    if is_array(base) and base.dtype.kind == "f" and isinstance(exponent, int | float) and exponent in POWERS:
        return elementwise(tape, POWERS[exponent], (base,))
    if any(x.dtype.kind != "f" for x in (base, exponent) if is_array(x)):
        return compute(tape, operator.pow, (base, exponent))  # bool ** 2 is int8, and np.power int64
    return elementwise(tape, "power", (base, exponent))


def power_of_numbers(base, exponent):
    """base ** exponent, each a 0-d array or a number."""
    # x[()] is a scalar: the operator takes another branch for it than for a 0-d array.
    return operator.pow(*(x[()] if is_array(x) else x for x in (base, exponent)))


def write_down(tape, name, args, out) -> None:
    """Record a call of a ufunc, with `out` as a positional argument, which numpy parses faster."""
    ufunc = getattr(tape.xp, name)
    if name == "matmul":
        tape.add(product(tape, args), (*args, out), out)
    elif name in ("maximum", "minimum"):  # numpy 2.4 deprecates `out` by position for these
        tape.add(ufunc, args, out, elementwise=True, options={"out": out})
    else:
        tape.add(ufunc, (*args, out), out, elementwise=True)


def product(tape, args):
    """The function for a product: np.dot for two small matrices, where it takes half the time of matmul.

    Both call the same BLAS routine for matrices whose sides are at least 2. With a side of 1 np.dot may
    scale by one number instead, in a routine for which 0 times infinity is 0 and not NaN.
    """
    small = all(
        x.ndim == 2 and min(x.shape) > 1 and x.size <= SMALL and x.flags.forc and x.dtype.kind == "f"
        for x in args
    )
    same = len({x.dtype for x in args}) == 1
    return np.dot if tape.xp is np and small and same else tape.xp.matmul


def reduce(x, name, axis=None, keepdims=False):
    """The result of a reduction along axes: sum, max, min, all or any."""
    tape = x.tape
    out = made_from(tape, [x], getattr(x.value, name)(axis=axis, keepdims=keepdims))
    if out.storage.varies and tape.xp is np:
        tape.add(REDUCTIONS[name].reduce, (x, axis, None, out, keepdims), out)  # None: dtype as it is
    elif out.storage.varies:
        options = {"axis": axis, "keepdims": keepdims}
        tape.add(write, (out, getattr(tape.xp, name), (x,), options), out)
    return out


def mean(x, axis=None, keepdims=False):
    """The mean along axes: the sum divided by the number of summands, as numpy computes it."""
    if x.dtype.kind != "f" or x.dtype.itemsize < 4:  # numpy sums float16 and integers in a wider dtype
        return compute(x.tape, mean_of, (x, axis, keepdims))
    total = reduce(x, "sum", axis, keepdims)
    return elementwise(x.tape, "true_divide", (total, float(x.size // max(total.size, 1))))


def mean_of(x, axis, keepdims):
    """The mean of x by its method."""
    return x.mean(axis=axis, keepdims=keepdims)


def assign(x, key, value):
    """x[key] = value."""
    value = lifted(x.tape, value)
    expect_own(x, traced_in((key, value)))
    operator.setitem(*resolved((x, key, value), value_of))
    if x.storage.varies:
        x.tape.add(operator.setitem, (x, key, value), x)


def add_at(tape, target, key, values):
    """target[key] += values, where an index that occurs twice is added twice, as by np.add.at."""
    expect_own(target, traced_in((key, values)))
    tape.xp.add.at(*resolved((target, key, values), value_of))
    if target.storage.varies:
        tape.add(tape.xp.add.at, (target, key, values), target)


def expect_own(target, inputs=None) -> None:
    """Prepare a write into `target`, which the step must have made.

    A buffer that was constant so far, such as one of zeros, is restored at the start of each replay. Raises
    CannotReplay where the step did not make it.
    """
    storage, tape = target.storage, target.tape
    if storage.fixed:
        raise CannotReplay("the step writes into an array that it did not make")
    if not storage.varies and (inputs is None or any(x.storage.varies for x in inputs)):
        storage.varies = True
        whole = target.like(storage.array, storage)
        restore = Call(tape.xp.copyto, (whole, storage.array.copy()), whole)  # a copy of what it is now
        tape.calls.insert(0, restore)  # before every call that read it while it was constant


def made_from(tape, inputs, value):
    """A new Traced value with a buffer of its own, which varies when an input does."""
    like = inputs[0].like
    return like(value, Storage(any(x.storage.varies for x in inputs), fixed=False), tape)


def lifted(tape, x):
    """x with a Traced value for every plain array in it. It varies, since its owner may write into it."""
    if isinstance(x, tuple | list):
        return type(x)(lifted(tape, part) for part in x)
    if hasattr(x, "storage") and x.tape is not tape:
        x = x.value  # recorded by another thread: here the array that it stands for
    if is_array(x) and not hasattr(x, "storage"):
        # A scalar of numpy is an array, too, but immutable.
        return tape.traced(x, Storage(varies=isinstance(x, tape.xp.ndarray), fixed=True))
    return x


def as_operands(tape, args):
    """args with 0-d arrays in place of Python numbers: numpy parses those in half the time.

    Their dtype is that of the arrays beside them, as in numpy's own promotion (NEP 50).
    """
    dtypes = {x.dtype for x in traced_in(args)}
    if tape.xp is not np or len(dtypes) != 1 or next(iter(dtypes)).kind != "f":
        return args
    dtype = dtypes.pop()
    return tuple(np.asarray(x, dtype) if is_exact(x) else x for x in args)


def is_exact(x) -> bool:
    """Whether x is a float, or an integer that every floating type holds."""
    return isinstance(x, float) or (type(x) is int and abs(x) <= LARGEST_EXACT)


def shares_memory(view, array) -> bool:
    """Whether `view` is `array`, or a view that may be of its memory."""
    if view is array:
        return True
    if isinstance(view, np.ndarray):
        return view.base is not None and np.may_share_memory(view, array)  # compares the bounds only
    return getattr(view, "base", None) is not None and xp_of(view).may_share_memory(view, array)
