"""Chapter 20: tapes. What a computation did to its arrays, call by call, so that it can be done again.

Doing it again writes each result where it was written before, so a replay makes no arrays and no graph.
"""

import contextlib
import hashlib
import threading
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from dlcourse.backend import to_numpy

CHANGED_CONDITION = "a condition on values came out the other way than in the recorded step"
UNUSABLE = "a gradient cannot be used"


class CannotReplay(Exception):
    """Why a computation cannot be replayed, or why this one took another way than the recorded one."""


class Storage:
    """The memory of a value, which its views share.

    It varies when its content differs from step to step, and is fixed when it belongs to somebody else: it is
    a parameter, an input, a constant. `array` is all of it.
    """

    __slots__ = ("array", "fixed", "varies")

    def __init__(self, varies: bool, fixed: bool):
        self.array, self.varies, self.fixed = None, varies, fixed


@dataclass(frozen=True)
class Call:
    """`function(*args)`, with Traced values among the args for their arrays; `out` is the one it writes."""

    function: object
    args: tuple
    out: object = None
    elementwise: bool = False  # it may write its result over an input
    options: dict = field(default_factory=dict)


@dataclass
class Tape:
    """The calls of a computation, in order: those whose results vary from step to step.

    xp: the module of the arrays, numpy or cupy. why: in words, why the computation cannot be replayed, though
    it could go on. thread: the one that writes it, None when it is finished: for all others its values are
    the arrays that they stand for.
    """

    xp: object
    calls: list[Call] = field(default_factory=list)
    why: str = ""
    thread: int | None = field(default_factory=threading.get_ident)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        """Let go of everything: values and tape hold each other, which only the collector would end."""
        self.calls = []
        self.thread = None

    @property
    def is_written(self) -> bool:
        """Whether this thread is writing it."""
        return self.thread == threading.get_ident()

    def refuse(self, why: str) -> None:
        """Let the computation go on with its arrays, to be done once; it will not be replayed."""
        self.why = self.why or why

    @contextlib.contextmanager
    def no_errors(self):
        """A `with` block whose errors are refused: a step may catch one that comes with some values only."""
        try:
            yield
        except Exception as error:
            self.refuse(f"the step meets an error: {type(error).__name__}: {error}")
            raise

    def add(self, function, args, out=None, elementwise: bool = False, options=None) -> None:
        """One more call."""
        self.calls.append(Call(function, tuple(args), out, elementwise, options or {}))

    def bound(self, array_of) -> list:
        """The calls with their arrays bound, each to be called without arguments.

        array_of: Traced -> array
        """
        return [
            partial(call.function, *resolved(call.args, array_of), **resolved(call.options, array_of))
            for call in self.calls
        ]


def resolved(x, array_of):
    """x with arrays in place of Traced values, also within tuples, lists and dictionaries."""
    if isinstance(x, tuple | list):
        return type(x)(resolved(part, array_of) for part in x)
    if isinstance(x, dict):
        return {name: resolved(part, array_of) for name, part in x.items()}
    return array_of(x) if hasattr(x, "storage") else x


def leaves(x) -> list:
    """x, or all values in it, also within tuples, lists and dictionaries."""
    if isinstance(x, dict):
        x = list(x.values())
    return [leaf for part in x for leaf in leaves(part)] if isinstance(x, tuple | list) else [x]


def traced_in(x) -> list:
    """The Traced values among the leaves of x."""
    return [leaf for leaf in leaves(x) if hasattr(leaf, "storage")]


def expect_same(array, expected: bool) -> None:
    """Raise CannotReplay when a condition, which was `expected` in the recorded step, is not that now."""
    if bool(array) is not expected:
        raise CannotReplay(CHANGED_CONDITION)


def expect_all(count_nonzero, fits) -> None:
    """Raise CannotReplay unless all are true."""
    if count_nonzero(fits) < fits.size:
        raise CannotReplay(UNUSABLE)


def bits(array) -> bytes:
    """A fingerprint of the bits of an array: equal ones are equal bit by bit, and no copy of it is kept."""
    array = np.ascontiguousarray(to_numpy(array))
    return hashlib.blake2b(array.reshape(-1).view(np.uint8)).digest()


def write(out, function, args, options) -> None:
    """out <- function(*args): for functions that cannot write into an array themselves."""
    value = function(*args, **options)
    if value.shape != out.shape:  # also where numpy would broadcast it
        raise CannotReplay("the values of arrays decide about the shape of another")
    out[...] = value
