"""Chapter 12: learning rate schedules. A schedule maps the step (or epoch) t = 0, 1, ... to lr.

Use it as `optimizer.lr = schedule(optimizer.n_steps)`.
"""

import math
import numbers
from dataclasses import dataclass, fields

import numpy as np

from dlcourse import expect
from dlcourse.optimizers.optimizer import LR


@dataclass(frozen=True)
class Schedule:
    """The base of schedules: lr depends on t alone, so a resumed training needs only its number of steps.

    A subclass has constants, all above 0 except `lr_end`, which may be 0, and defines `rate(t)`. A call with
    t < 0 raises ValueError.
    """

    def __post_init__(self):
        constants = {f.name: getattr(self, f.name) for f in fields(self)}
        lr_end = constants.pop("lr_end", 0)  # the only one that may be 0
        who = type(self).__name__
        for name, value in constants.items():
            advice = LR if name.startswith("lr") else "see the formula of the schedule for what it does"
            expect.positive(who, **{name: value}, advice=advice)
        most = constants.get("lr")
        expect.number(
            who, least=0, most=most, lr_end=lr_end, advice="it is at most lr, a schedule does not rise"
        )

    def rate(self, t):
        raise NotImplementedError(
            f"{type(self).__name__}: expected a method rate(t), got none; define it in the subclass"
        )

    def __call__(self, t) -> float:
        if isinstance(t, str) or not t >= 0:  # a string would raise TypeError; NaN is not >= 0
            raise ValueError(f"{type(self).__name__}: expected t from 0 up, got {t!r}; count steps or epochs")
        return float(self.rate(t))  # a Python float, which does not widen float32


@dataclass(frozen=True)
class LinearDecay(Schedule):
    """lr(t) = (1 - t / tau) lr + t / tau lr_end until t = tau, then lr_end.

    The deck's epsilon_0 is `lr`, its epsilon_tau `lr_end`. Source: DL book, equation 8.14; deck Fix, page 76.

    >>> round(LinearDecay(lr=0.1, lr_end=0.001, tau=100)(50), 12)
    0.0505
    """

    lr: float
    lr_end: float
    tau: float

    def rate(self, t):
        part = min(t / self.tau, 1)  # stays at lr_end after tau
        return (1 - part) * self.lr + part * self.lr_end


@dataclass(frozen=True)
class StepDecay(Schedule):
    """lr(t) = lr factor^floor(t / every): multiplied by factor after every `every` steps."""

    lr: float
    every: int
    factor: float = 0.5

    def rate(self, t):
        return self.lr * self.factor ** (t // self.every)  # floor division: constant between two cuts


@dataclass(frozen=True)
class ExponentialDecay(Schedule):
    """lr(t) = lr factor^t, say 0.99^t."""

    lr: float
    factor: float

    def rate(self, t):
        return self.lr * self.factor**t


@dataclass(frozen=True)
class CosineDecay(Schedule):
    """lr(t) = lr_end + (lr - lr_end) (1 + cos(pi t / tau)) / 2 until t = tau, then lr_end; no restarts.

    Source: Loshchilov and Hutter 2017, without its restarts.
    """

    lr: float
    tau: float
    lr_end: float = 0.0

    def rate(self, t):
        part = min(t / self.tau, 1)  # beyond tau the cosine would rise again
        return self.lr_end + (self.lr - self.lr_end) * (1 + math.cos(math.pi * part)) / 2


@dataclass(frozen=True)
class InverseDecay(Schedule):
    """lr(t) = lr / (1 + t / tau). With tau = 1 it is lr / (t + 1): lr over the number of the step.

    The only schedule here with the sufficient conditions for stochastic gradient descent to converge: the sum
    of lr(t) is infinite and that of lr(t)^2 finite. Source: deck Fix, page 24; DL book, equations 8.12 and
    8.13.
    """

    lr: float
    tau: float = 1.0

    def rate(self, t):
        return self.lr / (1 + t / self.tau)  # harmonic: sum 1/t diverges, sum 1/t^2 converges


class HalveOnPlateau:
    """lr, halved whenever `patience` calls in a row bring no lower validation error.

    Call it once an epoch: `optimizer.lr = plateau(error)`. An error improves when it is below the best one so
    far; NaN does not. After each cut the count starts again. lr does not fall below lr_end. Source: deck Fix,
    page 76. PyTorch's ReduceLROnPlateau with patience p cuts at the (p + 1)st bad epoch, and by default it
    ignores improvements of less than 0.01 %. Raises ValueError for a patience below
    1, a factor outside (0, 1), lr not above 0, or lr_end outside [0, lr].

    >>> plateau = HalveOnPlateau(lr=0.1, patience=2)
    >>> [plateau(error) for error in (1.0, 0.9, 0.9, 0.95, 0.8)]
    [0.1, 0.1, 0.1, 0.05, 0.05]
    """

    def __init__(self, lr: float, patience: int = 5, factor: float = 0.5, lr_end: float = 0.0):
        who = type(self).__name__
        expect.positive(who, lr=lr, advice=LR)
        expect.count(who, patience=patience, advice="5 is common")
        expect.number(who, above=0, below=1, factor=factor, advice="0.5 halves lr")
        expect.number(who, least=0, most=lr, lr_end=lr_end, advice="it is at most lr, which only falls")
        self.lr, self.patience, self.factor, self.lr_end = lr, patience, factor, lr_end
        self.best, self.n_bad = math.inf, 0  # so the first error improves

    def __call__(self, error: float) -> float:
        if not isinstance(error, numbers.Real):
            raise TypeError(f"{type(self).__name__}: expected an error, got {error!r}; give it a number")
        if error < self.best:  # False for NaN: it is no improvement
            self.best, self.n_bad = float(error), 0
        else:
            self.n_bad += 1
        if self.n_bad == self.patience:
            # The count starts again, so that lr rests for `patience` calls.
            self.lr, self.n_bad = max(self.lr * self.factor, self.lr_end), 0
        return self.lr

    def state_dict(self) -> dict:
        """The state that the next call depends on."""
        return {"lr": np.array(self.lr), "best": np.array(self.best), "n_bad": np.array(self.n_bad)}

    def load_state_dict(self, state) -> None:
        """Load a `state_dict`. Raises ValueError for other names, or a value that is no number."""
        if set(state) != {"lr", "best", "n_bad"}:
            raise ValueError(
                f"HalveOnPlateau: expected a state of lr, best and n_bad, got {sorted(state)}; "
                "load what state_dict returned"
            )
        expect_numbers("HalveOnPlateau", state)
        # All checked before one is set.
        lr, best, n_bad = (np.asarray(state[name]).item() for name in ("lr", "best", "n_bad"))
        expect.positive("HalveOnPlateau", lr=lr, advice="load what state_dict returned")
        expect.count("HalveOnPlateau", least=0, n_bad=n_bad, advice="load what state_dict returned")
        self.lr, self.best, self.n_bad = float(lr), float(best), n_bad


def expect_numbers(who: str, state) -> None:
    """Raise ValueError unless all values of a state are numbers, or arrays without axes (0-d)."""
    for name, value in state.items():
        if np.ndim(value) != 0 or np.asarray(value).dtype.kind not in "biuf":
            raise ValueError(
                f"{who}: expected {name} to be a number, got {value!r:.40}; load what state_dict returned"
            )
