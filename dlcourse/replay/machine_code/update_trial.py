"""Chapter 20: the trial of a recorded update: its calls on the vectors of the optimizer, then restored."""

import contextlib

from dlcourse.replay.flags import RaisedFlag
from dlcourse.replay.tape import bits


def trial(calls, vectors, before) -> list:
    """The bits of the vectors after the calls, starting from the values `before`."""
    restore(vectors, before)  # to capture a CUDA graph runs its calls
    for call in calls:
        with contextlib.suppress(RaisedFlag):
            call()
    return fingerprint(vectors)


def fingerprint(vectors) -> list:
    """The bits of theta and the slots; g is not compared, since an update may overwrite it."""
    theta, _, *slots = vectors
    return [bits(vector) for vector in (theta, *slots)]


def restore(vectors, before) -> None:
    """Restore the values of the vectors."""
    for vector, copy in zip(vectors, before, strict=True):
        vector[...] = copy


def vectors_of(optimizer) -> tuple:
    """theta, g and the slots."""
    return (optimizer.theta, optimizer.g, *optimizer.state.values())
