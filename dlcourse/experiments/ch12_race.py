"""Chapter 12: a fair race. Every optimizer may try equally many rates, and runs on seeds that chose none.

Tuned is the learning rate alone, on TUNING seeds: all else keeps the library's defaults, momentum 0.9. Then
two disjoint sets of seeds race at that rate. Source of the surfaces: deck Fix, page 79; Schaul et al. 2014.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.experiments.ch12_side_by_side import SURFACES, problem_of, train
from dlcourse.numbers import kept
from dlcourse.optimizers import SGD, Adadelta, AdaGrad, Adam, Adamax, Momentum, Nesterov, RMSprop

METHODS = {m.__name__: m for m in (SGD, Momentum, Nesterov, AdaGrad, RMSprop, Adadelta, Adam, Adamax)}
PROBLEMS = [*SURFACES, "XOR", "digits"]
RATES = tuple(float(f"{rate:.2g}") for rate in 10.0 ** (np.arange(-8, 5) / 2))  # 13, half a decade apart
TUNING = range(8)
SETS = {"": range(1000, 1024), "_again": range(2000, 2024)}  # disjoint from TUNING and from each other
WORST, BEST = 10.0, 1e-12  # bounds of what is left: a lost run counts as WORST


@dataclass(frozen=True)
class Entry:
    """A method on a problem: its tuned rate, and the scores (n_runs,) of each set of seeds."""

    lr: float
    tuning: tuple
    scores: dict


def scores(problem: str, method: str, lr: float, seeds, **options) -> np.ndarray:
    """log10 of the fraction of the starting cost that is left, one per seed: -3 is a thousandth."""
    runs = problem_of(problem, seeds, **options)
    lost = train(runs, METHODS[method], lr)
    if lost.all():
        return np.full(len(lost), np.log10(WORST))
    return np.log10(np.clip(np.where(lost, WORST, runs.left()), BEST, WORST))


def tuned(problem: str, method: str, rates=RATES, seeds=TUNING) -> tuple[float, tuple]:
    """The rate with the lowest mean score over the tuning seeds, and the mean score at each rate."""
    means = tuple(float(scores(problem, method, lr, seeds).mean()) for lr in rates)
    return rates[int(np.argmin(means))], means


@kept
def entries(problem: str) -> dict[str, Entry]:
    """An Entry for each method on one problem."""
    found = {}
    for method in METHODS:
        lr, means = tuned(problem, method)
        found[method] = Entry(
            lr, means, {end: scores(problem, method, lr, seeds) for end, seeds in SETS.items()}
        )
    return found
