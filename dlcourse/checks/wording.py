"""Checks: numbers, indices and shapes in words."""

import re
import textwrap

import numpy as np

from dlcourse.checks.listed import has_arrays
from dlcourse.strict_array import StrictArray

WIDTH = 88
NO_BREAK = "\N{NO-BREAK SPACE}"  # so that no line is broken within (2, 1) or lr = 0.5


def a(noun: str) -> str:
    """The noun with its article: "a list", "an int"."""
    return f"{'an' if re.match('[aeio]|nd', noun, re.I) else 'a'} {noun}"  # a uint8, an ndarray


def number(value) -> str:
    """A number as text for a message, with six digits at most."""
    return f"{float(value):.6g}"


def exact(value) -> str:
    """A number as text with all its digits, so that two different numbers look different."""
    return repr(float(value)).removesuffix(".0")  # repr: the fewest digits that single out a float


def place(name: str, index: tuple) -> str:
    """dW and (0, 2) -> "dW[0, 2]"; a single number has no index."""
    return f"{name}[{', '.join(str(int(i)) for i in index)}]" if index else name


def shape_of(value) -> str:
    """ "a single number" or "an array of shape (3, 2)"."""
    shape = np.shape(value)
    return f"an array of shape {shape}" if shape else "a single number"


def first_wrong(name: str, got, wrong) -> str:
    """A sentence with the student's number at the first wrong entry, never the right one.   wrong: a mask"""
    if not np.ndim(got):  # a number has no first entry
        return f"Yours is {number(got)}."
    index = tuple(np.argwhere(wrong)[0])
    return f"First wrong entry: {place(name, index)}, yours is {number(got[index])}."


def joined(names) -> str:
    """ "a, b and c"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def never_uses(function: str, unused) -> str:
    """A sentence on the arguments that a function never reads."""
    return f"{function} never uses its argument{'s' * (len(unused) > 1)} {joined(unused)}."


def describe_inputs(inputs: dict, whole: bool = False, numbers: bool = True) -> str:
    """ "x of shape (4, 2), y = 0.1": the arguments of a call.

    whole: small ones with all that they hold.   numbers: whether a single number is told.
    """

    def described(value):
        if not numbers and np.isscalar(value) and not isinstance(value, (str, bool)):
            return "a number"
        return (whole and _whole(value)) or _describe(value)

    return ", ".join(f"{name} {described(value)}" for name, value in inputs.items())


SMALL = 60  # characters


def _whole(value) -> str | None:
    """What a small list or dict holds, or a short array; None for others."""
    if isinstance(value, np.ndarray) and value.ndim == 1:
        text = f"[{', '.join(map(number, value))}]"
    else:
        listed = isinstance(value, (list, tuple, dict)) and not has_arrays(value)
        text = repr(value) if listed else ""
    return f"= {text}" if 0 < len(text) <= SMALL else None


def _describe(value) -> str:
    if isinstance(value, StrictArray):
        return f"of shape {value.shape} on the device"
    if isinstance(value, np.ndarray) and value.ndim:
        return f"of shape {value.shape}" + (" and dtype float32" if value.dtype == np.float32 else "")
    if has_arrays(value):
        return f"of shapes {', '.join(str(np.shape(part)) for part in value)}"
    if isinstance(value, (list, tuple, dict)):
        return f"with {len(value)} entries"
    if isinstance(value, (str, bool)):
        return f"= {value!r}"
    if callable(value):
        return f"= {value.__name__}"
    return f"= {number(value)}" if np.isscalar(value) or np.ndim(value) == 0 else "given"


def wrapped(*sentences: str) -> str:
    """One short paragraph, its lines short enough for a notebook."""
    text = " ".join(" ".join(sentence.split()) for sentence in sentences if sentence)
    # Then `fill` takes these blanks for letters.
    text = re.sub(r"(?<=\d,) (?=\d)|(?<=\w) (?== -?\d)|(?<= =) (?=-?\d)", NO_BREAK, text)
    filled = textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)
    return filled.replace(NO_BREAK, " ")  # a plain blank is what people search and copy
