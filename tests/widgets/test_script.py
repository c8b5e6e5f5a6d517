"""Plain functions, printed as JavaScript: they compute the same, and what cannot be printed is refused."""

import functools
import math

import pytest
from javascript import evaluate, needs_node
from test_programs import assert_same

from dlcourse.widgets.frame.script import Script

LIMITS, NAMES = {"low": -2, "high": 3.5}, ("a", "b")


@functools.cache
def squares():
    return [k * k for k in range(4)]


def scaled(x, by=2):
    return [by * v for v in x]


def loops(x):
    total, seen, k = 0, [], 0
    for v in x:
        if v < 0:
            continue
        total += v
        seen.append(v)
    while k < 3:
        k += 1
        if k == 2:
            break
    for i in range(1, 3):
        seen.append(i)
    return {"total": total, "seen": seen, "k": k}


def lists(x):
    (p, q), r = (x[0], x[1]), x[-1]
    pairs = [(i, v) for i, v in enumerate(x, 1) if v > 0]
    nested = [u * v for u in x for v in x if u < v]
    joined = ", ".join(f"{v:.2f}" for v in x)
    return [
        p,
        q,
        r,
        pairs,
        nested,
        joined,
        x[1:],
        x[:2],
        x[1:-1],
        [0] * 3,
        [*x, *reversed_of(x)],
        sum(x),
        max(x),
    ]


def reversed_of(x):
    return [x[len(x) - 1 - k] for k in range(len(x))]


def dicts(x):
    d = {"a": 1, **{name: k for k, name in enumerate(NAMES)}}
    e = d | {"c": x[0]}
    e |= {"d": None}
    e["f"], e["g"] = e.get("z"), e.get("a", 5)
    told = [f"{name}={value}" for name, value in d.items()]
    return {
        **e,
        "names": [name for name in d],
        "told": told,
        "in": "a" in d,
        "out": "toString" in d,
        "n": len(d),
    }


def truth(x):
    empty, zero = [], 0
    found = [bool(empty), not x, bool({}), empty or x, x and 1, zero or "z", "q" if empty else "r", not zero]
    sames = [[1, 2] == [1, 2], (1, 2) != (1, 3), x is None, None in [1, None], "b" in "abc", 1 < x[0] <= 5]
    kinds = [isinstance("a", str), isinstance(1, str), isinstance([], list | tuple), isinstance([], dict)]
    return [found, sames, kinds, any(v > 2 for v in x), all(v > 2 for v in x), sorted(x), zero or None]


def numbers_of(x):
    halves = [round(v) for v in (0.5, 1.5, 2.5, -0.5, -1.5, 2.4)]
    mods = [-1 % 3, 7 % 3, -7 // 2, 7 // 2, 2**-2, 6 >> 1 & 1, int(-2.7), abs(-3), float("2.5"), str(7)]
    inner = [f(3) for f in (lambda v: v + 1, lambda v: v * LIMITS["high"])]
    return [
        halves,
        mods,
        inner,
        math.pi,
        math.floor(-1.5),
        math.hypot(3, 4),
        squares(),
        scaled(x),
        scaled(x, by=3),
    ]


def inside(x):
    def twice(v):
        return 2 * v if v is not None else None

    return [twice(v) for v in [*x, None]]


X = [1.25, -0.5, 4, 2]


@needs_node
@pytest.mark.parametrize("function", [loops, lists, dicts, truth, numbers_of, inside])
def test_a_printed_function_computes_the_same(function):
    text = Script({}).returning(function)
    assert_same(
        evaluate(f"(x) => {{ const found = {text}; return found.{function.__name__}(x); }}", X), function(X)
    )


def refused_slice(x):
    return x[::2]


def refused_sum(x):
    return [1] + x


def refused_name(x):
    return open(x)


def refused_method(x):
    return x.pop()


def refused_class(x):
    with x:
        return x


@pytest.mark.parametrize(
    ("function", "part"),
    [
        (refused_slice, "x[::2]"),
        (refused_sum, "[1] + x"),
        (refused_name, "open"),
        (refused_method, "x.pop()"),
        (refused_class, "with x:"),
    ],
)
def test_what_cannot_be_printed_is_named(function, part):
    with pytest.raises(TypeError) as error:
        Script({}).returning(function)
    assert "Script: expected what can be printed as JavaScript, got" in str(error.value)
    assert part in str(error.value)


def test_two_values_of_one_name_are_refused():
    def named_values():
        return LIMITS

    script = Script({})
    script.call("LIMITS", {"low": 1})
    with pytest.raises(TypeError, match="expected one value named LIMITS, got two"):
        script.returning(named_values)
