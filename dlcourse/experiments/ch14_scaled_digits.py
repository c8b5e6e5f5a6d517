"""Chapter 14: does scaling pay? The same networks on the same digits, their inputs scaled in four ways.

Each scaling may tune its rate on seeds of their own; the statistics are those of the training digits.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.data import digits
from dlcourse.experiments.ch02_intervals import mean_interval
from dlcourse.experiments.ch10_minima_of_digits import halves
from dlcourse.experiments.ch10_stacks import accuracies, cross_entropies
from dlcourse.experiments.ch12_side_by_side import Digits, train
from dlcourse.numbers import Number, kept
from dlcourse.optimizers import SGD
from dlcourse.preprocessing import ZCA, MinMax, ZScore

SCALERS = {"raw": None, "unit": MinMax, "standard": ZScore, "white": ZCA}
RATES = (0.01, 0.032, 0.1, 0.32, 1.0, 3.2)
TUNING, SETS = range(8), {"": range(1000, 1024), "_again": range(2000, 2024)}
LARGEST = 16  # a gray value in ink; `digits` gives sixteenths


@dataclass(frozen=True)
class Result:
    """Test loss and accuracy of each network, its training loss, and its accuracy where each class is scaled
    by itself.  (n,)"""

    loss: np.ndarray
    accuracy: np.ndarray
    training: np.ndarray
    by_itself: np.ndarray


class Scaled(Digits):
    """The networks of chapter 12's race on digits whose gray values, 0 to 16, are scaled. leak: the scaler
    sees the test digits, too."""

    def __init__(self, scaling: str, seeds, leak: bool = False):
        super().__init__(seeds)
        self.raw, y = LARGEST * self.new[0], self.new[1]
        x, scaler = LARGEST * self.x, SCALERS[scaling] or (lambda: None)
        self.scaler = scaler()
        if self.scaler is not None:
            self.scaler.fit(np.concatenate([x, self.raw]) if leak else x)
            x = self.scaler.transform(x)
        self.x, self.new = x, (self.scaled(self.raw), y)
        self.begin = np.ones(len(self.begin))  # so that `left` is the loss itself

    def scaled(self, x):
        return x if self.scaler is None else self.scaler.transform(x)

    def by_itself(self) -> np.ndarray:
        """The accuracies where the test digits come class by class, each scaled by its own statistics."""
        parts = [self.new[1] == k for k in range(10)]
        found = [
            accuracies(
                self.stack(type(self.scaler)().fit(self.raw[p]).transform(self.raw[p])).array, self.new[1][p]
            )
            for p in parts
        ]
        return np.average(found, axis=0, weights=[p.sum() for p in parts])


@kept
def trained(scaling: str, lr: float, seeds: range, leak: bool = False) -> Result:
    """Networks 64-10-10 after 120 minibatches of plain descent, one per seed."""
    problem = Scaled(scaling, seeds, leak)
    lost = train(problem, SGD, lr)
    accuracy = accuracies(problem.stack(problem.new[0]).array, problem.new[1])
    own = problem.by_itself() if scaling == "standard" else np.full(len(seeds), np.nan)
    training = cross_entropies(problem.stack(problem.x), problem.y).array
    return Result(np.where(lost, np.inf, problem.left()), accuracy, training, own)


def tuned(scaling: str) -> float:
    """The rate with the lowest mean test loss over the TUNING seeds."""
    return RATES[int(np.argmin([trained(scaling, lr, TUNING).loss.mean() for lr in RATES]))]


def raced(scaling: str, end: str = "", leak: bool = False) -> Result:
    """The networks of one of SETS at the tuned rate."""
    return trained(scaling, tuned(scaling), SETS[end], leak)


def whitened_images(i: int = 0):
    """A digit as it is, after ZCA, and after PCA whitening.   i: of the training digits -> three (8, 8)

    Directions with hardly any variance are kept small: eps 0.05 of ZCA, as is common for images.
    """
    (x, _), _ = halves()
    scaler = ZCA(eps=0.05).fit(x)
    _, U = np.linalg.eigh(np.cov(x.T))
    white = scaler.transform(x)
    return tuple(image.reshape(8, 8) for image in (x[i], white[i], white[i] @ U[:, ::-1]))


def numbers() -> dict[str, Number]:
    """Rates, losses and accuracies by scaling, differences seed by seed, and two slips with statistics."""
    found, alone = {}, "NumPy alone"
    for name, n in (("n_runs", len(SETS[""])), ("n_rates", len(RATES))):
        found[name] = Number(n, "d", (), "a setting of ours")
    for name in SCALERS:
        found[f"rate_{name}"] = Number(tuned(name), "g", (), alone)
        for end in SETS:
            run, base = raced(name, end), raced("standard", end)
            if not end:
                found[f"loss_{name}"] = Number(float(run.loss.mean()), ".2f", (), alone, 0.01)
                found[f"accuracy_{name}"] = Number(float(run.accuracy.mean()), ".0%", (), alone, 0.005)
            if name != "standard":
                found[f"gap_{name}{end}"] = _mean(run.loss - base.loss, SETS[end], ".2f")
    for end, seeds in SETS.items():
        fits = raced("white", end).training - raced("standard", end).training
        found[f"fit_white{end}"] = _mean(fits, seeds, ".4f")
        leaked, base = raced("standard", end, leak=True), raced("standard", end)
        found[f"leak{end}"] = _mean(leaked.loss - base.loss, seeds, ".3f")
        found[f"by_itself{end}"] = Number(float(base.by_itself.mean()), ".0%", ("F072",), alone, 0.02)
    x = LARGEST * digits()[0]
    found["largest_spread"] = Number(float(x.std(axis=0).max()), ".1f", (), alone, 1e-9)
    return found


def _mean(values, seeds, form):
    shown = f"{seeds.start}\N{EN DASH}{seeds.stop - 1}"
    interval = mean_interval(values)
    return Number(float(values.mean()), form, (), "NumPy alone", 0.05, interval, len(values), shown)
