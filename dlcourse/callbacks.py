"""Chapter 17: callbacks. What is done between epochs: early stopping, schedules, checkpoints."""

import copy
import math
from pathlib import Path

from dlcourse import checkpoint, expect
from dlcourse.optimizers.schedules import expect_numbers
from dlcourse.prediction import to_device_of


def _empty(method):
    """The method, marked as one that does nothing."""
    # `Run.is_observed` looks for it: steps and epochs that no callback waits for are done in one call.
    method.is_empty = True
    return method


class Callback:
    """An object that `fit` calls between steps and epochs, with its Run: model, optimizer, history, rng, ...

    A subclass defines only the methods it needs: with `after_step` it is called after each step, so that
    `fit` can no longer take many steps in one fast call. A callback that remembers anything also defines
    `state_dict` and `load_state_dict`, so that a checkpoint can hold its state.
    """

    @_empty
    def before_training(self, run):
        """Called once, before the first epoch."""

    @_empty
    def after_step(self, run):
        """Called after every update."""

    @_empty
    def after_epoch(self, run):
        """Called after every epoch, when the history holds the numbers of that epoch."""

    @_empty
    def after_training(self, run):
        """Called once, after the last epoch; not when training ended in an error."""

    def state_dict(self) -> dict:
        """The state that later calls depend on."""
        return {}

    def load_state_dict(self, state) -> None:
        """Restore the state that `state_dict` returned."""


class EarlyStopping(Callback):
    """Stop when a number of the history has not improved for `patience` epochs; restore the best weights.

    monitor: "validation_loss", "loss" or the name of a metric; lower is better. It has improved when it is
    below the best so far by more than min_delta. Buffers of the model, such as running averages, are restored
    with the weights. `best` is the lowest number, `best_epoch`, counted from 1, the epoch that reached it.
    Source: deck Fix, page 57; DL book, algorithm 7.1. Raises ValueError for a patience below 1, a min_delta
    below 0, and a monitor that the history lacks.
    """

    def __init__(self, patience: int = 10, *, min_delta: float = 0.0, monitor: str = "validation_loss"):
        expect.count("EarlyStopping", patience=patience, advice="count epochs")
        expect.not_negative("EarlyStopping", min_delta=min_delta, advice="0 counts any improvement")
        self.patience, self.min_delta, self.monitor = patience, min_delta, monitor
        self._reset()

    def _reset(self):
        self.best, self.best_epoch, self.n_bad, self.weights = math.inf, 0, 0, {}

    def before_training(self, run):
        if run.epoch == 0:  # a new training; one that is resumed keeps what it has seen
            self._reset()
        run.stop = run.stop or self.n_bad >= self.patience  # once stopped, it stays so when resumed

    def after_epoch(self, run):
        value = _latest(run.history, self.monitor)
        if value < self.best - self.min_delta:  # False for NaN, which is no improvement
            self.best, self.best_epoch, self.n_bad = value, run.epoch, 0
            self.weights = run.model.state_dict()  # copies, since the next steps change the arrays in place
        else:
            self.n_bad += 1
        run.stop = run.stop or self.n_bad >= self.patience

    def after_training(self, run):
        if self.weights:  # empty when no epoch was done
            home = run.optimizer.theta  # weights from a checkpoint are on the CPU, the model may not be
            weights = {name: to_device_of(array, home) for name, array in self.weights.items()}
            run.model.load_state_dict(weights)

    def state_dict(self):
        names = ("best", "best_epoch", "n_bad", "weights")
        return {name: copy.copy(getattr(self, name)) for name in names}

    def load_state_dict(self, state):
        names = {"best", "best_epoch", "n_bad", "weights"}
        if set(state) != names:  # all is checked before anything is set
            raise ValueError(
                f"EarlyStopping: expected a state of {sorted(names)}, got {sorted(state)}; "
                "load what state_dict returned"
            )
        weights = state["weights"]
        if not isinstance(weights, dict):
            raise ValueError(
                f"EarlyStopping: expected weights by name in a dict, got {type(weights).__name__}; "
                "load what state_dict returned"
            )
        expect_numbers("EarlyStopping", {name: state[name] for name in names - {"weights"}})
        self.best, self.best_epoch, self.n_bad = state["best"], state["best_epoch"], state["n_bad"]
        self.weights = dict(weights)


class LearningRate(Callback):
    """lr = schedule(t), with t = 0 at the start.   per: "step" or "epoch", what t counts

    schedule: any of `optimizers.schedules`, or a function of t. Raises ValueError for another `per`.
    """

    def __init__(self, schedule, per: str = "step"):
        if per not in ("step", "epoch"):
            raise ValueError(f'LearningRate: expected per "step" or "epoch", got {per!r}; choose one of them')
        if not callable(schedule):
            raise TypeError(
                f"LearningRate: expected schedule to be a function of t, got {schedule!r}; "
                "optimizers.schedules has some"
            )
        self.schedule, self.per = schedule, per

    def before_training(self, run):
        # Of a training that is resumed, t counts the earlier steps and epochs, too.
        run.optimizer.lr = self.schedule(run.history.n_steps if self.per == "step" else run.epoch)

    # Properties: with per="epoch" `after_step` is the empty one, so that `fit` may do many steps in one call.
    @property
    def after_step(self):
        """The method that sets lr, when t counts steps."""
        return self._by_steps if self.per == "step" else super().after_step

    @property
    def after_epoch(self):
        """The method that sets lr, when t counts epochs."""
        return self._by_epochs if self.per == "epoch" else super().after_epoch

    def _by_steps(self, run):
        run.optimizer.lr = self.schedule(run.history.n_steps)

    def _by_epochs(self, run):
        run.optimizer.lr = self.schedule(run.epoch)


class ReduceOnPlateau(Callback):
    """lr = plateau(number), once an epoch.   plateau: `optimizers.HalveOnPlateau`; monitor: which number

    Raises ValueError for a monitor that the history lacks.
    """

    def __init__(self, plateau, monitor: str = "validation_loss"):
        if not (callable(plateau) and hasattr(plateau, "lr") and hasattr(plateau, "state_dict")):
            raise TypeError(
                f"ReduceOnPlateau: expected a HalveOnPlateau, got {plateau!r}; schedules go to LearningRate"
            )
        self.plateau, self.monitor = plateau, monitor

    def before_training(self, run):
        run.optimizer.lr = self.plateau.lr  # a training that is resumed may have lowered it before

    def after_epoch(self, run):
        run.optimizer.lr = self.plateau(_latest(run.history, self.monitor))

    def state_dict(self):
        return self.plateau.state_dict()

    def load_state_dict(self, state):
        self.plateau.load_state_dict(state)


class Checkpoint(Callback):
    """Write the whole state of the training to `path` every `every` epochs: see `checkpoint.save`.

    Raises ValueError for an `every` below 1, and when other callbacks come after this one: their state would
    be written as it was before the epoch.
    """

    def __init__(self, path, every: int = 1):
        expect.count("Checkpoint", every=every, advice="count epochs")
        self.path, self.every = Path(path), every

    def before_training(self, run):
        # Several Checkpoints may stand at the end: they have no state.
        behind = [c for c in run.callbacks[run.callbacks.index(self) :] if not isinstance(c, Checkpoint)]
        if behind:
            raise ValueError(
                f"Checkpoint: expected to come last, got {type(behind[0]).__name__} behind it; "
                "move it to the end of callbacks"
            )

    def after_epoch(self, run):
        if run.epoch % self.every == 0 or run.stop:  # also after the last epoch, if a callback ends the run
            checkpoint.save(self.path, run.model, run.optimizer, run.rng, run.history, run.callbacks)


def _latest(history, name):
    numbers = {"loss": history.loss, "validation_loss": history.validation_loss} | history.metrics
    if not numbers.get(name):  # unknown, or an empty list: nothing was measured
        known = sorted(key for key, values in numbers.items() if values)
        raise ValueError(
            f"callbacks: expected to monitor one of {', '.join(known)}, got {name!r}; "
            "pass validation=(x, y) or metrics to fit"
        )
    return numbers[name][-1]
