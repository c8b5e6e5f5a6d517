"""Chapter 20: many steps of training as one function of machine code."""

import contextlib
import ctypes

from llvmlite import ir

from dlcourse.replay.machine_code.batch_steps import Batch, Draw, LateNumber, Loss
from dlcourse.replay.machine_code.grouping import InPython
from dlcourse.replay.machine_code.loop_emitter import LoopEmitter
from dlcourse.replay.machine_code.space import address
from dlcourse.replay.machine_code.translation import compiled

NAME = "many"
X, Y, ROWS, LOSSES, TABLES = range(5)  # numbers of the addresses that the code is told
KINDS = [ctypes.c_ssize_t, ctypes.c_ssize_t]


def loop_of(steps, environment, inputs, data, size, loss, cells):
    """The Loop of a step, or in words why there is none.

    steps: all that a step does. inputs: arrays for the batch; data: x and y whole, in the layout of those
    that will come; size: of batches of neighbours, or None. loss: an array without axes. cells: arrays
    without axes for late numbers.
    """
    left = [step.call.func for step in steps if isinstance(step, InPython)]
    if left:
        return f"only Python can do {getattr(left[0], '__name__', repr(left[0]))}"
    module, imports = ir.Module("loop"), {}
    e = LoopEmitter(module, NAME, environment, imports, TABLES + len(cells))
    for array, like, number in zip(inputs, data, (X, Y), strict=True):
        Batch(array, like, number, ROWS, size).emit(e)
    for i, cell in enumerate(cells):
        LateNumber(cell, TABLES + i).emit(e)
    for step in steps:
        step.emit(e, lambda words: 0)
    Loss(loss, LOSSES).emit(e)
    e.finish()
    generators = [step.generator for step in steps if isinstance(step, Draw)]
    return Loop(compiled(module, imports), e.memory, generators, [inputs, steps, cells, loss, e.keep])


class Loop:
    """Steps on batches of x and y, in machine code. What it leaves undone may be half done."""

    def __init__(self, library, memory, generators, keep):
        self.memory, self.keep = memory, (library, keep)
        self.locks = [g.bit_generator.lock for g in dict.fromkeys(generators)]
        self.function = ctypes.PYFUNCTYPE(None, *KINDS)(library[NAME])
        self.letting_go = ctypes.CFUNCTYPE(None, *KINDS)(library[NAME])

    def prepare(self, x, y, rows, losses, tables) -> None:
        """What the next steps work on; step 0 is on rows[0], with number 0 of each table."""
        self.arrays = x, y, rows, losses, *tables
        self.memory[1:] = [address(array) for array in self.arrays]

    def run(self, first: int, last: int, lets_go: bool) -> None:
        """Steps first to last - 1; `done` counts them from 0. lets_go: whether other threads may run."""
        self.memory[0] = first
        with contextlib.ExitStack() as locked:
            for lock in self.locks:
                locked.enter_context(lock)
            (self.letting_go if lets_go else self.function)(first, last)

    @property
    def done(self) -> int:
        """How many steps are done, counted from step 0; fewer than `last` when the next one cannot be."""
        return int(self.memory[0])
