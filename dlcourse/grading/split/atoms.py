"""Atoms: the immutable kinds on the wire. Each has a letter, a way to be written and a way to be read.

What JSON has no word for is a list [letter, ...]. Exact types only: a subclass may lie about what it is.
"""

import datetime
import decimal
import fractions
import re

import numpy as np

from dlcourse.grading.split.arrays import dtype_of, plain_dtype
from dlcourse.grading.split.wire import Forged

LONGEST_INT = 1 << 22  # bits: a factorial of 200,000 has fewer
LONGEST_PART = 1 << 14  # bits of a fraction's numbers, whose common factor takes quadratic time
LONGEST_PATTERN = 10_000
LONGEST_EXPONENT = 100_000  # of a decimal, of which int() makes as many digits
SHORT = 1 << 10  # characters of a text in the header; a longer one is a buffer
JSON = frozenset({type(None), bool, float})  # as they are: JSON's NaN and Infinity are Python's own
SCALARS = frozenset({type(None), bool, int, float, str})  # that JSON can say


def write_int(encoder, x):
    """A small integer as it is, another by its digits in base 16, which take linear time."""
    if x.bit_length() < 64:
        return x
    if x.bit_length() > LONGEST_INT:
        raise ValueError("an integer of more than a million digits cannot cross to the tests")
    return ["i", hex(x)]


def read_int(decoder, text):
    """An integer from its digits."""
    if type(text) is not str or len(text) > LONGEST_INT // 4 + 8:
        raise Forged("an integer that is none")
    return int(text, 16)


def write_str(encoder, x):
    """A short text as it is, a long one as a buffer; single surrogates cross, too."""
    return x if len(x) <= SHORT else ["S", encoder.buffer(x.encode("utf-8", "surrogatepass"))]


def read_str(decoder, i):
    """A long text."""
    return str(decoder.buffer(i), "utf-8", "surrogatepass")


def numbers(*values):
    """The values, when all are int or float. Raises Forged otherwise."""
    if not all(type(value) in (int, float) for value in values):
        raise Forged("numbers that are none")
    return values


def read_scalar(decoder, text, i):
    """A NumPy scalar from its dtype and its bytes."""
    dtype, raw = dtype_of(text), decoder.buffer(i)
    if len(raw) != dtype.itemsize:
        raise Forged("a scalar of another size than its dtype")
    array = np.frombuffer(bytes(raw), dtype) if raw else np.zeros(1, dtype)
    check_items(array)
    return array[0]


def check_items(array):
    """Raise Forged for a bool that is neither 0 nor 1, and for a letter that Unicode has not."""
    if array.dtype.kind == "b" and array.size and np.ascontiguousarray(array).view(np.uint8).max() > 1:
        raise Forged("a truth value of neither 0 nor 1")
    if array.dtype.kind == "U" and array.nbytes:
        letters = np.ascontiguousarray(array).reshape(-1)
        order = letters.dtype.byteorder
        if letters.view(f"{order}u4" if order in "<>" else "u4").max() > 0x10FFFF:
            raise Forged("a letter that Unicode has not")


def write_range(encoder, x):
    """The three numbers of a range."""
    return ["r", *(write_int(encoder, n) for n in (x.start, x.stop, x.step))]


def read_range(decoder, *ends):
    """A range from its three numbers."""
    return range(*(whole(decoder.value(end)) for end in ends))


def whole(value):
    """The value, when it is an int. Raises Forged otherwise."""
    if type(value) is not int:
        raise Forged("an integer that is none")
    return value


def write_fraction(encoder, x):
    """A fraction by its two numbers. Raises ValueError for one of too many digits."""
    parts = x.as_integer_ratio()
    if max(part.bit_length() for part in parts) > LONGEST_PART:
        raise ValueError("a fraction of more than 4,900 digits cannot cross to the tests")
    return ["F", *(write_int(encoder, part) for part in parts)]


def read_fraction(decoder, p, q):
    """A fraction from its two numbers."""
    parts = [whole(decoder.value(part)) for part in (p, q)]
    if max(part.bit_length() for part in parts) > LONGEST_PART:
        raise Forged("a fraction of too many digits")
    return fractions.Fraction(*parts)


def write_decimal(encoder, x):
    """A decimal by its digits. Raises ValueError for one of too large an exponent."""
    if x.is_finite() and abs(x.as_tuple().exponent) > LONGEST_EXPONENT:
        raise ValueError("a decimal with an exponent of more than 100,000 cannot cross to the tests")
    return ["D", str(x)]


def read_decimal(decoder, text):
    """A decimal from its digits."""
    if type(text) is not str or len(text) > 10_000:
        raise Forged("a decimal that is none")
    found = decimal.Decimal(text)
    if found.is_finite() and abs(found.as_tuple().exponent) > LONGEST_EXPONENT:
        raise Forged("a decimal of too large an exponent")
    return found


def write_date(encoder, x):
    """A date and time, without a zone or so far from UTC."""
    if x.tzinfo is not None and type(x.tzinfo) is not datetime.timezone:
        return encoder.refer(x)
    zone = None if x.tzinfo is None else encoder.value(x.utcoffset())
    return ["dt", x.replace(tzinfo=None).isoformat(), zone]


def read_date(decoder, text, zone):
    """A date and time."""
    found, zone = datetime.datetime.fromisoformat(text), decoder.value(zone)
    return found if zone is None else found.replace(tzinfo=datetime.timezone(zone))


def read_pattern(decoder, text, flags):
    """A regular expression."""
    text = decoder.value(text)
    if type(text) not in (str, bytes) or len(text) > LONGEST_PATTERN:
        raise Forged("a pattern that is none")
    try:
        return re.compile(text, whole(flags) & ~re.DEBUG)
    except re.error:
        raise Forged("a pattern that is none") from None


WRITE = {
    type(None): lambda encoder, x: x,
    bool: lambda encoder, x: x,
    float: lambda encoder, x: x,
    int: write_int,
    str: write_str,
    bytes: lambda encoder, x: ["B", encoder.buffer(x)],
    complex: lambda encoder, x: ["z", x.real, x.imag],
    range: write_range,
    type(...): lambda encoder, x: ["e"],
    type(NotImplemented): lambda encoder, x: ["N"],
    fractions.Fraction: write_fraction,
    decimal.Decimal: write_decimal,
    datetime.date: lambda encoder, x: ["da", x.isoformat()],
    datetime.datetime: write_date,
    datetime.time: lambda encoder, x: ["ti", x.isoformat()] if x.tzinfo is None else encoder.refer(x),
    datetime.timedelta: lambda encoder, x: ["td", x.days, x.seconds, x.microseconds],
    re.Pattern: lambda encoder, x: ["re", encoder.value(x.pattern), x.flags],
}  # fmt: skip


def write_scalar(encoder, x):
    """A NumPy scalar by its bytes."""
    return ["n", x.dtype.str, encoder.buffer(x.tobytes())] if plain_dtype(x.dtype) else encoder.refer(x)


WRITE |= {kind: write_scalar for kind in {*np.sctypeDict.values()} if kind not in (np.object_, np.void)}


READ = {
    "i": read_int,
    "S": read_str,
    "B": lambda decoder, i: bytes(decoder.buffer(i)),
    "z": lambda decoder, re, im: complex(*numbers(re, im)),
    "r": read_range,
    "e": lambda decoder: ...,
    "N": lambda decoder: NotImplemented,
    "F": read_fraction,
    "D": read_decimal,
    "da": lambda decoder, text: datetime.date.fromisoformat(text),
    "dt": read_date,
    "ti": lambda decoder, text: datetime.time.fromisoformat(text),
    "td": lambda decoder, *parts: datetime.timedelta(*map(whole, parts)),
    "n": read_scalar,
    "re": read_pattern,
}


def is_small(x) -> bool:
    """Whether JSON says a scalar as it is, in few bytes."""
    kind = type(x)
    if kind is int:
        return x.bit_length() < 64
    return kind in JSON or (kind is str and len(x) <= SHORT)
