"""Chapter 20: settings of an optimizer: those that change from step to step, and those of a recording."""

import contextlib
from functools import partial
from operator import attrgetter

import numpy as np

from dlcourse.replay.machine_code.deferred import Deferred
from dlcourse.replay.tape import CannotReplay

CHANGING = ("_lr", "n_steps")  # these change from step to step; others rarely
changing = attrgetter(*CHANGING)
# Arrays and what belongs to them: the tape works on these, or they are no settings.
VECTORS = ("parameters", "theta", "state", "_g", "_g_views", "views", "cached_step", "large")


@contextlib.contextmanager
def deferred_settings(optimizer, tape):
    """A `with` block in which lr and the count of steps are deferred numbers."""
    before = dict(vars(optimizer))  # all of it, as an update may set other attributes
    for name in CHANGING:
        # Past the setter of lr, which takes numbers only.
        vars(optimizer)[name] = Deferred(partial(setting, optimizer, name, before[name]), name, tape)
    try:
        yield
    finally:
        vars(optimizer).clear()
        vars(optimizer).update(before)


def settings_of(optimizer) -> list:
    """Names of the settings that an update may read, such as momentum: when one changes it is recorded again.

    Raises CannotReplay for one that may change unseen, such as a list.
    """
    names = [name for name in vars(optimizer) if name not in (*CHANGING, *VECTORS)]
    for name in names:
        value = vars(optimizer)[name]
        if not isinstance(value, int | float | np.generic | str | None):  # what cannot change in place
            raise CannotReplay(
                f"the optimizer keeps {name}, a {type(value).__name__}, which may change unseen"
            )
    return names


def setting(optimizer, name, before):
    """The present value of the setting, or, while a deferred number stands in its place, the value before."""
    now = vars(optimizer)[name]
    return before if isinstance(now, Deferred) else now
