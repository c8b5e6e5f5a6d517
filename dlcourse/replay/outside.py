"""Chapter 20: modules that a recorded function uses without having been handed over."""

import contextlib

from dlcourse.layers.module import Module
from dlcourse.replay.tape import CannotReplay
from dlcourse.replay.traced_module import current_tape


@contextlib.contextmanager
def watched(tape, modules):
    """A `with` block that gives a list of the other modules that are called in it.

    They may be read. Raises CannotReplay when one of them sets an attribute, which then is as before: what it
    would keep are the arrays of the tape.
    """
    known, found = set(map(id, modules)), []
    call = Module.__call__

    def watch(self, *inputs):
        if id(self) in known or current_tape() is not tape:
            return call(self, *inputs)
        known.add(id(self))
        found.append(self)
        before = dict(vars(self))
        result = call(self, *inputs)
        known.discard(id(self))  # a second call may do what the first did not
        now = vars(self)
        names = [name for name in now.keys() | before.keys() if now.get(name) is not before.get(name)]
        if names:
            now.clear()
            now.update(before)
            raise CannotReplay(f"{type(self).__name__}, which was not handed over, sets {sorted(names)[0]}")
        return result

    Module.__call__ = watch
    try:
        yield found
    finally:
        Module.__call__ = call
