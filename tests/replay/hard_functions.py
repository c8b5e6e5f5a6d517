"""Random functions of two arrays, and arrays of every dtype and layout to call them with."""

import operator

import numpy as np

from dlcourse.backend import xp_of

DTYPES = ["f8", "f8", "f4", "f4", "f2", "i8", "i4", "u1", "?"]
HARD = [np.inf, -np.inf, np.nan, 0.0, -0.0, 5e-324, -1e-310, 1e-45, 1e300, -1e300, 3e38, 65504.0, 1.0, -2.0]
NUMBERS = [2, 0.5, -1, 3, 0, 1e-3, True, np.float32(0.7), np.float64(1.5), np.int8(3), 1e30]
UNARY = [
    *(operator.neg, abs, operator.pos, lambda x: x.T, lambda x: x.copy(), lambda x: x[::-1]),
    *(lambda x: x.reshape(-1), lambda x: x * x, lambda x: x.astype("f4"), lambda x: x.astype("f8")),
    *(lambda x: x[:, :1], lambda x: x[..., 0]),
]  # fmt: skip
NAMES = [
    *("exp", "log", "sqrt", "square", "tanh", "sign", "isfinite", "floor", "sin", "log1p"),
    *("expm1", "reciprocal", "negative", "rint", "logical_not", "isnan", "arctan", "cosh"),
    *("atleast_2d", "ravel", "zeros_like"),
]  # fmt: skip
BINARY = [
    *(operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod),
    *(operator.pow, operator.matmul, operator.lt, operator.ge, operator.eq, operator.ne),
    *(operator.and_, operator.or_),
]  # fmt: skip
TWO = ["maximum", "minimum", "logaddexp", "arctan2", "hypot", "copysign", "fmax", "power", "outer", "dot"]
REDUCE = ["sum", "mean", "max", "min", "any", "all", "argmax", "argmin"]


def function(seed, x, y):
    """A function of arrays such as x and y, of some steps, each of which takes what the steps before gave."""
    rows, found = [], [x, y]
    for row in np.random.default_rng([seed, 1]).integers(0, 2**31, (14, 6)).tolist():
        try:
            made = step(row, found)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue  # the shapes or the dtypes do not fit
        if getattr(made, "size", 99) < 500 and hasattr(made, "dtype"):
            rows.append(row)
            found.append(made)

    def f(x, y):
        found = [x, y]
        for row in rows:
            found.append(step(row, found))
        return found[2:][-5:]

    return f


def step(row, found):
    """One operation of what was found."""
    kind, which, first, second, axis, number = row
    a, b = found[-1 - first % min(4, len(found))], found[second % len(found)]
    kind, xp = kind % 12, xp_of(a)
    if kind < 2:
        return UNARY[which % len(UNARY)](a)
    if kind < 4:
        return getattr(xp, NAMES[which % len(NAMES)])(a)
    if kind < 7:
        b = NUMBERS[number % len(NUMBERS)] if axis % 2 else b
        operation = BINARY[which % len(BINARY)]
        return operation(b, a) if axis % 3 == 0 else operation(a, b)
    if kind < 8:
        return getattr(xp, TWO[which % len(TWO)])(a, b)
    if kind < 10:
        options = {"axis": [None, 0, 1, -1][axis % 4]} | (
            {"keepdims": True} if number % 2 and which % 8 < 6 else {}
        )
        return getattr(a, REDUCE[which % len(REDUCE)])(**options)
    if kind < 11:
        return xp.where(a > 0, a, NUMBERS[number % 6]) if axis % 2 else xp.concatenate([a, b], axis=axis % 2)
    made = a * 1
    made += b if axis % 2 else 1
    made *= 2
    return made


LAYOUTS = [
    np.ascontiguousarray, np.asfortranarray, lambda a: np.repeat(a, 2, axis=-1)[..., ::2],
    lambda a: a[::-1, ::-1],
    lambda a: np.broadcast_to(a[:1], a.shape), lambda a: np.concatenate([a, a], axis=1)[:, : a.shape[1]],
]  # fmt: skip
SHAPES = [(1, 1), (1, 1), (2, 2), (3, 1), (1, 4), (3, 4), (4, 3), (5, 5), (0, 3), (2, 0)]


def arguments(seed, n_plain=3, n_hard=6):
    """Pairs x, y of one kind: ordinary ones first, then such with hard values."""
    rng = np.random.default_rng([seed, 2])
    shapes = [SHAPES[rng.integers(0, len(SHAPES))] for _ in range(2)]
    if rng.integers(0, 2):
        shapes[1] = shapes[0]
    dtypes = [DTYPES[rng.integers(0, len(DTYPES))] for _ in range(2)]
    layouts = [LAYOUTS[rng.integers(0, len(LAYOUTS))] for _ in range(2)]
    for i in range(n_plain + n_hard):
        pair = []
        for shape, dtype, layout in zip(shapes, dtypes, layouts, strict=True):
            a = rng.standard_normal(shape) * 3
            if i >= n_plain:
                a = np.where(rng.random(shape) < rng.choice([0.2, 0.6, 1.0]), rng.choice(HARD, shape), a)
            with np.errstate(all="ignore"):
                pair.append(layout(a.astype(dtype)))
        yield pair
