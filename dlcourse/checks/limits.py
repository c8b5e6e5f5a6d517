"""Checks: the limits of a call: how long it may take. (`watching`: which functions it may not use.)

They hold where the student's function runs, in its process; judgement and comparison have no clock.
"""

import contextlib
import signal
import sys
import threading
import time
from dataclasses import dataclass, field

TIME_LIMIT = 10.0  # seconds
SLOW = "Does it work the same thing out again and again?"
GRADIENTS = (  # what differentiates in the place of a student who should do it by hand
    "dlcourse.gradcheck",
    "dlcourse.autodiff",
    "dlcourse.forward_mode",
    "dlcourse.measured",
    "dlcourse.checks.gradients",
)


@dataclass(frozen=True)
class Limits:
    """The limits of a call.

    seconds: the longest time of work.   slow: what to say when it is up.
    refused: the dotted names of functions, or of whole modules, that answer the exercise.
    at_most: {dotted name: number of calls}, for functions that take long.
    quiet: whether prints are discarded.
    """

    seconds: float = TIME_LIMIT
    slow: str = SLOW
    refused: tuple = ()
    at_most: dict = field(default_factory=dict)
    quiet: bool = False


class OutOfTime(BaseException):
    """Raised in a call that takes too long. A BaseException, so that `except Exception` does not catch it."""


class Refused(BaseException):
    """Raised in a call that uses what it may not; its text says what."""


def dotted(function) -> str:
    """The name by which a function or an op of the library is refused.

    >>> dotted(contextlib.closing)
    'contextlib.closing'
    """
    if isinstance(function, str):
        return function
    if hasattr(function, "__qualname__"):
        return f"{function.__module__}.{function.__qualname__}"
    return f"{type(function).__module__}.{type(function).__qualname__}.f"  # an op: its value


@contextlib.contextmanager
def in_time(seconds: float, function=None):
    """A `with` block, left with OutOfTime after some seconds of work, or after WAITING times as long in all.

    By signals where there are any: in the main thread, not on Windows or in a browser. Elsewhere the lines of
    the function's file look at the clock.
    """
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        # Work first: on a busy machine nobody runs out of time that others have used.
        with _alarm("PROF", seconds), _alarm("ALRM", WAITING * seconds, timer="REAL"):
            yield
    else:
        with _traced(WAITING * seconds, function):
            yield


WAITING = 10


@contextlib.contextmanager
def _alarm(name: str, seconds: float, timer: str = ""):
    def ring(signum, frame):
        raise OutOfTime

    number, clock = getattr(signal, f"SIG{name}"), getattr(signal, f"ITIMER_{timer or name}")
    previous = signal.signal(number, ring)
    signal.setitimer(clock, seconds)
    try:
        yield
    finally:
        # 0 stops the timer; first of all, so that it cannot ring here.
        signal.setitimer(clock, 0)
        signal.signal(number, previous)


@contextlib.contextmanager
def _traced(seconds, function):
    file = getattr(getattr(function, "__code__", None), "co_filename", None)
    end, previous = time.monotonic() + seconds, sys.gettrace()

    def look(frame, event, argument):
        if time.monotonic() > end:
            raise OutOfTime
        # Line by line in the student's file only: elsewhere each call is enough, and cheap.
        return look if frame.f_code.co_filename == file else None

    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(previous)
