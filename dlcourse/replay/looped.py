"""Chapter 20: a loop over steps without Python, where all that a step does can be machine code."""

from functools import partial
from time import perf_counter

import numpy as np

from dlcourse.backend import xp_of
from dlcourse.divergence import all_finite
from dlcourse.replay.fastest import as_loop, why_no_loop

SLICE = 0.05  # seconds after which machine code returns, so that Python can see Ctrl-C
SHORT = 0.001  # seconds for which other threads can wait for the interpreter's lock (GIL)
FEWEST = 16  # steps of a chunk, as parameters and state are copied before each chunk
FLAGGED = "floating-point arithmetic raised a flag; numpy computes, which warns"
AHEAD = "the optimizer takes the gradients at another place"
UNDER = "errstate asks for underflow"
INFINITE = "a parameter or a slot is not finite"


class LoopedSteps:
    """The steps on one kind of batch as one function. why: in words, why they are not."""

    def __init__(self, step, program, batches):
        self.program, self.update = program, step._update
        self.calls, self.layout = self.update.in_order, layout_of(batches)
        self.pace, self.is_checked = SHORT, False  # pace: seconds that a step takes, at first a guess
        # What `Program.keep_buffers` does after a replay: running statistics for the next step.
        keep = [partial(np.copyto, array, new) for *_, array, new in program.changed]
        self.code = as_loop(
            xp_of(step.optimizer.theta),
            [*program.plain_calls, *keep, *self.calls],
            [*program.scratch, *self.update.scratch],
            inputs=program.inputs,
            data=(batches.x, batches.y),
            size=batches.size,
            loss=program.outputs[0],
            cells=self.update.cells,
        )
        self.why = self.code if isinstance(self.code, str) else ""

    def is_of(self, program, update, batches) -> bool:
        """Whether these are the steps that replays would do now."""
        known = program is self.program and update.in_order is self.calls
        return known and layout_of(batches) == self.layout

    @property
    def n_steps(self) -> int:
        """The number of steps in a chunk."""
        return max(FEWEST, int(SLICE / self.pace))

    def run(self, batches, first: int, n: int):
        """The losses (n,) of n steps from batch `first` on.

        Fewer when the next step is not finite, raises a flag or meets another condition: it may be half done,
        so the caller must restore what was before.
        """
        n, tables = self.update.numbers_ahead(self.update.optimizer.lr, n)
        if n == 0 or not all(np.isfinite(table).all() for table in tables):
            return np.empty(0)
        losses, k = np.empty(n), 0
        self.code.prepare(batches.x, batches.y, batches.rows[first : first + n], losses, tables)
        while k < n:
            end, start = min(n, k + max(1, int(SLICE / self.pace))), perf_counter()
            # Releasing the lock costs time to get it back, so a short call keeps it.
            self.code.run(k, end, release_gil=(end - k) * self.pace > SHORT)
            self.pace = max(perf_counter() - start, 1e-8) / (end - k)
            k = end if self.code.done == end else n  # else it ended early: leave the loop
        self.update.optimizer.n_steps += self.code.done
        self.code.arrays = ()  # do not keep the caller's data alive
        self.update.optimizer.note_change()
        return losses[: self.code.done]


def layout_of(batches) -> tuple:
    """The layout of batches, on which the code of a loop depends."""
    return batches.size, batches.rows.shape[1:], *[(a.strides, a.dtype) for a in (batches.x, batches.y)]


def why_not(step, program) -> str:
    """The reason, in words, why replayed steps cannot be one function; "" when they may be."""
    update, optimizer = step._update, step.optimizer
    if step._looks_ahead:
        return AHEAD
    if update.in_order is None:
        return why_no_loop(xp_of(optimizer.theta)) or update.why
    if program.calls is program.plain_calls or update.calls is update.plain_calls:
        return FLAGGED
    if np.geterr()["under"] != "ignore":
        return UNDER
    return "" if all(map(all_finite, (optimizer.theta, *optimizer.state.values()))) else INFINITE
