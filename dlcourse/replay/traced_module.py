"""Chapter 20: the functions of traced arrays. They come in through the same door as cupy's: `xp_of` answers
the module that works on them.

So ops, rules and sweeps are recorded as they are, without a second version of any.
"""

import contextlib
import threading
from types import ModuleType

import numpy as np

from dlcourse.backend import register_array_module
from dlcourse.replay import recording
from dlcourse.replay.tape import CannotReplay, Storage, traced_in
from dlcourse.replay.traced import Traced, TracedTape
from dlcourse.unchanged import followed

CREATORS = {"arange", "empty", "eye", "full", "full_like", "ones", "ones_like", "zeros", "zeros_like"}
WRITERS = {"copyto", "fill_diagonal", "place", "put", "put_along_axis", "putmask"}


class TracedModule(ModuleType):
    """What `xp_of` answers for a Traced array: the functions of numpy, or of cupy, recorded."""

    ndarray = Traced

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        tape = current_tape()
        value = getattr(np if tape is None else tape.xp, name)
        return TracedFunction(name) if callable(value) and not isinstance(value, type) else value

    @staticmethod
    def asarray(x):
        if isinstance(x, Traced):
            return x if x.tape.is_written else x.value
        tape = current_tape()
        if tape is None:
            return np.asarray(x)
        varies = isinstance(x, tape.xp.ndarray)  # somebody may change it in place
        return tape.traced(tape.xp.asarray(x), Storage(varies, fixed=True))


class TracedFunction:
    """One function of the module."""

    def __init__(self, name):
        self.name = name

    def __call__(self, *args, **options):
        tape = current_tape()
        if tape is None:
            return unseen(self.name, args, options)
        with tape.no_errors():
            return self.traced(tape, args, options)

    def traced(self, tape, args, options):
        """What the function gives, as a Traced value."""
        if self.name in CREATORS:
            return self.create(tape, args, options)
        if self.name in WRITERS or "out" in options:
            raise CannotReplay(f"the step writes into an array by {self.name}")
        ufunc = getattr(np, self.name, None)
        if isinstance(ufunc, np.ufunc) and ufunc.nout == 1 and not options:
            return recording.elementwise(tape, self.name, args)
        return recording.compute(tape, getattr(tape.xp, self.name), args, options)

    def create(self, tape, args, options):
        """An array that is the same in every replay. Of one that it is made like, only the shape counts."""
        numbers = args[1:] if self.name.endswith("_like") else args
        if any(x.storage.varies for x in traced_in((numbers, options))):
            raise CannotReplay(f"the step makes an array by {self.name} of numbers that vary")
        args, options = recording.resolved((args, options), recording.value_of)
        value = getattr(tape.xp, self.name)(*args, **options)
        return tape.traced(value, Storage(varies=False, fixed=False))

    def at(self, target, key, values):
        """ufunc.at, of which the ops use add.at only."""
        if not (isinstance(target, Traced) and target.tape.is_written):
            return unseen(self.name, (target, key, values), {}, "at")
        if self.name != "add":
            raise CannotReplay(f"the step uses {self.name}.at")
        recording.add_at(target.tape, target, key, values)


def unseen(name, args, options, method="__call__"):
    """What the function gives for a thread that meets a traced array of another's."""
    tapes = [x.tape for x in traced_in((args, options))]
    args, options = recording.resolved((args, options), recording.value_of)
    return getattr(getattr(tapes[0].xp if tapes else np, name), method)(*args, **options)


_current = threading.local()


def current_tape() -> TracedTape:
    """The tape that this thread is writing, or None."""
    return getattr(_current, "tape", None)


@contextlib.contextmanager
def writing(tape):
    """A `with` block in which arrays that are made from nothing belong to `tape`."""
    before, _current.tape = getattr(_current, "tape", None), tape
    try:
        with followed():
            yield tape
    finally:
        _current.tape = before


register_array_module(Traced, TracedModule("traced"))
