"""Chapter 20: what goes on a tape. One function for each kind of call, which computes and writes it down."""

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
SMALL = 2**14  # numbers in a matrix, up to which the call counts beside the product
LARGEST_EXACT = 2**24  # integers up to here are exact in float32


def value_of(traced):
    """The array in a Traced value."""
    return traced.value


def compute(tape, function, args, options=None):
    """function(*args) as a Traced value: a view of an argument, a constant, or the result of a call."""
    args, options = lifted(tape, args), options or {}
    inputs = traced_in((args, options))
    value = function(*resolved(args, value_of), **resolved(options, value_of))
    if not is_array(value):
        tape.refuse(f"the step makes a {type(value).__name__} of an array, by {function.__name__}")
        return value
    for x in inputs:
        if shares_memory(value, x.value):
            return x.like(value, x.storage)
    out = made_from(tape, inputs, value)
    if out.storage.varies:
        tape.add(write, (out, function, args, options), out)
    return out


def elementwise(tape, name, args, out=None):
    """The universal function `name` of arrays and numbers; into `out`, or as a new Traced value."""
    args = tape.operands(lifted(tape, args))
    ufunc, values = getattr(tape.xp, name), resolved(args, value_of)
    if out is None:
        out = made_from(tape, traced_in(args), ufunc(*values))
    else:
        expect_own(out)
        ufunc(*values, out=out.value, casting="same_kind")
    if out.storage.varies:
        write_down(tape, name, as_operands(tape, args), out)
    return out


def power(tape, base, exponent):
    """base ** exponent as numpy's operator forms it: of numbers by the pow of C, of arrays by square, sqrt
    and others where it can, which may round otherwise.
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
    """base ** exponent, each an array without axes or a number."""
    return operator.pow(*(x[()] if is_array(x) else x for x in (base, exponent)))


def write_down(tape, name, args, out) -> None:
    """A call of a universal function, in the form that has the least to unpack."""
    ufunc = getattr(tape.xp, name)
    if name == "matmul":
        tape.add(product(tape, args), (*args, out), out)
    elif name in ("maximum", "minimum"):  # numpy wants the result of these two by name
        tape.add(ufunc, args, out, elementwise=True, options={"out": out})
    else:
        tape.add(ufunc, (*args, out), out, elementwise=True)


def product(tape, args):
    """np.dot for two small matrices, where it takes half of matmul's time; matmul for all else.

    Both hand matrices with sides of at least 2 to the same routine. For a side of 1 they do not: np.dot of
    a matrix of one number scales the other, by a routine for which 0 times infinity is 0.
    """
    small = all(
        x.ndim == 2 and min(x.shape) > 1 and x.size <= SMALL and x.flags.forc and x.dtype.kind == "f"
        for x in args
    )
    same = len({x.dtype for x in args}) == 1
    return np.dot if tape.xp is np and small and same else tape.xp.matmul


def reduce(x, name, axis=None, keepdims=False):
    """A reduction along axes: sum, max, min, all, any."""
    tape = x.tape
    out = made_from(tape, [x], getattr(x.value, name)(axis=axis, keepdims=keepdims))
    if out.storage.varies and tape.xp is np:
        tape.add(REDUCTIONS[name].reduce, (x, axis, None, out, keepdims), out)
    elif out.storage.varies:
        options = {"axis": axis, "keepdims": keepdims}
        tape.add(write, (out, getattr(tape.xp, name), (x,), options), out)
    return out


def mean(x, axis=None, keepdims=False):
    """The sum over the number of summands, as numpy forms it."""
    if x.dtype.kind != "f" or x.dtype.itemsize < 4:  # numpy adds these up in another dtype
        return compute(x.tape, mean_of, (x, axis, keepdims))
    total = reduce(x, "sum", axis, keepdims)
    return elementwise(x.tape, "true_divide", (total, float(x.size // max(total.size, 1))))


def mean_of(x, axis, keepdims):
    """x.mean as a function."""
    return x.mean(axis=axis, keepdims=keepdims)


def assign(x, key, value):
    """x[key] = value."""
    value = lifted(x.tape, value)
    expect_own(x, traced_in((key, value)))
    operator.setitem(*resolved((x, key, value), value_of))
    if x.storage.varies:
        x.tape.add(operator.setitem, (x, key, value), x)


def add_at(tape, target, key, values):
    """np.add.at: target[key] += values, also for keys that come twice."""
    expect_own(target, traced_in((key, values)))
    tape.xp.add.at(*resolved((target, key, values), value_of))
    if target.storage.varies:
        tape.add(tape.xp.add.at, (target, key, values), target)


def expect_own(target, inputs=None) -> None:
    """Make ready for a write into `target`: what was constant so far is restored at each replay first."""
    storage, tape = target.storage, target.tape
    if storage.fixed:
        raise CannotReplay("the step writes into an array that it did not make")
    if not storage.varies and (inputs is None or any(x.storage.varies for x in inputs)):
        storage.varies = True
        whole = target.like(storage.array, storage)
        restore = Call(tape.xp.copyto, (whole, storage.array.copy()), whole)
        tape.calls.insert(0, restore)  # before all that read it while it was constant


def made_from(tape, inputs, value):
    """A new Traced value in memory of its own, which varies when an input does."""
    like = inputs[0].like
    return like(value, Storage(any(x.storage.varies for x in inputs), fixed=False), tape)


def lifted(tape, x):
    """x with every plain array in it as a value of the tape. Somebody may change it between steps."""
    if isinstance(x, tuple | list):
        return type(x)(lifted(tape, part) for part in x)
    if hasattr(x, "storage") and x.tape is not tape:
        x = x.value  # of another thread's tape: the array that it stands for
    if is_array(x) and not hasattr(x, "storage"):
        return tape.traced(x, Storage(varies=isinstance(x, tape.xp.ndarray), fixed=True))
    return x


def as_operands(tape, args):
    """Numbers as arrays without axes of the dtype that they take beside arrays: numpy reads them in half the
    time."""
    dtypes = {x.dtype for x in traced_in(args)}
    if tape.xp is not np or len(dtypes) != 1 or next(iter(dtypes)).kind != "f":
        return args
    dtype = dtypes.pop()
    return tuple(np.asarray(x, dtype) if is_exact(x) else x for x in args)


def is_exact(x) -> bool:
    """Whether x is a float, or an integer that every floating type holds."""
    return isinstance(x, float) or (type(x) is int and abs(x) <= LARGEST_EXACT)


def shares_memory(view, array) -> bool:
    """Whether `view` lies in the memory of `array`. Neither is copied to be compared."""
    if view is array:
        return True
    if isinstance(view, np.ndarray):
        return view.base is not None and np.may_share_memory(view, array)
    return getattr(view, "base", None) is not None and xp_of(view).may_share_memory(view, array)
