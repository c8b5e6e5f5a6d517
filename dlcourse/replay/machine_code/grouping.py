"""Chapter 20: grouping: which steps share one pass over memory, and which results need not be stored."""

from itertools import groupby

import numpy as np

from dlcourse.replay.machine_code.batch_steps import draw_of
from dlcourse.replay.machine_code.fused import Elementwise, Fused
from dlcourse.replay.machine_code.lowering import lowered
from dlcourse.replay.machine_code.scalars import SHORTEST, Table, is_scalar
from dlcourse.replay.machine_code.space import bounds, intersect, key
from dlcourse.replay.randomness import into
from dlcourse.replay.tape import leaves

MOST_STEPS = 1000  # more take longer to compile than they save


class InPython:
    """A step that remains a call from Python."""

    writes = ()

    def __init__(self, call):
        self.call = call
        self.reads = [x for x in leaves((call.args, call.keywords)) if isinstance(x, np.ndarray) and x.size]


def grouped(calls, scratch, in_loop=False) -> list:
    """The calls as steps, in order: Fused and others, and InPython where machine code cannot do a call.

    Ends after MOST_STEPS steps and one more, so that the caller sees that there are too many.

    scratch: memory whose content nobody reads after the last call. in_loop: whether the caller undoes a step
    that fails, so that steps may also follow a check within one pass.
    """
    steps, last = [], []  # last: the passes after these steps, none of which depends on another
    for step in steps_of(calls, in_loop):
        is_elementwise = isinstance(step, Elementwise)
        if not (is_elementwise and joins(step, last, not in_loop)):
            steps += last
            last = [Fused(step, not in_loop)] if is_elementwise else []
            steps += [] if is_elementwise else [step]
        if len(steps) + len(last) > MOST_STEPS:
            return steps + last
    steps += last
    mark_dead_results(steps, [bounds(memory) for memory in scratch])
    return steps


def joins(step, last, checks_close) -> bool:
    """Add the step to one of the last passes, or as one more of them; False where it must come after them.

    last: passes of which none depends on another, so that their order is free. They may begin apart, as the
    averages of Adam do, until a step reads from several of them, and makes them one.
    """
    # After a check that fails nothing more may be done, in no pass.
    if not last or last[0].shape != step.shape or any(part.is_closed for part in last):
        return False
    near, far = [], []
    for part in last:
        (near if part.shares(step) else far).append(part)
    if any(part.depends(step) for part in far):
        return False
    if not near:
        last.append(Fused(step, checks_close))
        return True
    first, *others = near
    if not first.takes(step, others):
        return False
    for other in others:
        last.remove(other)
    for later in (*[s for other in others for s in other.steps], step):
        first.add(later)
    return True


def steps_of(calls, in_loop=False):
    """The calls as steps, one by one; long runs of scalar calls as tables."""
    for scalar, run in groupby(calls, key=is_scalar):
        run = list(run)
        if scalar and len(run) >= SHORTEST:
            yield Table(run)
        else:
            for call in run:
                # Only a loop holds the generator's lock.
                draw = draw_of(call) if in_loop and call.func is into else None
                yield from [draw] if draw else lowered(call) or [InPython(call)]


def mark_dead_results(steps, scratch) -> None:
    """Mark results that no other step than the Fused of their own reads: they are dead, and never stored."""
    read = [[bounds(a) for a in step.reads] for step in steps]
    # An array with gaps overwrites only a part of its extent.
    written = [[bounds(a) for a in step.writes if a.flags.forc] for step in steps]
    for i, step in enumerate(steps):
        if not isinstance(step, Fused):
            continue
        later = range(i + 1, len(steps))
        for out in step.writes:
            extent = bounds(out)
            # Other memory is read by the caller.
            if any(inside(extent, memory) for memory in scratch) and is_unread(extent, later, read, written):
                step.dead.add(key(out))


def is_unread(extent, later, read, written) -> bool:
    """Whether no later step reads the memory before it is overwritten."""
    for i in later:
        if any(intersect(extent, other) for other in read[i]):
            return False
        # All of it is overwritten: nobody can read it later.
        if any(inside(extent, other) for other in written[i]):
            return True
    return True


def inside(extent, memory) -> bool:
    """Whether the extent lies within the memory; both are pairs of addresses, as from `bounds`."""
    return memory[0] <= extent[0] and extent[1] <= memory[1]
