"""Chapter 7: the history of a training, and the training under way, as callbacks see it."""

from dataclasses import dataclass, field

MOST_REASONS = 16  # reasons that are told apart; a reason with numbers in it could be another at each step


@dataclass
class History:
    """What happened in training, a number per epoch.

    loss: the mean over the samples of the loss before each step. validation_loss and metrics, name by name:
    after the epoch, with the model in prediction mode. An epoch that was interrupted, be it while it was
    measured, is in none of these lists, though its steps count. n_steps: how many updates in all.

    n_replayed: how many of the steps were replayed; why: in words, what was not replayed and why, with the
    number of steps that it holds for. Two histories that differ in these alone are equal.
    """

    loss: list[float] = field(default_factory=list)
    n_steps: int = 0
    validation_loss: list[float] = field(default_factory=list)
    metrics: dict[str, list[float]] = field(default_factory=dict)
    n_replayed: int = field(default=0, compare=False)
    why: dict[str, int] = field(default_factory=dict, compare=False)

    def add_steps(self, n: int, replayed: bool, why: str) -> None:
        """Count n steps, and the reason why they were not replayed as a whole, if there is one."""
        self.n_steps += n
        if replayed:
            self.n_replayed += n
        if why:
            known = why in self.why or len(self.why) < MOST_REASONS
            reason = why if known else "other reasons"
            self.why[reason] = self.why.get(reason, 0) + n

    def add_epochs(
        self, losses: list[float], validation_loss: list[float], metrics: dict[str, float]
    ) -> None:
        """The numbers of an epoch, when all are there, so that the lists stay equally long; or the losses of
        several, of which nothing else was measured."""
        self.loss += losses
        self.validation_loss += validation_loss
        for name, value in metrics.items():
            self.metrics.setdefault(name, []).append(value)


@dataclass
class Run:
    """A training under way, as callbacks see it. Set `stop` and the training ends after the epoch."""

    model: object
    optimizer: object
    history: History
    rng: object
    callbacks: list
    stop: bool = False

    @property
    def epoch(self) -> int:
        """How many epochs are done."""
        return len(self.history.loss)

    def asks(self, event: str) -> bool:
        """Whether a callback does something at the event: Callback's own methods, marked as empty, do not."""
        return any(not getattr(getattr(c, event), "is_empty", False) for c in self.callbacks)

    def tell(self, event: str) -> None:
        """Call the method `event` of every callback, in their order."""
        for callback in self.callbacks:
            getattr(callback, event)(self)
