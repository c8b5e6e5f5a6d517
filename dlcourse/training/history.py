"""Chapter 7: the history of a training, and the training in progress, as callbacks see it."""

from dataclasses import dataclass, field

MOST_REASONS = 16  # a reason that contains numbers might be a new one at every step


@dataclass
class History:
    """What happened in training, one number per epoch.

    loss: the mean over the samples of the loss before each step. validation_loss and metrics, name by name:
    after the epoch, with the model in test mode. An epoch that was interrupted, even while it was measured,
    is in none of these lists, though its steps count. n_steps: the number of updates in all.

    n_replayed: how many of the steps were replayed. why: the reasons why steps were not replayed, in words,
    each with the number of its steps. Two histories that differ only in these two are equal.
    """

    loss: list[float] = field(default_factory=list)
    n_steps: int = 0
    validation_loss: list[float] = field(default_factory=list)
    metrics: dict[str, list[float]] = field(default_factory=dict)
    # How steps were done depends on time and machine; a training is the same without them.
    n_replayed: int = field(default=0, compare=False)
    why: dict[str, int] = field(default_factory=dict, compare=False)

    def add_steps(self, n: int, replayed: bool, why: str) -> None:
        """Count n steps, and the reason, if any, why they, or a part of each, were not replayed."""
        self.n_steps += n
        if replayed:
            self.n_replayed += n
        if why:  # also of a replayed step, where only its update was not replayed
            known = why in self.why or len(self.why) < MOST_REASONS
            reason = why if known else "other reasons"
            self.why[reason] = self.why.get(reason, 0) + n

    def add_epochs(
        self, losses: list[float], validation_loss: list[float], metrics: dict[str, float]
    ) -> None:
        """Add the numbers of an epoch, or the losses of several after which nothing else was measured.

        Called only when all are known, so that an interrupt leaves lists of equal length.
        """
        self.loss += losses
        self.validation_loss += validation_loss
        for name, value in metrics.items():
            self.metrics.setdefault(name, []).append(value)


@dataclass
class Run:
    """A training in progress, as callbacks see it. `stop`, set to True, ends it after the epoch."""

    model: object
    optimizer: object
    history: History
    rng: object
    callbacks: list
    stop: bool = False

    @property
    def epoch(self) -> int:
        """The number of epochs that are done."""
        return len(self.history.loss)  # with those of an earlier run that this one continues

    def is_observed(self, event: str) -> bool:
        """Whether any callback does something at the event: methods that are marked as empty do not."""
        # Asked of the object, not of its class: LearningRate chooses its methods by a setting.
        return any(not getattr(getattr(c, event), "is_empty", False) for c in self.callbacks)

    def notify(self, event: str) -> None:
        """Call the method `event` of every callback, in their order."""
        for callback in self.callbacks:
            getattr(callback, event)(self)
