"""Chapter 20: the loop over training steps as one function of machine code."""

import contextlib
import ctypes

from llvmlite import ir

from dlcourse.replay.machine_code.batch_steps import Batch, DeferredNumber, Draw, Loss
from dlcourse.replay.machine_code.grouping import InPython
from dlcourse.replay.machine_code.loop_emitter import LoopEmitter
from dlcourse.replay.machine_code.space import address
from dlcourse.replay.machine_code.translation import compiled

NAME = "many"
X, Y, ROWS, LOSSES, TABLES = range(5)  # positions in the list of addresses that the code reads
KINDS = [ctypes.c_ssize_t, ctypes.c_ssize_t]


def loop_of(steps, environment, inputs, data, size, loss, cells):
    """The Loop of a training step, or the reason, in words, why there is none.

    steps: the parts of the training step. inputs: buffers for a batch; data: examples of the whole x and y,
    of which the layout counts; size: of batches of consecutive rows, or None. loss: a 0-d array. cells: 0-d
    arrays for deferred numbers.
    """
    left = [step.call.func for step in steps if isinstance(step, InPython)]
    if left:
        return f"machine code cannot do {getattr(left[0], '__name__', repr(left[0]))}"
    module, imports = ir.Module("loop"), {}
    e = LoopEmitter(module, NAME, environment, imports, TABLES + len(cells))
    for array, like, number in zip(inputs, data, (X, Y), strict=True):
        Batch(array, like, number, ROWS, size).emit(e)
    for i, cell in enumerate(cells):
        DeferredNumber(cell, TABLES + i).emit(e)
    for step in steps:
        step.emit(e, lambda words: 0)  # a loop does not say which check failed
    Loss(loss, LOSSES).emit(e)
    e.finish()
    generators = [step.generator for step in steps if isinstance(step, Draw)]
    return Loop(compiled(module, imports), e.memory, generators, [inputs, steps, cells, loss, e.keep])


class Loop:
    """Training steps on batches of x and y, in machine code. The step at which it stops may be half done."""

    def __init__(self, library, memory, generators, keep):
        self.memory, self.keep = memory, (library, keep)
        self.locks = [g.bit_generator.lock for g in dict.fromkeys(generators)]
        # One address twice: CFUNCTYPE releases the interpreter's lock (GIL) for a call, PYFUNCTYPE holds it.
        self.function = ctypes.PYFUNCTYPE(None, *KINDS)(library[NAME])
        self.without_gil = ctypes.CFUNCTYPE(None, *KINDS)(library[NAME])

    def prepare(self, x, y, rows, losses, tables) -> None:
        """Set the arrays of the next steps; step 0 is on rows[0], with entry 0 of each table."""
        self.arrays = x, y, rows, losses, *tables  # kept alive, since the code knows only addresses
        self.memory[1:] = [address(array) for array in self.arrays]

    def run(self, first: int, last: int, release_gil: bool) -> None:
        """Do steps first to last - 1; `done` counts them from 0. release_gil: whether to release the GIL."""
        self.memory[0] = first  # nothing is done yet
        with contextlib.ExitStack() as locked:
            for lock in self.locks:  # as numpy does for a draw: another thread may use the generator
                locked.enter_context(lock)
            (self.without_gil if release_gil else self.function)(first, last)

    @property
    def done(self) -> int:
        """The number of steps done, counted from step 0; less than `last` when the next one failed."""
        return int(self.memory[0])
