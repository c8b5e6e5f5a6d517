"""Checks: what slips in early stopping lead to, alone and beside each other (chapter 17)."""

import itertools
import math
from collections.abc import Iterator

import numpy as np

RULES = {  # a slip in what counts, or when to stop: what is told
    "ties": "A tie is taken for an improvement: the loss has to be below the best so far.",
    "keeps": "The epochs without an improvement are counted in all: an improvement begins the count anew.",
    "late": "It stops an epoch too late: after `patience` epochs without an improvement, not one more.",
    "nans": "NaN is taken for an improvement: it is none. What do `>`, `>=` and `else` make of NaN?",
}
ALONE = {  # those that come alone
    "It stops an epoch too early: after `patience` epochs without an improvement.": {"late": -1},
    "Epochs with NaN are not counted: they are epochs without an improvement.": {"nan": "skipped"},
    "It stops at NaN: that is one epoch without an improvement, as others.": {"nan": "stops"},
    "After NaN nothing counts as an improvement: it has become the best loss, as by `min`.": {"nan": "best"},
    "An epoch with NaN begins the count anew: it is an epoch without an improvement.": {"nan": "anew"},
    "A tie begins the count anew: it is an epoch without an improvement.": {"tie": "anew"},
    "The loss is compared with that of the epoch before: compare it with the best so far.": {"last": True},
    "Any fall begins the count anew: it takes a loss below the best so far.": {"fall": "anew"},
    "The best loss starts too low: before the first epoch there is none, so it is infinite.": {"start": 0.0},
    "The largest loss is taken for the best: it is the lowest.": {"of": np.negative},
    "Epochs with NaN are left out: they are epochs, with updates of their own.": {
        "of": lambda losses: losses[~np.isnan(losses)]
    },
    "NaN is taken for 0, the best loss of all: it is no improvement.": {"of": np.nan_to_num},
    "It never stops: after `patience` epochs without an improvement, training ends.": {"late": math.inf},
}
LAST = (
    "best_theta has the weights of the last epoch. Are those returned, or is `theta` kept without a copy? "
    "Then `+=` changes what is kept, too."
)
BEFORE = "best_theta has the weights before the best epoch: its update belongs to them."
SINGLE = "best_theta has the update of the best epoch alone: those before belong to it, too."
UPDATES = "best_theta is the sum of the updates: it starts at theta."
START = "best_theta is theta as it came in: keep a copy whenever the loss improves."
FROM_0 = "best_epoch is counted from 0: the first epoch is 1."
COUNT_FROM_0 = "n_epochs is counted from 0: it is how many epochs are trained."
BEST_LAST = "best_epoch is the last epoch: it is that with the best loss."
SUM = "n_epochs is best_epoch plus patience: there may be fewer epochs, or NaN before any improvement."
ALL = "n_epochs is the number of all losses: training has ended before."
LOSS = "best_epoch is the best loss: its epoch is asked for."


def replay(losses, patience: int, nans=False, ties=False, keeps=False, late=0, **other) -> tuple[int, int]:
    """best_epoch and n_epochs of a training with slips."""
    losses = other.get("of", np.asarray)(losses)
    best, best_epoch, n_bad, before = other.get("start", math.inf), 0, 0, math.inf
    for epoch, loss in enumerate(losses.tolist(), 1):
        kind = "nan" if math.isnan(loss) else "tie" if loss == best else "fall" if loss < before else ""
        does = other.get(kind, "")
        better = loss < (before if other.get("last") else best) or (ties and kind == "tie")
        better = better or (nans and (kind == "nan" or math.isnan(best)))
        before = loss
        if does == "skipped":
            continue
        if better:
            best, best_epoch = loss, epoch
        elif does == "best":
            best = loss
        n_bad = n_bad + (not better) if keeps or not (better or does == "anew") else 0
        if n_bad >= patience + late or does == "stops":
            return best_epoch, epoch
    return best_epoch, len(losses)


def slips(path, updates, losses, patience: int) -> Iterator[tuple[str, dict]]:
    """(what is told, the results that it leads to).   path: theta at first and after each epoch"""
    seen = set()
    for told, (best, n) in rules(losses, patience):
        for also, led in of_results(path, updates, losses, best, n, patience):
            key = told or also, led["best_epoch"], led["n_epochs"], led["best_theta"].tobytes()
            if (told or also) and key not in seen:
                seen.add(key)
                yield told or also, led


def rules(losses, patience: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """(what is told, "" of the right rule, best_epoch and n_epochs): first one slip, then several."""
    flags = sorted(itertools.product([0, 1], repeat=len(RULES)), key=sum)
    for chosen in flags:
        wrong = dict(zip(RULES, chosen, strict=True))
        told = next((RULES[name] for name in RULES if wrong[name]), "")
        yield told, replay(losses, patience, **wrong)
        if sum(chosen) == 0:
            for alone, options in ALONE.items():
                yield alone, replay(losses, patience, **options)


def of_results(path, updates, losses, best: int, n: int, patience: int) -> Iterator[tuple[str, dict]]:
    """(what is told, "" of none, the results) of a training whose best epoch and length are known."""

    def led(theta=path[best], best_epoch=best, n_epochs=n):
        return {"best_theta": theta, "best_epoch": best_epoch, "n_epochs": n_epochs}

    weights = {"": path[best], LAST: path[n], BEFORE: path[max(best - 1, 0)]}
    for told, theta in weights.items():
        yield told, led(theta)
        yield told or FROM_0, led(theta, best - 1)
        yield told or COUNT_FROM_0, led(theta, best, n - 1)
        yield told or FROM_0, led(theta, best - 1, n - 1)
    yield SINGLE, led(path[0] + updates[max(best - 1, 0)])
    yield UPDATES, led(path[best] - path[0])
    yield START, led(path[0])
    yield BEST_LAST, led(path[best], n)
    yield BEST_LAST, led(path[n], n)
    yield SUM, led(path[best], best, best + patience)
    yield ALL, led(path[best], best, len(losses))
    yield LOSS, led(path[best], losses[best - 1], n)
