"""Chapter 20: many steps in one call: a loop over batches, without a call from outside for each of them.

It ends before a step that is not finite, with everything as it was before that step.
"""

import math
import numbers
from time import perf_counter

import numpy as np

from dlcourse.backend import is_array
from dlcourse.data.batches import rows as rows_of
from dlcourse.divergence import Snapshot, all_finite
from dlcourse.replay.looped import FEWEST, LoopedSteps, why_not
from dlcourse.replay.places import own_classes
from dlcourse.replay.reach import GENERATORS
from dlcourse.replay.tape import bits

LONGEST = 0.05  # seconds of one chunk: then Ctrl-C and other threads have their turn
WORTH = 100  # steps per call in the program of a step, from which it pays to translate the loop
TOO_FEW = "so few steps are not worth the time to translate a loop"
OTHER_BITS = "the loop gave other bits than single steps"


class Batches:
    """The batches of a run: all of x and y, and the samples of each batch.

    rows (n, m): the numbers of its samples; or with `size` rows (n,): the first of `size` neighbours. Raises
    TypeError or ValueError for rows that are not numbers of samples, or data that do not fit.
    """

    def __init__(self, x, y, rows, size=None):
        for name, array in (("x", x), ("y", y)):
            if not is_array(array) or array.ndim == 0:
                raise TypeError(
                    f"run: expected {name} as an array with samples in axis 0, got {type(array).__name__}; "
                    "use np.asarray"
                )
        if len(x) != len(y):
            raise ValueError(
                f"run: expected one target per sample, got {len(x)} samples and {len(y)} targets; "
                "compare both"
            )
        self.x, self.y, self.size = x, y, size
        self.rows = np.ascontiguousarray(_numbers(rows, size, len(x)), np.intp)  # as machine code reads them

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, k):
        """Batch k, as `batches` cuts it: neighbours as views, rows that were picked as copies."""
        part = self.rows[k] if self.size is None else slice(start := int(self.rows[k]), start + self.size)
        return rows_of(self.x, part), rows_of(self.y, part)


def _numbers(rows, size, m):
    """rows as an array of integers from 0 to m - 1. Raises TypeError or ValueError."""
    # Checked here, once: machine code would read outside of x without an error.
    rows, n_axes = np.asarray(rows), 2 if size is None else 1
    if size is not None and (not isinstance(size, numbers.Integral) or isinstance(size, bool) or size < 1):
        raise ValueError(f"run: expected size as an int of at least 1, got {size!r}; None if rows are listed")
    if rows.dtype.kind not in "iu" and rows.size:
        raise TypeError(f"run: expected rows as integers, got {rows.dtype}; number the samples from 0")
    if rows.ndim != n_axes or (n_axes == 2 and rows.shape[1] == 0):
        what = (
            "(n, m), the samples of each batch," if size is None else "(n,), the first sample of each batch,"
        )
        raise ValueError(f"run: expected rows of shape {what} got {rows.shape}; pass size for slices only")
    if rows.size and (rows.min() < 0 or rows.max() > m - (1 if size is None else size)):
        raise ValueError(
            f"run: expected rows of {m} samples, got numbers from {rows.min()} to {rows.max()}; "
            "count from 0 and leave room for a whole batch"
        )
    return rows


def chunks(step, batches: Batches):
    """Steps of a CompiledStep on the batches, in their order: yields the losses of some steps at a time.

    Between two chunks everything agrees: as many steps are done as losses were yielded. It ends early before
    a step whose loss, gradients or new parameters are not finite, or which raises, with everything as it was
    before that step; the caller does that step by itself, and sees what happens.
    """
    snapshot, done = Snapshot(step.model, step.optimizer, step.modules_read()), 0
    while done < len(batches):
        snapshot.take()
        try:
            losses, ended = Chunk(step, batches, done, snapshot).run()
        except BaseException:  # Ctrl-C: back to the state after the losses that were yielded
            snapshot.restore()
            raise
        done += len(losses)
        if len(losses):
            yield np.asarray(losses)
        if ended:
            return


class Chunk:
    """Some steps, from batch `first` on. The first is a call of the step, which notices any change."""

    def __init__(self, step, batches, first: int, snapshot):
        self.step, self.batches, self.first, self.snapshot = step, batches, first, snapshot

    def run(self):
        """Do some of them. Returns their losses, and whether the next one cannot be done.

        A step that was not replayed is a chunk by itself: done once more, as `repeat_checked` does, it may
        have another result.
        """
        J = self.finite_step(self.first)
        if J is None:
            self.snapshot.restore()
            return [], True
        step = self.step
        if step.gear != "replayed" or self.first + 1 == len(self.batches):
            return [J], False
        looped = self.looped(J)
        return self.one_by_one(J) if looped is None else self.at_once(J, looped)

    def one_by_one(self, J):
        """`run`, after the first, by calls of the step.

        Whether the parameters are finite is checked once, at the end: where they are not, all steps are done
        once more, each of them checked.
        """
        losses, end, step = [J], perf_counter() + LONGEST, self.step
        for k in range(self.first + 1, len(self.batches)):
            try:
                J = step(*self.batches[k])
            except Exception:  # of the loop, which the step falls back to: it may have changed anything
                return self.repeat_checked(k)
            if not math.isfinite(J):
                return self.repeat_checked(k)
            losses.append(J)
            step.n_called += 1
            # Not before FEWEST steps, however slow: the copies before a chunk take the time of some steps.
            if step.gear != "replayed" or (len(losses) >= FEWEST and perf_counter() > end):
                break
        fine = all_finite(step.optimizer.theta)
        return (losses, False) if fine else self.repeat_checked(self.first + len(losses))

    def repeat_checked(self, stop: int):
        """The steps before `stop` once more, each checked, up to one that is not finite.

        To leave everything as it was before that step, the good ones are then done a third time.
        """
        self.snapshot.restore()
        losses = []
        with np.errstate(all="ignore"):  # numpy has warned of these numbers before
            for k in range(self.first, stop):
                J = self.finite_step(k)
                if J is None:
                    self.snapshot.restore()
                    return [self.step(*self.batches[i]) for i in range(self.first, k)], True
                losses.append(J)
        return losses, True

    def at_once(self, J, looped):
        """`run`, after the first, by a loop without Python.

        Where the loop ends early, the next chunk begins with the step that it left, by a call of the step.
        """
        n = min(looped.n_steps, len(self.batches) - self.first) - 1  # the first is done
        losses = looped.run(self.batches, self.first + 1, n)
        if len(losses) == n:
            self.step.n_looped += n
            return np.concatenate([[J], losses]), False
        # It ended early, perhaps in the middle of a step: back, and once more up to that step.
        self.snapshot.restore()
        self.step(*self.batches[self.first])
        return np.concatenate([[J], looped.run(self.batches, self.first + 1, len(losses))]), False

    def looped(self, J):
        """The LoopedSteps for these batches, or None where they are not worth it, or cannot be."""
        step, batches = self.step, self.batches
        program, looped = step._last[1], step.looped  # of the call just now, and of the run before
        step.why_called = step.why or why_not(step, program)
        if step.why_called:
            return None
        if looped is None or not looped.is_of(program, step._update, batches):
            n_calls = len(program.plain_calls) + len(step._update.in_order)
            # With the steps of earlier runs, so that many short ones are worth a loop, too.
            if step.n_called + len(batches) - self.first < WORTH * n_calls:
                step.why_called = TOO_FEW
                return None
            looped = step.looped = LoopedSteps(step, program, batches)
        if not looped.why and not looped.is_checked:
            self.check(looped, J)
        step.why_called = looped.why
        return None if looped.why else looped

    def check(self, looped, J) -> None:
        """Compare the first step, done once more by the loop, with the call of the step, bit by bit."""
        expected = [J, *fingerprint(self.snapshot)]
        self.snapshot.restore()
        losses = looped.run(self.batches, self.first, 1)
        looped.is_checked = True
        if [*losses, *fingerprint(self.snapshot)] != expected:
            looped.why = OTHER_BITS
            self.snapshot.restore()
            self.step(*self.batches[self.first])

    def finite_step(self, k):
        """The loss of step k, or None where it raised or is not finite: the caller's loop will say more."""
        try:
            J = self.step(*self.batches[k])
        except Exception:
            return None
        return J if math.isfinite(J) and all_finite(self.step.optimizer.theta) else None


def fingerprint(snapshot) -> list:
    """The bits of all that a step changes, as it is now."""
    arrays, states = snapshot.live(), [generator.bit_generator.state for generator in snapshot.generators]
    # str: some bit generators have arrays in their state, and a dict of arrays cannot be compared.
    return [*map(bits, arrays), snapshot.optimizer.n_steps, *map(str, states)]


def may_draw_from(step, rng) -> bool:
    """Whether a step of a CompiledStep may draw from this generator, or from another with its bit generator.

    False only where steps are replayed, as then all that they read is known.
    """
    update, watch = step._update, step._watch
    if step._never or watch is None or not watch.holds() or not update.is_ready():
        return True
    # The watch is over model and loss. Of an optimizer of a user only a recorded update is known.
    if update.in_order is None and (own_classes(type(step.optimizer)) or "update" in vars(step.optimizer)):
        return True
    values = [value for module in watch.modules for value in vars(module).values()]
    streams = [value.bit_generator for value in values if isinstance(value, GENERATORS)]
    return any(stream is rng.bit_generator for stream in streams)
