"""Chapter 12: a fair race. Every optimizer may try equally many rates, and runs on seeds that chose none.

Tuned is the learning rate alone, on TUNING seeds: all else keeps the library's defaults, momentum 0.9. Then
two disjoint sets of seeds race at that rate. Source of the surfaces: deck Fix, page 79; Schaul et al. 2014.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.experiments.ch02_intervals import estimate, mean_interval
from dlcourse.experiments.ch12_side_by_side import SURFACES, problem_of, train
from dlcourse.numbers import Number, kept
from dlcourse.optimizers import SGD, Adadelta, AdaGrad, Adam, Adamax, Momentum, Nesterov, RMSprop

METHODS = {m.__name__: m for m in (SGD, Momentum, Nesterov, AdaGrad, RMSprop, Adadelta, Adam, Adamax)}
PROBLEMS = [*SURFACES, "digits"]
RATES = tuple(float(f"{rate:.2g}") for rate in 10.0 ** (np.arange(-8, 5) / 2))  # 13, half a decade apart
TUNING = range(8)
SETS = {"": range(1000, 1024), "_again": range(2000, 2024)}  # disjoint from TUNING and from each other
WORST, BEST = 10.0, 1e-12  # bounds of what is left: a lost run counts as WORST
SHOWN = {"ill-conditioned": "valley"}  # shorter names of numbers


@dataclass(frozen=True)
class Entry:
    """A method on a problem: its tuned rate, its mean score at each rate, the scores of each set of seeds."""

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
        raced = {end: scores(problem, method, lr, seeds) for end, seeds in SETS.items()}
        found[method] = Entry(lr, means, raced)
    return found


def ranking(problem: str, end: str = "") -> list[str]:
    """The methods by their mean score over a set of seeds, the best first; ties in the order of METHODS."""
    found = entries(problem)
    return sorted(METHODS, key=lambda method: found[method].scores[end].mean())


def difference(problem: str, one: str, other: str, end: str = "") -> Number:
    """The mean of one method's score minus the other's, seed by seed, with its 99 % interval."""
    found, seeds = entries(problem), SETS[end]
    gaps = found[one].scores[end] - found[other].scores[end]
    interval = mean_interval(gaps) if gaps.any() else None
    shown = f"{seeds.start}\N{EN DASH}{seeds.stop - 1}"
    return Number(float(gaps.mean()), "+.3f", ("F064",), "NumPy alone", 1e-5, interval, len(gaps), shown)


def n_first(problem: str, method: str, end: str = "") -> int:
    """On how many single seeds of a set the method has the lowest score."""
    rows = np.array([entries(problem)[other].scores[end] for other in METHODS])
    return int((rows.argmin(axis=0) == list(METHODS).index(method)).sum())


def spread_of_rates(method: str) -> float:
    """How many times larger the largest of a method's tuned rates is than the smallest, over all problems."""
    rates = [entries(problem)[method].lr for problem in PROBLEMS]
    return max(rates) / min(rates)


def numbers() -> dict[str, Number]:
    """Scores and tuned rates of all methods, differences to Adam on the digits, and who is first by seed."""
    found, rows, alone = {}, ("F064",), "NumPy alone"
    for problem in PROBLEMS:
        name = SHOWN.get(problem, problem)
        for method, entry in entries(problem).items():
            form, score = ".2f" if problem in ("noise", "digits") else ".1f", entry.scores[""].mean()
            found[f"{name}_{method.lower()}"] = Number(float(score), form, rows, alone, 1e-3)
    for method in METHODS:
        found[f"spread_{method.lower()}"] = Number(spread_of_rates(method), ",.0f", rows, alone)
        for end, seeds in SETS.items():
            of = f"{method.lower()}{end}"
            found[f"first_{of}"] = estimate(
                n_first("digits", method, end), seeds, alone, form=".0%", rows=rows
            )
            if method != "Adam":
                found[f"gap_{of}"] = difference("digits", "Adam", method, end)
    counts = {"n_rates": len(RATES), "n_tuning": len(TUNING), "n_runs": len(SETS[""])}
    return found | {name: Number(n, "d", (), "a setting of ours") for name, n in counts.items()}
