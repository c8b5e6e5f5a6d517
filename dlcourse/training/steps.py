"""Chapter 7: the steps of a training. Replayed if possible; many in one call if no callback waits."""

import contextlib
import math
from time import perf_counter

import numpy as np

from dlcourse.backend import xp_of
from dlcourse.data.batches import rows as rows_of
from dlcourse.divergence import DivergenceError, Snapshot, all_finite
from dlcourse.layers.module import Module
from dlcourse.optimizers.optimizer import Optimizer
from dlcourse.prediction import to_device_of
from dlcourse.replay.many import may_draw_from
from dlcourse.replay.update import has_own_step
from dlcourse.training.loop import CheckedLoop, NotFinite
from dlcourse.training.step_cache import cache, compiled_for

PATIENCE = 0.05  # seconds of training after which it pays to compile, which takes about as long
FEWEST = 4  # steps that are worth a call for many at once
MOST_WARNED = 3  # steps that the loop repeats because numpy warned; after these a replay may warn, too
NOT_YET = "the first steps are recorded, until it is worth the time to prepare a replay"


class Steps:
    """The steps of one training. A step that raises or is not finite leaves everything as it was before it.

    one_by_one: whether a callback looks at the model after each step. modules: those of the model.
    """

    def __init__(self, run, loss, data, replay: bool, one_by_one: bool, modules):
        self.run, self.data, self.modules = run, data, modules
        self.home = run.optimizer.parameters[0].array
        self.loop = CheckedLoop(run.model, loss, run.optimizer)
        self.snapshot = None
        self.compiled, self.patience, self.why = None, PATIENCE, why_not(run, replay)
        if not self.why:
            self.compiled, self.patience = compiled_for(self.loop, modules, PATIENCE)
        # Many steps in one call need all of the data on the device of the model.
        in_place = self.compiled is not None and all(xp_of(a) is xp_of(self.home) for a in data)
        self.may_be_many = in_place and not one_by_one
        self.kind = None  # the shapes of the batch before, if the step on it was replayed
        self.strict = {kind: how.replace("warn", "raise") for kind, how in np.geterr().items()}
        self.n_warned = 0  # steps in which numpy warned, but every number was finite

    def __enter__(self):
        return self

    def __exit__(self, *error):
        """Keep what was compiled for the next training."""
        if self.compiled is not None:
            cache(self.compiled, self.modules, self.patience)
            self.compiled = None

    def losses(self, rows, size=None):
        """The losses before the steps on all these batches, in their order, some in an array at a time.

        rows (n, m): the samples of each batch; or, with `size`, rows (n,): the first sample of each batch of
        `size` neighbours.
        """
        done, is_refused = 0, False
        while done < len(rows):
            x, y = self._batch(rows[done], size)
            is_many = self.may_be_many and len(rows) - done >= FEWEST
            if is_many and not is_refused and self.compiled.is_ready(x, y):
                before, self.snapshot = done, None  # many steps take one of their own
                for losses in self._many(rows[done:], size):
                    done += len(losses)
                    yield losses
                # Ended early by a step that it left undone: the next one is done by itself, by the loop.
                is_refused = done == before or self._is_replayed()
                continue
            J = self.one(x, y, replay=not is_refused)
            done, is_refused = done + 1, False
            yield np.array([J])

    def _many(self, rows, size):
        """The losses of as many steps as can be replayed, some in an array at a time."""
        chunks = self.compiled.chunks(*self.data, rows, size)
        while True:
            # Not around the loop: a block around a yield would be in force in the caller, too.
            with self._strictly():
                losses = next(chunks, None)
            if losses is None:
                return
            self.run.history.add_steps(len(losses), self._is_replayed(), self.compiled.why)
            yield losses
            if not self._is_replayed():
                return

    def may_draw_from(self, rng) -> bool:
        """Whether a step may draw from this generator, as far as is known: yes, before steps are replayed."""
        return self.compiled is None or may_draw_from(self.compiled, rng)

    def _is_replayed(self) -> bool:
        """Whether the last step was replayed, by itself or as one of many."""
        return self.compiled.gear != "recorded"

    def _strictly(self):
        """A `with` block in which numpy raises where it would warn: the loop repeats the step, and warns."""
        if self.n_warned >= MOST_WARNED:
            return contextlib.nullcontext()
        return np.errstate(**self.strict)

    def _batch(self, row, size):
        """One batch on the model's device: neighbouring rows as views, picked rows as copies."""
        part = row if size is None else slice(int(row), int(row) + size)
        return [to_device_of(rows_of(array, part), self.home) for array in self.data]

    def one(self, x, y, replay: bool = True) -> float:
        """The loss before a step on this batch, which is done. Raises DivergenceError."""
        if self.snapshot is None:
            self.snapshot = Snapshot(self.run.model, self.run.optimizer)
        else:
            self.snapshot.take()
        self.loop.has_begun = False  # tells, after an error, whether the loop raised it or a replay
        if replay and self.kind == (x.shape, y.shape):  # the step before was replayed
            J = self._replayed(x, y)
            if J is not None:
                return J
            replay = False
        try:
            J, why = self._do(x, y, replay)
        except NotFinite as problem:
            self.snapshot.restore()
            raise self._divergence(*problem.args, x, y) from problem.__cause__
        except BaseException as error:  # layers may have changed their statistics before it
            self.snapshot.restore()
            if self.loop.has_begun or not isinstance(error, Exception):
                raise
            self.compiled.undo_draws()
            return self.one(x, y, replay=False)  # only the replay failed: the loop knows more
        self.n_warned += not replay
        self._count(why, x, y)
        return J

    def _replayed(self, x, y):
        """The loss before a replayed step; None, with nothing changed, when the loop has to do the step."""
        try:
            with self._strictly():
                J = self.compiled(x, y)
            if not (math.isfinite(J) and all_finite(self.run.optimizer.theta)):
                raise ReplayFailed
        except BaseException as error:
            self.kind = None
            self.snapshot.restore()
            self.compiled.undo_draws()
            if not isinstance(error, Exception):  # Ctrl-C, pressed twice
                raise
            return None
        self._count(self.compiled.why, x, y)
        return J

    def _count(self, why, x, y):
        """Count one more step. The next one on a batch of these shapes is tried in the same way."""
        is_replayed = not self.loop.has_begun
        self.run.history.add_steps(1, is_replayed, why)
        self.kind = (x.shape, y.shape) if is_replayed else None

    def _do(self, x, y, replay):
        """The loss before the step, and why the step, or a part of it, was not replayed ("" if it was)."""
        if self.compiled is None or not replay:
            return self.loop(x, y), self.why or "numpy warned of a number, or the replay failed"
        if self.patience > 0:  # a short training would end before a compiled step has paid
            start = perf_counter()
            J = self.loop(x, y)
            self.patience -= perf_counter() - start
            return J, NOT_YET
        J = self.compiled(x, y)
        # The loop checks its own numbers; those of a replay are checked here.
        if not (self.loop.has_begun or (math.isfinite(J) and all_finite(self.run.optimizer.theta))):
            raise ReplayFailed
        return J, self.compiled.why

    def _divergence(self, what, where, x, y):
        """The DivergenceError for a step on this batch, which is undone."""
        epoch, step = self.run.epoch, self.run.history.n_steps
        if where is None:  # found in a replay, which has no graph to search: do the step again
            with np.errstate(all="ignore"):
                where = self.loop.first_bad(x, y)
            self.snapshot.restore()
        message = f"fit: expected {what} in epoch {epoch}, step {step}; lower lr, or look at the data"
        return DivergenceError(f"{message}. First not finite: {where}", epoch, step, where)


class ReplayFailed(Exception):
    """Raised when a replay meets a number that is not finite."""


def why_not(run, replay: bool) -> str:
    """Why no step can be replayed; "" when it may be tried."""
    if not replay:
        return "replay=False"
    if not (isinstance(run.model, Module) and isinstance(run.optimizer, Optimizer)):
        return "model and optimizer are not both of the library's classes"
    return "the optimizer has a step of its own" if has_own_step(run.optimizer) else ""
