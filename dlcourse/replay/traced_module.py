"""Chapter 20: the array functions for traced arrays. `xp_of` returns this module for them, as it returns cupy
for arrays on a GPU.

So the ops and the backward sweep are recorded as they stand, without a second version.
"""

import contextlib
import threading
from types import ModuleType

import numpy as np

from dlcourse.backend import register_array_module
from dlcourse.replay import recording
from dlcourse.replay.tape import CannotReplay, Storage, traced_in
from dlcourse.replay.traced import Traced, TracedTape
from dlcourse.unchanged import tracing

# Functions of a shape or of another array's shape, not of numbers in an array.
CREATORS = {"arange", "empty", "eye", "full", "full_like", "ones", "ones_like", "zeros", "zeros_like"}
# Functions that change an argument, which a tape of results does not show.
WRITERS = {"copyto", "fill_diagonal", "place", "put", "put_along_axis", "putmask"}


class TracedModule(ModuleType):
    """The module that `xp_of` returns for a Traced array: functions of numpy or cupy that record."""

    ndarray = Traced

    def __getattr__(self, name):
        if name.startswith("__"):  # Python asks modules for __path__, __wrapped__ and the like
            raise AttributeError(name)
        tape = current_tape()
        value = getattr(np if tape is None else tape.xp, name)
        # Constants such as xp.pi and dtypes such as xp.float32 are as they are.
        return TracedFunction(name) if callable(value) and not isinstance(value, type) else value

    @staticmethod
    def asarray(x):
        if isinstance(x, Traced):
            return x if x.tape.is_written else x.value
        tape = current_tape()
        if tape is None:
            return np.asarray(x)
        varies = isinstance(x, tape.xp.ndarray)  # its owner may change it in place between steps
        return tape.traced(tape.xp.asarray(x), Storage(varies, fixed=True))


class TracedFunction:
    """A function of the module, by its name in numpy or cupy."""

    def __init__(self, name):
        self.name = name

    def __call__(self, *args, **options):
        tape = current_tape()
        if tape is None:
            return untraced(self.name, args, options)
        with tape.no_errors():
            return self.traced(tape, args, options)

    def traced(self, tape, args, options):
        """The result of the function, as a Traced value."""
        if self.name in CREATORS:
            return self.create(tape, args, options)
        if self.name in WRITERS or "out" in options:
            raise CannotReplay(f"the step writes into an array by {self.name}")
        ufunc = getattr(np, self.name, None)
        # A ufunc with one output can write it into a buffer; anything else is copied there.
        if isinstance(ufunc, np.ufunc) and ufunc.nout == 1 and not options:
            return recording.elementwise(tape, self.name, args)
        return recording.compute(tape, getattr(tape.xp, self.name), args, options)

    def create(self, tape, args, options):
        """A new array that is the same in every replay, as by zeros(shape) or ones_like(x)."""
        # zeros_like(x) depends on the shape and dtype of x, which a recording fixes, not on its values.
        numbers = args[1:] if self.name.endswith("_like") else args
        if any(x.storage.varies for x in traced_in((numbers, options))):
            raise CannotReplay(f"the step makes an array by {self.name} from values that vary")
        args, options = recording.resolved((args, options), recording.value_of)
        value = getattr(tape.xp, self.name)(*args, **options)
        return tape.traced(value, Storage(varies=False, fixed=False))

    def at(self, target, key, values):
        """ufunc.at(target, key, values); only add.at is recorded, since no op uses another."""
        if not (isinstance(target, Traced) and target.tape.is_written):
            return untraced(self.name, (target, key, values), {}, "at")
        if self.name != "add":
            raise CannotReplay(f"the step uses {self.name}.at")
        recording.add_at(target.tape, target, key, values)


def untraced(name, args, options, method="__call__"):
    """The plain result of a function, in a thread that does not record but was given a traced array."""
    tapes = [x.tape for x in traced_in((args, options))]
    args, options = recording.resolved((args, options), recording.value_of)
    return getattr(getattr(tapes[0].xp if tapes else np, name), method)(*args, **options)


_current = threading.local()  # several threads may record, each on its own tape


def current_tape() -> TracedTape:
    """The tape on which the current thread records, or None."""
    return getattr(_current, "tape", None)


@contextlib.contextmanager
def writing(tape):
    """A `with` block in which this thread records on `tape`.

    Functions such as xp.zeros take no traced array that would tell on which tape to record.
    """
    before, _current.tape = getattr(_current, "tape", None), tape
    try:
        with tracing():
            yield tape
    finally:
        _current.tape = before


register_array_module(Traced, TracedModule("traced"))
