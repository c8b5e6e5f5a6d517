"""Checks: exercises 14.2b and 14.2c. The variances of the rules, and those that slips lead to."""

import math
from collections.abc import Iterator

from dlcourse.initializers import fans

Slips = tuple[list, list]
ROOT = "The variance stands where the standard deviation belongs: take the root."
TWICE = "A root too many: the standard deviation is the root of the variance."
RULES = {
    "lecun": "That is the variance of LeCun's rule.",
    "glorot": "That is the variance of Glorot's rule.",
    "he": "That is the variance of He's rule.",
}
EXCHANGED = "fan_in and fan_out have changed places: which axis of shape is which?"
AS_DENSE = "The fans are those of a dense layer: a convolution has (n_out, n_in, kh, kw), and kh kw counts."
NO_KERNEL = "kh kw is missing in the fans of a convolution."
ONE_SIDE = "Only one side of the kernel counts: a unit reads kh kw pixels."
KERNEL_IN = "Only fan_in has the factor kh kw: fan_out has it, too."
KERNEL_OUT = "Only fan_out has the factor kh kw: fan_in has it, too."
PARENTHESES = "2 / fan_in + fan_out divides by fan_in alone: put the sum in parentheses."
PART_ROOT = "Only the number above has its root: take the root of the whole fraction."
HALVED = "`** 1 / 2` is the number itself, halved: write np.sqrt."
HALF = "v is half of what it should be: the 2 above is missing."
DOUBLE = "v is twice what it should be: is the 2 counted twice, or does it stand outside the root?"
CUT_OFF = "W is cut off at two standard deviations, as some libraries do: that makes its variance smaller."
THREE = "A three stands where a two belongs in v."
SIX = "A six stands where a two belongs in v: that is a^2 of a uniform distribution."
GLOROT_OUT = "fan_out alone counts: the sum of both fans is asked for."
GLOROT_IN = "fan_in alone counts: the sum of both fans is asked for."
PRODUCT = "The product of the fans stands where their sum belongs."
NOTHING = "v is missing: the variance is 1."
WIDTH = "The width of the interval, 2 a, stands for a."
HALF_WIDTH = "The interval is too narrow: it goes from -a to a, so its width is 2 a."
NO_THREE = "The three is missing in a: on [-a, a] the variance is a third of a^2."
TWELVE = "a is the whole width of the interval: it goes from -a to a, so half of that is a."
THREE_OUT = "The three stands outside the root: a is the root of three v."
UPSIDE = "a^2 is a third of v: it is three times v."
NO_ROOT = "The root is missing: a is the root of three v."
TWO_V = "a^2 is twice v: it is three times v."
TYPED_IN = 0.001, 0.01, 0.05, 0.1, 0.5
TYPED = "A number that is typed in stands for v: it is rule that says how large W is."
NEITHER = "Both the three and the root are missing: a is the root of three v."
ONE = "v is missing: a is 1."
LIMIT = "rule is the variance v, not the limit a."
STD = "rule is the variance v, not the standard deviation."
SIX_V = "a^2 is six times v: it is three times v. The six of He's and Glorot's limits has the 2 of v in it."
THREE_ROOT = "Only the three has its root: a is the root of three v."
INVERSE = "A fraction is upside down, or W is divided by its standard deviation."
SIDES = "The sides of the kernel are taken for channels: a convolution has (n_out, n_in, kh, kw)."
ALL = "The fan is the number of all weights: count what one unit reads."


def variance(rule, shape) -> float:
    """The variance of a rule; a number is one itself."""
    fan_in, fan_out = fans(shape)
    known = {"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 / fan_in}
    return known[rule] if isinstance(rule, str) else float(rule)


def of_fans(rule: str, shape) -> Iterator[tuple[str, float]]:
    """The variances of other fans, and of other rules."""
    i, o = fans(shape)
    by = {"lecun": lambda i, o: 1 / i, "glorot": lambda i, o: 2 / (i + o), "he": lambda i, o: 2 / i}[rule]
    others = [(told, variance(other, shape)) for other, told in RULES.items() if other != rule]
    yield from others
    if len(shape) == 2:
        yield EXCHANGED, by(o, i)
    else:
        d, c, *sides = shape
        k = math.prod(sides)
        yield EXCHANGED, by(o, i)
        yield NO_KERNEL, by(c, d)
        yield SIDES, by(math.prod(shape[:3]), d * c * sides[1])  # as if the shape were (kh, kw, n_in, n_out)
        yield SIDES, by(math.prod(shape[:3]), sides[1])
        yield from ((ONE_SIDE, by(c * side, d * side)) for side in sides)
        if rule == "glorot":
            yield KERNEL_IN, by(c * k, d)
            yield KERNEL_OUT, by(c, d * k)
        else:
            yield AS_DENSE, by(d, c)
    yield ALL, by(math.prod(shape), math.prod(shape))
    if rule == "glorot":
        yield PARENTHESES, 2 / i + o
        yield GLOROT_OUT, 2 / o
        yield PRODUCT, 2 / (i * o)
        yield HALF, 1 / (i + o)
        yield DOUBLE, 4 / (i + o)


def of_factors(rule, shape) -> Iterator[tuple[str, float]]:
    """The variances with other factors than the rule's 1 or 2."""
    v = variance(rule, shape)
    yield (THREE, v * 3 / 2) if rule != "lecun" else (THREE.replace("two", "one"), 3 * v)
    if rule != "lecun":
        yield SIX, v * 3
    if rule == "he":
        yield DOUBLE, v * 2


def of_normal(rule, shape) -> Slips:
    """(what is told, its variance) of single slips in `normal_weights`; the same of two slips at once."""
    v = variance(rule, shape)
    single = [(ROOT if isinstance(rule, str) else STD, v * v), (TWICE, math.sqrt(v)), (HALVED, v * v / 4)]
    single += [
        (CUT_OFF, 0.7737 * v),
        (INVERSE, 1 / v),
        (NOTHING, 1.0),
        *((TYPED, std**2) for std in TYPED_IN),
    ]
    if not isinstance(rule, str):
        return single, []
    others = [*of_fans(rule, shape), *of_factors(rule, shape)]
    if rule != "lecun":
        single.append((PART_ROOT, v * v / 2))
    return single + others, [(f"{told} And the root is missing.", other**2) for told, other in others]


def of_uniform(rule, shape) -> Slips:
    """The same of `uniform_weights`: of each limit a the variance a^2 / 3."""
    v = variance(rule, shape)
    limits = [
        (NO_ROOT, 3 * v),
        (HALVED, 3 * v / 2),
        (THREE_OUT, 3 * math.sqrt(v)),
        (UPSIDE, math.sqrt(v / 3)),
        (TWELVE, math.sqrt(12 * v)),
        (HALF_WIDTH, math.sqrt(3 * v) / 2),
        (NO_THREE, math.sqrt(v)),
        (NEITHER if isinstance(rule, str) else LIMIT, v),
        (TWICE, (3 * v) ** 0.25),
        (ONE, 1.0),
        (TWO_V, math.sqrt(2 * v)),
        (SIX_V, math.sqrt(6 * v)),
        (THREE_ROOT, math.sqrt(3) * v),
        *((TYPED, a) for a in TYPED_IN),
    ]
    if isinstance(rule, str):
        limits.append((PART_ROOT, math.sqrt(3 / 2) * v))
    single = [(told, a * a / 3) for told, a in limits]
    if not isinstance(rule, str):
        return single, []
    others = [*of_fans(rule, shape), *of_factors(rule, shape)]
    double = [
        (f"{told} {more}", how(other))
        for told, other in others
        for more, how in (
            ("And `** 1 / 2` halves, it is no root.", lambda other: 3 * other**2 / 4),
            ("And the root is missing.", lambda other: 3 * other**2),
            ("And a lacks the three.", lambda other: other / 3),
        )
    ]
    return single + others, double
