"""Chapter 20: tapes. A tape lists the calls of a computation on arrays, so that they can be repeated.

A replay writes each result into the buffer that held it before, and so makes no new arrays and no graph.
"""

import contextlib
import hashlib
import threading
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from dlcourse.backend import to_numpy

CHANGED_CONDITION = "a condition on values of arrays has another outcome than in the recorded step"
UNUSABLE = "a gradient is NaN, infinite or too large"


class CannotReplay(Exception):
    """The reason why a computation cannot be replayed, or took another branch than the recorded one."""


class Storage:
    """The buffer of a value, shared by its views.

    varies: whether its content may differ from step to step. fixed: whether it existed before the step, as
    that of a parameter, an input or a constant. array: the whole buffer.
    """

    __slots__ = ("array", "fixed", "varies")

    def __init__(self, varies: bool, fixed: bool):
        self.array, self.varies, self.fixed = None, varies, fixed


@dataclass(frozen=True)
class Call:
    """`function(*args, **options)`: Traced values stand for their arrays, and `out` is the one written to."""

    function: object
    args: tuple
    out: object = None
    elementwise: bool = False  # `out` may be an input: each number is read before it is overwritten
    options: dict = field(default_factory=dict)


@dataclass
class Tape:
    """The calls of a computation whose results vary from step to step, in order.

    xp: the module of the arrays, numpy or cupy. why: the reason, in words, why the computation cannot be
    replayed although it came to its end. thread: the one that records, None when the tape is finished; in any
    other thread Traced values act as plain arrays.
    """

    xp: object
    calls: list[Call] = field(default_factory=list)
    why: str = ""
    thread: int | None = field(default_factory=threading.get_ident)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        """Drop all references: values and tape form cycles, whose arrays only the garbage collector would
        free, and it runs too late for large ones."""
        self.calls = []
        self.thread = None  # Traced values that somebody kept act as plain arrays from now on

    @property
    def is_written(self) -> bool:
        """Whether the current thread is recording on this tape."""
        return self.thread == threading.get_ident()

    def refuse(self, why: str) -> None:
        """Note why there will be no replay; the computation itself goes on with its arrays."""
        self.why = self.why or why  # the first reason: later ones may follow from it

    @contextlib.contextmanager
    def no_errors(self):
        """A `with` block in which any error rules out a replay.

        A step may catch the error and go on; with other values there may be none, and a tape has no branches.
        """
        try:
            yield
        except Exception as error:
            self.refuse(f"the step meets an error: {type(error).__name__}: {error}")
            raise

    def add(self, function, args, out=None, elementwise: bool = False, options=None) -> None:
        """Append a call."""
        self.calls.append(Call(function, tuple(args), out, elementwise, options or {}))

    def bound(self, array_of) -> list:
        """The calls as functions without arguments: their arrays are bound.

        array_of: Traced -> array
        """
        # Resolved once, here: in a replay no Traced value is looked at any more.
        return [
            partial(call.function, *resolved(call.args, array_of), **resolved(call.options, array_of))
            for call in self.calls
        ]


def resolved(x, array_of):
    """x with arrays in place of Traced values, also within tuples, lists and dictionaries."""
    # "storage" tells a Traced value; its class is in `traced`, which imports this module.
    if isinstance(x, tuple | list):
        return type(x)(resolved(part, array_of) for part in x)
    if isinstance(x, dict):
        return {name: resolved(part, array_of) for name, part in x.items()}
    return array_of(x) if hasattr(x, "storage") else x


def leaves(x) -> list:
    """All values in x, also those within tuples, lists and dictionaries; [x] where x is none of these."""
    if isinstance(x, dict):
        x = list(x.values())
    return [leaf for part in x for leaf in leaves(part)] if isinstance(x, tuple | list) else [x]


def traced_in(x) -> list:
    """The Traced values among the leaves of x."""
    return [leaf for leaf in leaves(x) if hasattr(leaf, "storage")]


def expect_same(array, expected: bool) -> None:
    """Raise CannotReplay unless a condition has the truth value `expected`, that of the recorded step."""
    if bool(array) is not expected:
        raise CannotReplay(CHANGED_CONDITION)


def expect_all(count_nonzero, fits) -> None:
    """Raise CannotReplay unless all of `fits` are True."""
    if count_nonzero(fits) < fits.size:  # for small arrays faster than all()
        raise CannotReplay(UNUSABLE)


def bits(array) -> bytes:
    """A hash of an array's bits: comparing hashes needs no copy of the array."""
    # Bits, not numbers: -0.0 == 0.0, and NaN is not equal to itself.
    array = np.ascontiguousarray(to_numpy(array))
    return hashlib.blake2b(array.reshape(-1).view(np.uint8)).digest()  # -1: a 0-d array cannot be viewed so


def write(out, function, args, options) -> None:
    """out <- function(*args, **options), for functions without an argument `out`."""
    value = function(*args, **options)
    if value.shape != out.shape:  # out[...] = value would broadcast a smaller one without an error
        raise CannotReplay("the shape of an array depends on the values of another")
    out[...] = value
