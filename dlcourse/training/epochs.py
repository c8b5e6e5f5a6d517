"""Chapter 7: epochs. Each visits every sample once, in a new random order; many may be done in one call."""

import contextlib

import numpy as np

from dlcourse.training.steps import Steps

MOST_STEPS, MOST_SAMPLES = 10_000, 2**20  # whose orders are drawn in advance: they take memory


class Epochs:
    """The passes over the data of a training.

    observed: whether anything (a callback, validation, metrics) looks at the model between epochs. modules:
    those of the model.
    """

    def __init__(self, run, loss, data, batch_size, replay, observed, interrupts, modules):
        self.run, self.data, self.observed, self.interrupts = run, data, observed, interrupts
        self.one_by_one = run.is_observed("after_step")
        self.m = len(data[0])
        self.size = self.m if batch_size is None else min(int(batch_size), self.m)
        self.n_full, self.rest = divmod(self.m, self.size)  # full batches, and the size of a smaller last one
        self.steps = Steps(run, loss, data, replay, self.one_by_one, modules)

    def all(self, n_epochs: int):
        """The losses of the epochs, a few in a list at a time: trains for n_epochs, or until the run stops.

        With `observed` every list has a single epoch.
        """
        n_done = 0
        with self.steps:
            while n_done < n_epochs and not self.run.stop:
                n = min(n_epochs - n_done, self._n_at_once())
                with contextlib.closing(self._many(n) if n > 1 else self._one()) as lists:
                    yield from lists
                n_done += n
                self.interrupts.check()

    def _n_at_once(self) -> int:
        """The number of epochs that may be done in one call, with all their orders drawn in advance."""
        # With a rest, batches of two sizes alternate, and one call has batches of one size.
        if self.observed or self.one_by_one or self.rest or not self.steps.may_be_many:
            return 1
        n = MOST_STEPS // self.n_full
        if self.run.rng is not None:
            # Where a step, as with Dropout, draws from the generator that also orders the samples, draws of
            # orders and of masks alternate, and no order may be drawn in advance.
            apart = isinstance(self.run.rng, np.random.Generator) and not self.steps.may_draw_from(
                self.run.rng
            )
            n = min(n, MOST_SAMPLES // self.m) if apart else 1
        return max(1, n)

    def _order(self):
        """The order of an epoch's samples, or None without rng: as they stand."""
        return None if self.run.rng is None else self.run.rng.permutation(self.m)

    def _one(self):
        """The loss of one epoch, in a list."""
        total, order, stop = 0.0, self._order(), self.n_full * self.size
        # The full batches, then the smaller last one: a kind of batch of its own for a replay.
        for first, n, size in ((0, self.n_full, self.size), (stop, 1, self.rest)):
            if size == 0:
                continue
            # Without an order a batch is a slice, told by its first sample; with one, by all its samples.
            rows = first + size * np.arange(n) if order is None else order[first : first + n * size]
            rows = rows if order is None else rows.reshape(n, size)
            for losses in self.steps.losses(rows, size if order is None else None):
                for J in losses.tolist():
                    total += J * size  # by size, since the last batch may be smaller
                if self.one_by_one:
                    self.run.notify("after_step")
                self.interrupts.check()
        yield [total / self.m]

    def _many(self, n):
        """The losses of n epochs of full batches. rng ends as if each epoch had drawn its own order."""
        rng, size, n_full = self.run.rng, self.size, self.n_full
        start = None if rng is None else rng.bit_generator.state  # to draw fewer orders if it ends early
        if rng is None:
            rows = np.tile(size * np.arange(n_full), n)  # the first sample of each batch
        else:
            rows = np.concatenate([self._order() for _ in range(n)]).reshape(n * n_full, size)
        n_begun, n_steps, losses = 1, 0, np.empty(0)
        try:
            for more in self.steps.losses(rows, size if rng is None else None):
                losses = np.concatenate([losses, more])
                n_steps += len(more)
                n_begun = -(-n_steps // n_full)  # rounded up: the epoch of the last step that was done
                whole = len(losses) // n_full * n_full
                if whole:
                    yield self._means(losses[:whole])
                    losses = losses[whole:]
                self.interrupts.check()
                n_begun = n_steps // n_full + 1  # the next step, also that of a new epoch, has begun
        except BaseException:  # an error, Ctrl-C, or the generator is closed because the run stops
            if rng is not None:
                rng.bit_generator.state = start
                for _ in range(n_begun):  # draw again, but only for the epochs that had begun
                    self._order()
            raise

    def _means(self, losses) -> list:
        """The mean loss over the samples of each epoch, added up in the order of the steps."""
        totals = 0.0
        with np.errstate(over="ignore"):  # as Python's floats in `_one`, which do not warn
            # Step by step, for all epochs together: np.sum would add pairwise, with other bits.
            for step in losses.reshape(-1, self.n_full).T:
                totals = totals + step * self.size
            return (totals / self.m).tolist()
