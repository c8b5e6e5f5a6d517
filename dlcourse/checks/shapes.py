"""Checks: whether the answer is an array of numbers, and of the right shape."""

import inspect
import itertools
from collections.abc import Iterator

import numpy as np

from dlcourse.checks.wording import shape_of


def kind_of(got, name: str, counted: bool = False) -> str | None:
    """A sentence on what is wrong with the type of an answer; None for an array of real numbers."""
    if isinstance(got, np.ndarray) and got.dtype.kind in "fiu":
        return None  # as nearly always, and this is asked for each comparison
    if got is None:
        return f"{name} is None. Does the function end with `return`?"
    if got is NotImplemented or got is Ellipsis:
        return f"{name} is still the placeholder {got!r}."
    if callable(got):  # np.asarray would make an array of one object of it
        return f"{name} is a function, not a number or an array. Are the parentheses of a call missing?"
    if inspect.isgenerator(got):
        return f"{name} is a generator, not yet any numbers: is there `yield` in the place of `return`?"
    if inspect.isawaitable(got):
        getattr(got, "close", list)()  # else Python warns that it was never awaited
        return f"{name} is a coroutine, not yet any numbers: `def` without `async` is meant."
    if isinstance(got, Iterator):  # as of `reversed` or `map`
        return f"{name} is of type {type(got).__name__}, not yet any numbers: `list(...)` makes a list of it."
    if isinstance(got, (str, bytes, dict, set)):
        return f"{name} is of type {type(got).__name__}; a number or a NumPy array is expected."
    try:
        array = np.asarray(got)
    except TypeError:  # a Tensor does not become an array in silence
        if isinstance(got, (list, tuple)):
            kinds = {type(one).__name__ for one in got if hasattr(one, "array")} or {"thing"}
            held = f"a {type(got).__name__} of {max(kinds)}s"
            return f"{name} is {held}; an array of numbers is expected: take the `.array` of each."
        return f"{name} is of type {type(got).__name__}; an array of numbers is expected: take its `.array`."
    except ValueError:
        if isinstance(got, tuple):  # what np.linalg.lstsq returns
            return f"{name} is a tuple of several arrays: take one of them, as `[0]` does."
        return f"{name} has rows of different lengths, so it is not an array."
    if array.dtype.kind == "U":
        return f"{name} holds text, as {str(array.flat[0])!r}: numbers are expected."
    if array.dtype.kind not in "fiu":  # no booleans: a mask in place of numbers is a slip
        use = "`sum` counts where a mask is True." if counted else "A mask times 1.0 is one of numbers."
        mask = f" {use}" if array.dtype.kind == "b" else ""
        return f"{name} holds values of type {array.dtype}; ordinary (real) numbers are expected.{mask}"
    return None


def shape_suspicion(got, expected, name: str, context: dict, same) -> str | None:
    """A sentence on why the shapes differ; None when they agree.   same(a, b): whether numbers are equal"""
    if got.shape == expected.shape:
        return None
    problem = f"{name} is {shape_of(got)}; expected is {shape_of(expected)}."
    # From the most particular to the most general, as in `diagnosis`.
    for suspect in (
        _transposed,
        _axis_of_length_one,
        _reshaped,
        _product_of_matrices,
        _not_summed,
        _one_too_many_or_few,
        _summed_over_wrong_axis,
        _number_or_array,
    ):
        reason = unless_it_raises(suspect, got, expected, context, same)
        if reason:
            return f"{problem} {reason}"
    return problem


def unless_it_raises(suspect, *evidence) -> str | None:
    """The sentence of suspect(*evidence); None if that raises, as for shapes on which it cannot be tried."""
    try:
        with np.errstate(all="ignore"):
            return suspect(*evidence)
    except Exception:  # most suspects do not fit most shapes: that is no error
        return None


def _transposed(got, expected, context, same):
    if got.ndim < 2 or got.T.shape != expected.shape:
        return None
    if same(got.T, expected):  # the stronger statement first: the numbers prove it
        return "The numbers are right but transposed: rows and columns are interchanged. Use `.T`."
    return "The shape is transposed: which factor comes first in the product, and which one is transposed?"


def _axis_of_length_one(got, expected, context, same):
    if got.size != expected.size or got.squeeze().shape != expected.squeeze().shape:
        return None
    numbers = " The numbers are right." if same(got.reshape(expected.shape), expected) else ""
    if got.ndim > expected.ndim:
        return f"There is an extra axis of length 1 (left by `keepdims=True` or by a reshape?).{numbers}"
    return f"An axis of length 1 is missing: keep it with `keepdims=True` or `reshape`.{numbers}"


def _reshaped(got, expected, context, same):
    if got.size == expected.size and same(got.reshape(expected.shape), expected):
        return "The numbers are right, in their order: `reshape` them."
    return None


def _product_of_matrices(got, expected, context, same):
    if got.ndim != 2 or got.shape[0] != got.shape[1]:
        return None
    if same(np.diag(got), expected):  # as of G.T @ z in the place of (G * z).sum(axis=0)
        steps = got - got[:1]  # of a row and a column, added, the same in each column
        if same(steps, np.broadcast_to(steps[:, :1], got.shape)):
            return "A column (n, 1) and an array (n,) were added, which makes (n, n): give both one shape."
        return "Its diagonal would be right: a `@` stands where `*` and a sum over an axis belong."
    arrays = [value for value in context.values() if np.shape(value) == expected.shape]
    for a, b in itertools.combinations(arrays, 2):
        if same(a * b, expected) and any(same(got, p) for p in (a.T @ b, b.T @ a, a @ b.T, b @ a.T)):
            return "A `@` stands where `*` belongs, which multiplies entry by entry."
    return None


def _not_summed(got, expected, context, same):
    if not got.size:  # numpy warns of the mean of nothing
        return None
    for axis in range(got.ndim):  # every axis is tried: a (3, 3) array can be summed over either
        keep = got.ndim == expected.ndim  # as columns, (m, 1)
        total = got.sum(axis=axis, keepdims=keep)
        if total.shape != expected.shape:
            continue
        length = f"axis {axis} (of length {got.shape[axis]}{_meaning(got.shape[axis], context, ', {1}')})"
        if same(total, expected):
            return f"Summed over {length}, it would be right: that sum is missing."
        if got.shape[axis] > 1 and same(got, np.repeat(got.take([0], axis), got.shape[axis], axis)):
            if same(got.take(0, axis), expected):
                return f"It is right, but repeated along {length}: was it added to an array of that shape?"
        if same(got.mean(axis=axis, keepdims=keep), expected):
            return f"Averaged over {length}, it would be right: that mean is missing."
    if not expected.ndim and got.ndim:
        if same(got.sum(), expected):
            return "Summed over all its entries, it would be right: that sum is missing."
        if same(got.mean(), expected):
            return "Averaged over all its entries, it would be right: that mean is missing."
    if got.ndim > expected.ndim:
        many = got.ndim - expected.ndim
        axes = "axis too many: is a sum over an axis" if many == 1 else "axes too many: is a sum over them"
        return f"It has {many} {axes} missing?"
    return None


def _one_too_many_or_few(got, expected, context, same):
    if got.ndim == expected.ndim == 2 and got.shape[1] == expected.shape[1] and len(got) == len(expected) - 1:
        for part, which in ((expected[1:], "first"), (expected[:-1], "last")):
            if same(got, part):
                return f"Its {which} row is missing; all others are right."
    if got.ndim != 1 or expected.ndim != 1 or not len(expected):
        return None
    for part, which in ((got[:-1], "last"), (got[1:], "first")):
        if same(part, expected):
            return f"Without its {which} entry, it would be right: does that one belong elsewhere?"
    for part, which in ((expected[:-1], "last"), (expected[1:], "first")):
        if len(part) and same(got, part):
            return f"Its {which} entry is missing; all others are right."
    return None


def _summed_over_wrong_axis(got, expected, context, same):
    if got.ndim != 1 or expected.ndim != 1 or not got.size or not expected.size:
        return None
    if not any(isinstance(value, int) or np.ndim(value) > 1 for value in context.values()):
        return None  # nothing known has two axes
    yours = _meaning(len(got), context, "{} is {}. ")
    if not yours and any(isinstance(value, int) for value in context.values()):
        return None  # no axis of that length is known: another slip has led there
    right = _meaning(len(expected), context, " It needs {}, {}.")
    return f"{yours}Was it summed over the wrong axis?{right}"


def _number_or_array(got, expected, context, same):
    for factor, value in context.items():
        # All zeros would fit any answer of zeros.
        if isinstance(value, int) or np.shape(value) != expected.shape or not np.any(value):
            continue
        fits = got.shape in ((), expected.shape[1:])  # else they cannot be multiplied
        if got.ndim < expected.ndim and fits and same(got * value, expected):
            return f"Times {factor} it would be right: that factor is missing."
    if got.ndim == 0 and expected.ndim == 1 and [same(got, one) for one in expected].count(True) == 1:
        if same(got, expected[-1]):
            return "It is the last one alone: all of them are asked for, from the first on."
    if got.ndim == 0 and expected.ndim and any(same(got, one) for one in expected.flat):
        return "It is right in some places: each entry has a number of its own, as `np.where` makes them."
    if got.ndim == 0 and expected.ndim == 2:
        return "Was it summed over all entries? `@` of two vectors is one number, `np.outer` a matrix."
    if got.ndim == 1 and expected.ndim == 2:
        return "An axis is lost: was it summed over, or is a `*` in the place of `np.outer`?"
    if got.ndim < expected.ndim and got.ndim == 0:
        return "Was it summed over one axis too many, or over all entries, where one axis was meant?"
    if got.ndim < expected.ndim:
        return "An axis is lost: was it summed over, or picked out with an index?"
    return None


def _meaning(length: int, context: dict, template: str) -> str:
    """The template, filled with a length and the name of the count of that size; "" when there is none."""
    names = [name for name, value in context.items() if isinstance(value, int) and value == length]
    return template.format(length, " or ".join(names)) if names else ""
