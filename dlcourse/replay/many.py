"""Chapter 20: many steps in one call. The loop over batches, without a call from outside for each of them.

It ends before a step that is not finite, with everything as it was before that step.
"""

import math
import numbers
from time import perf_counter

import numpy as np

from dlcourse.backend import is_array
from dlcourse.data.batches import rows as rows_of
from dlcourse.divergence import Snapshot, all_finite

LONGEST = 0.05  # seconds of one chunk: then Ctrl-C and other threads have their turn


class Batches:
    """The batches of a run: x and y whole, and which samples each batch has.

    rows (n, m): the numbers of its samples; or with `size` rows (n,): the first of `size` neighbours.
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
        self.rows = np.ascontiguousarray(_numbers(rows, size, len(x)), np.intp)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, k):
        """Batch k, as `batches` cuts it: neighbours as views, rows that were picked as copies."""
        part = self.rows[k] if self.size is None else slice(start := int(self.rows[k]), start + self.size)
        return rows_of(self.x, part), rows_of(self.y, part)


def _numbers(rows, size, m):
    """rows as an array of integers within 0 to m. Raises TypeError or ValueError."""
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

    Between two chunks everything agrees: as many steps are done as losses were given. It ends early before a
    step whose loss, gradients or new parameters are not finite, or which raises, as it was before that step;
    the caller does that step by itself, and sees what happens.
    """
    snapshot, done = Everything(step.model, step.optimizer), 0
    while done < len(batches):
        snapshot.take()
        try:
            losses, ended = _some(step, batches, done, snapshot)
        except BaseException:  # Ctrl-C: back to where the losses that were given end
            snapshot.take_back()
            raise
        done += len(losses)
        if len(losses):
            yield np.array(losses)
        if ended:
            return


def _some(step, batches, first, snapshot):
    """Steps from `first` on for a while.   -> (their losses, whether the next one cannot be done)

    A step that was not replayed stands alone: it might not give the same again.
    """
    losses, end = [], perf_counter() + LONGEST
    for k in range(first, len(batches)):
        J = _finite_step(step, *batches[k])
        if J is None:
            snapshot.take_back()
            with np.errstate(all="ignore"):  # of what was told before
                return [step(*batches[i]) for i in range(first, k)], True
        losses.append(J)
        replayed = step.gear == "replayed"
        if not replayed or perf_counter() > end:
            break
    return losses, False


def _finite_step(step, x, y):
    """The loss of one step, or None where the loop has something to say about it."""
    try:
        J = step(x, y)
    except Exception:
        return None
    return J if math.isfinite(J) and all_finite(step.optimizer.theta) else None


class Everything:
    """Copies of all that steps change: parameters, state of the optimizer, buffers, generators."""

    def __init__(self, model, optimizer):
        self.arrays = Snapshot(model, optimizer)
        drawers = [value for module in model.modules() for value in vars(module).values()]
        found = [value for value in drawers if isinstance(value, np.random.Generator)]
        self.generators = list(dict.fromkeys(found))
        self.take()

    def take(self) -> None:
        """Copy everything, arrays into the same memory each time."""
        self.arrays.take()
        self.states = [generator.bit_generator.state for generator in self.generators]

    def take_back(self) -> None:
        """Put everything back as it was."""
        self.arrays.take_back()
        for generator, state in zip(self.generators, self.states, strict=True):
            generator.bit_generator.state = state
