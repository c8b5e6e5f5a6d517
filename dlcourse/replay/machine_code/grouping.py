"""Chapter 20: grouping. Which steps share one pass over memory, and which results need not be stored."""

from itertools import groupby

import numpy as np

from dlcourse.replay.machine_code.batch_steps import draw_of
from dlcourse.replay.machine_code.fused import Elementwise, Fused
from dlcourse.replay.machine_code.lowering import lowered
from dlcourse.replay.machine_code.scalars import SHORTEST, Table, is_scalar
from dlcourse.replay.machine_code.space import bounds, key, meet
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
    """The calls as steps, in order: Fused and others, and InPython where machine code cannot do a call; cut
    off when there are more than MOST_STEPS.

    scratch: memory whose content nobody reads after the last call. in_loop: whether the caller undoes a step
    that fails, so that steps may also follow a check within one pass.
    """
    steps = []
    for step in steps_of(calls, in_loop):
        if not isinstance(step, Elementwise):
            steps.append(step)
        elif steps and isinstance(steps[-1], Fused) and steps[-1].takes(step):
            steps[-1].add(step)
        else:
            steps.append(Fused(step, checks_close=not in_loop))
        if len(steps) > MOST_STEPS:
            return steps
    drop_unneeded(steps, [bounds(memory) for memory in scratch])
    return steps


def steps_of(calls, in_loop=False):
    """The calls as steps, one by one; long runs of scalar calls as tables."""
    for scalar, run in groupby(calls, key=is_scalar):
        run = list(run)
        if scalar and len(run) >= SHORTEST:
            yield Table(run)
        else:
            for call in run:
                draw = draw_of(call) if in_loop and call.func is into else None
                yield from [draw] if draw else lowered(call) or [InPython(call)]


def drop_unneeded(steps, scratch) -> None:
    """Mark the results that no step reads but the Fused that computes them; they are never stored."""
    read = [[bounds(a) for a in step.reads] for step in steps]
    written = [[bounds(a) for a in step.writes if a.flags.forc] for step in steps]
    for i, step in enumerate(steps):
        if not isinstance(step, Fused):
            continue
        later = range(i + 1, len(steps))
        for out in step.writes:
            extent = bounds(out)
            if any(inside(extent, memory) for memory in scratch) and is_unread(extent, later, read, written):
                step.unneeded.add(key(out))


def is_unread(extent, later, read, written) -> bool:
    """Whether no later step reads the memory before it is overwritten."""
    for i in later:
        if any(meet(extent, other) for other in read[i]):
            return False
        if any(inside(extent, other) for other in written[i]):
            return True
    return True


def inside(extent, memory) -> bool:
    """Whether the extent lies within the memory; both are pairs of addresses, as from `bounds`."""
    return memory[0] <= extent[0] and extent[1] <= memory[1]
