"""Checks: the judgement of a race between methods, and what becomes of one that is not fair (chapter 12)."""

import numpy as np

from dlcourse.checks.drawn_races import scores
from dlcourse.checks.right import Right

LUCK = "Tuning with one seed finds a rate that is good by luck: take the mean over all seeds."
BUDGET = "The budgets differ: every method has all rates and all seeds to tune with."
UNTRIED = "Some of the rates are never tried."
TESTED = "The rates are tuned with the seeds of the race: these are to be new."
BOTH = "Tuning takes the seeds of the race, too: these are to be new."
SEEN = "The race has the seeds of tuning: each method looks better there than it is."
CHOOSES = "chooses the rate: it is the one with the least mean cost."
WORST = "The best rate has the largest cost: take the least."
FIRST = "All have the rate of the first method: each is tuned by itself."
SHARED = "One rate for all: each method has its own."
FOUND = "In the race each seed has its own best rate: the rate is fixed before."
LAST = "The leader has the largest mean cost: it is that with the least."
OF_FIRST = "d is taken from the first method: take it from the leader."
OTHER = "d is taken from another method: take it from that with the least mean cost in the race."
OF_EACH = "d is taken from the best of each seed: there is one leader."
TURNED = "d is turned round: it is the cost of the method minus that of the leader."
UNPAIRED = "The intervals are not of pairs: take the std of d, in which the noise cancels that both share."
OF_COSTS = "The intervals are those of the costs, not of d."
N_1 = "std divides by n, not by n - 1: ddof=1."
ROOT = "The interval lacks the root of n: 2 std(d) / sqrt(n)."
TWO = "The interval is mean(d) plus and minus twice std(d) / sqrt(n)."
N = "n is how many test_seeds there are."
RANGE = "The ends are the least and the largest d, not mean(d) plus and minus 2 std(d) / sqrt(n)."
PLACES = "best has places in rates, not rates."


def ends(race, leader=None, d=None, std=None, size: float | None = None) -> dict:
    """The means, and the ends of the intervals.   race: costs (methods, seeds).   The others: of slips"""
    means = race.mean(axis=1)
    d = race - race[means.argmin() if leader is None else leader] if d is None else d
    half = (2 / np.sqrt(race.shape[1]) if size is None else size) * (
        d.std(axis=1, ddof=1) if std is None else std
    )
    return {"means": means, "low": d.mean(axis=1) - half, "high": d.mean(axis=1) + half}


def fair(run, methods, rates, seeds, test_seeds) -> Right:
    """The judgement of `compare`, with its slips."""
    tuned, tested = (scores(run, methods, rates, each) for each in (seeds, test_seeds))
    best = tuned.mean(axis=2).argmin(axis=1)
    rows = np.arange(len(best))
    right = Right(best=np.array(rates)[best], **ends(tested[rows, best]))
    with np.errstate(invalid="ignore"):  # of costs that are infinite
        for told, chosen in of_tuning(tuned, tested):
            right.if_instead(told, {"best": np.array(rates)[chosen], **ends(tested[rows, chosen])})
        for told, results in of_race(tuned[rows, best], tested[rows, best], tested):
            right.if_instead(told, results)
    right.slip("best", best, PLACES)
    right.slip("best", tuned.mean(axis=2).min(axis=1), "best has costs, not the rates that lead to them.")
    right.slip("means", np.median(tested[rows, best], axis=1), "means has medians.")
    return right.knowing({"the number of test_seeds": len(test_seeds), "the number of seeds": len(seeds)})


def of_tuning(tuned, tested) -> list:
    """(sentence, places of the rates) of slips in tuning."""
    means = tuned.mean(axis=2)
    best, few = means.argmin(axis=1), means[:, : means.shape[1] // 2].argmin(axis=1)
    lucky, first, last = tuned[:, :, 0].argmin(axis=1), 0 * best, np.arange(len(best)) == len(best) - 1
    both = np.concatenate([tuned, tested], axis=2)
    return [
        *((LUCK, tuned[:, :, i].argmin(axis=1)) for i in range(tuned.shape[2])),
        *(
            (BUDGET, np.where(of, best, other))
            for of in (last, rows_first(best))
            for other in (lucky, few, first)
        ),
        (UNTRIED, few),
        (UNTRIED, means[:, :-1].argmin(axis=1)),
        (UNTRIED, 1 + means[:, 1:].argmin(axis=1)),
        (UNTRIED, means[:, 1:].argmin(axis=1)),
        (TESTED, tested.mean(axis=2).argmin(axis=1)),
        (BOTH, both.mean(axis=2).argmin(axis=1)),
        *((f"The {word} {CHOOSES}", by(tuned, axis=2).argmin(axis=1)) for word, by in CHOSEN.items()),
        (WORST, means.argmax(axis=1)),
        (FIRST, first + best[0]),
        (SHARED, first + means.mean(axis=0).argmin()),
        (SHARED, first + means.min(axis=0).argmin()),
    ]


CHOSEN = {"luckiest seed": np.min, "worst seed": np.max, "median": np.median}


def rows_first(best):
    """A mask of the first."""
    return np.arange(len(best)) == 0


def of_race(seen, race, tested) -> list:
    """(sentence, results) of slips in the race.   seen: the costs in tuning"""
    means, n = race.mean(axis=1), race.shape[1]
    lead, std = means.argmin(), race.std(axis=1, ddof=1)
    d, one = race - race[lead], {"means": means}
    both, half = np.concatenate([seen, race], axis=1), 2 / np.sqrt(n)
    own = d.std(axis=1, ddof=1)
    return [
        (SEEN, ends(seen)),
        ("The race has the seeds of tuning, too: these have been seen.", ends(both)),
        (FOUND, ends(tested.min(axis=1))),
        (LAST, ends(race, means.argmax())),
        (OF_FIRST, ends(race, 0)),
        *((OTHER, ends(race, k)) for k in range(1, len(race)) if k not in (lead, means.argmax())),
        (OF_EACH, ends(race, d=race - race.min(axis=0))),
        ("d is taken from the mean of all: take it from the leader.", ends(race, d=race - race.mean(axis=0))),
        (TURNED, ends(race, d=-d)),
        (UNPAIRED, ends(race, std=std)),
        (UNPAIRED, ends(race, std=np.sqrt(std**2 + std[lead] ** 2))),
        (UNPAIRED, ends(race, std=std + std[lead])),
        *((OF_COSTS, one | {"low": means - half * of, "high": means + half * of}) for of in (std, own)),
        (N_1, ends(race, std=d.std(axis=1))),
        *((ROOT, ends(race, size=size)) for size in (2, 1, 2 / n, 1.96)),
        *((TWO, ends(race, size=size / np.sqrt(n))) for size in (1, 4, 1.96, 3, 2.576)),
        *((N, ends(race, size=2 / np.sqrt(m))) for m in (seen.shape[1], n - 1, n + 1, race.size, len(race))),
        (RANGE, one | {"low": d.min(axis=1), "high": d.max(axis=1)}),
        ("std is missing its root: that is a variance.", ends(race, std=d.var(axis=1, ddof=1))),
    ]
