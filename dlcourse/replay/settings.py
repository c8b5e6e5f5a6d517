"""Chapter 20: settings of an optimizer: those that change from step to step, those of a recording, and what
somebody put in its parameters.
"""

import contextlib
from functools import partial
from operator import attrgetter

import numpy as np

from dlcourse.replay.late import Late
from dlcourse.replay.tape import CannotReplay

CHANGING = ("_lr", "n_steps")  # from step to step
changing = attrgetter(*CHANGING)
array_of = attrgetter("array")
VECTORS = ("parameters", "theta", "state", "_g", "_g_views", "views", "kept", "large")


@contextlib.contextmanager
def late_settings(optimizer, tape):
    """A `with` block in which lr and the count of steps are late numbers."""
    before = dict(vars(optimizer))
    for name in CHANGING:
        vars(optimizer)[name] = Late(partial(setting, optimizer, name, before[name]), name, tape)
    try:
        yield
    finally:
        vars(optimizer).clear()
        vars(optimizer).update(before)


def settings_of(optimizer) -> list:
    """Names of the settings that an update may read, such as momentum: with others it is written anew.

    Raises CannotReplay for one that may change unseen, such as a list.
    """
    names = [name for name in vars(optimizer) if name not in (*CHANGING, *VECTORS)]
    for name in names:
        value = vars(optimizer)[name]
        if not isinstance(value, int | float | np.generic | str | None):
            raise CannotReplay(
                f"the optimizer keeps {name}, a {type(value).__name__}, which may change unseen"
            )
    return names


def setting(optimizer, name, before):
    """The setting as it is now; while the tape is written, as it was before."""
    now = vars(optimizer)[name]
    return before if isinstance(now, Late) else now


def adopt(optimizer) -> bool:
    """Whether the optimizer could take over what somebody put in a parameter: where it fits in its vector."""
    for parameter, view in zip(optimizer.parameters, optimizer.views, strict=True):
        array = parameter.array
        if array is not view:
            if (type(array), array.shape, array.dtype) != (type(view), view.shape, view.dtype):
                return False  # what numpy makes of it, the loop says
            view[...] = array
            parameter.array = view
    return True
