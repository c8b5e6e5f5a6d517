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
    "After NaN the best loss is forgotten: `min` of NaN and a number gives the one that comes first.": {
        "nan": "forgets"
    },
    "An epoch with NaN begins the count anew: it is an epoch without an improvement.": {"nan": "anew"},
    "Epochs with a tie are not counted: they are epochs without an improvement.": {"tie": "skipped"},
    "`>` is False of ties and of NaN, so these epochs are not counted: they are without an improvement.": {
        "tie": "skipped",
        "nan": "skipped",
    },
    "A tie begins the count anew: it is an epoch without an improvement.": {"tie": "anew"},
    "The loss is compared with that of the epoch before: compare it with the best so far.": {"last": True},
    "Any fall begins the count anew: it takes a loss below the best so far.": {"fall": "anew"},
    "The best loss starts too low: before the first epoch there is none, so it is infinite.": {
        "start": lambda losses: 0.0
    },
    "The best loss starts too low: before the first epoch there is none, and any number is an improvement.": {
        "start": lambda losses: 1e3
    },
    "A small fall counts, too: the loss improves when it is below the lowest so far.": {"margin": 1e-3},
    "Each number is taken for an improvement: the best loss is to become the loss that improves.": {
        "stuck": True
    },
    "Training goes on past NaN, whatever the count: ask after each epoch whether to stop.": {"nan": "passes"},
    "The first loss is an improvement, too: before it, the best loss is infinite.": {
        "start": lambda losses: losses[0]
    },
    "The first loss is the best even where it is NaN, and nothing is below NaN.": {"first": True},
    "The largest loss is taken for the best: it is the lowest.": {"of": np.negative},
    "Epochs with NaN are left out: they are epochs, with updates of their own.": {
        "of": lambda losses: losses[~np.isnan(losses)]
    },
    "NaN is taken for a large number: where it comes first, that is an improvement, and NaN is none.": {
        "of": lambda losses: np.where(np.isnan(losses), 1e6, losses)
    },
    "NaN is taken for an improvement before the first number: it is none there, either.": {"nan": "early"},
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
AFTER = "The best of all losses is taken: those after the end of the training are never seen."
BEFORE_LAST = "best_theta has the weights before the last epoch: take those after the best one."
MINUS = "The updates are subtracted: each is added to theta."
BEST_N = "n_epochs is best_epoch: training goes on for some epochs after the best."
PATIENCE = "n_epochs is patience: it is how many epochs are trained in all."
NO_FIRST = "The first epoch is left out: `range(1, k)` begins with the second."
NO_END = "n_epochs lacks the epoch in which training ends: it is trained, too."
NO_MOVE = "Where the loss is NaN, theta has not moved: each epoch moves it."
NONE = "Where no loss improved, best_epoch is 0, and best_theta is theta as it came in."
ARGMIN = "`np.argmin` takes NaN for the lowest: it is no improvement."
LOSS = "best_epoch is the best loss: its epoch is asked for."


def replay(losses, patience: int, nans=False, ties=False, keeps=False, late=0, **other) -> tuple[int, int]:
    """best_epoch and n_epochs of a training with slips."""
    losses = other.get("of", np.asarray)(losses)
    best, best_epoch, n_bad, before = other.get("start", lambda losses: math.inf)(losses), 0, 0, math.inf
    for epoch, loss in enumerate(losses.tolist(), 1):
        if epoch == 1 and other.get("first"):
            best, best_epoch = loss, 1
            continue
        falls = ["fall"] if loss < before else []
        kinds = ["nan"] if math.isnan(loss) else ["tie"] * bool(loss == best) + falls
        kind = next((kind for kind in kinds if kind in other), kinds[0] if kinds else "")
        does = other.get(kind, "")
        better = loss < (before if other.get("last") else best) - other.get("margin", 0.0)
        better = better or (ties and kind == "tie")
        better = better or (does == "early" and best == math.inf)
        better = better or (nans and (kind == "nan" or math.isnan(best)))
        before = loss
        if does == "skipped":
            continue
        if better:
            best, best_epoch = best if other.get("stuck") or does == "early" else loss, epoch
        elif does in ("best", "forgets") or (math.isnan(best) and other.get("nan") == "forgets"):
            best = loss
        n_bad = n_bad + (not better) if keeps or not (better or does == "anew") else 0
        if (n_bad >= patience + late and does != "passes") or does == "stops":
            return best_epoch, epoch
    return best_epoch, len(losses)


def slips(path, updates, losses, patience: int) -> Iterator[tuple[str, dict]]:
    """(what is told, the results that it leads to).   path: theta at first and after each epoch"""
    for told, (best, n) in rules(losses, patience):
        weights, counts = ("", path[best]), ("", best)
        for (of_theta, theta), (of_best, best_epoch) in itertools.product(
            (weights, (LAST, path[n])), (counts, (FROM_0, best - 1))
        ):
            led = {"best_theta": theta, "best_epoch": best_epoch, "n_epochs": n}
            if told or of_theta or of_best:
                yield told or of_theta or of_best, led
    best, n = replay(losses, patience)
    for told, theta, best_epoch, n_epochs in of_results(path, updates, losses, best, n, patience):
        yield told, {"best_theta": theta, "best_epoch": best_epoch, "n_epochs": n_epochs}


def rules(losses, patience: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """(what is told, "" of the right rule, best_epoch and n_epochs) of one slip, and of several.

    Of several, each is told without which they would lead elsewhere, so that none is told without a trace.
    """
    chosen = [frozenset(c) for k in range(len(RULES) + 1) for c in itertools.combinations(RULES, k)]
    led = {c: replay(losses, patience, **dict.fromkeys(c, True)) for c in chosen}
    yield "", led[frozenset()]
    for several in chosen:
        for one in RULES:
            if one in several and led[several] != led[several - {one}]:
                yield RULES[one], led[several]
    for told, options in ALONE.items():
        if (other := replay(losses, patience, **options)) != led[frozenset()]:
            yield told, other


def of_results(path, updates, losses, best: int, n: int, patience: int) -> Iterator[tuple]:
    """(what is told, the three results) where the best epoch and the length are known."""
    right, last = path[best], max(best - 1, 0)
    if not np.isnan(losses).all():
        b = int(np.nanargmin(losses)) + 1
        yield AFTER, path[b], b, n
        yield AFTER, path[b], b, min(b + patience, len(losses))
        yield NO_MOVE, path[0] + (updates[:best] * ~np.isnan(losses[:best, None])).sum(axis=0), best, n
        if np.isnan(losses[:n]).any():
            b = int(np.argmin(losses[:n])) + 1
            yield ARGMIN, path[b], b, n
    if best == 0:
        for theta, number in itertools.product((path[0], path[1], path[n]), (-1, 0, 1, n)):
            yield NONE, theta, number, n
    if len(losses) > 1:
        b, late = replay(losses[1:], patience)
        for i, j in itertools.product((0, 1), (0, 1)):
            yield NO_FIRST, path[b + 1] - updates[0] if b else path[0], b + i * (b > 0), late + j
    yield BEFORE, path[last], best, n
    yield BEFORE_LAST, path[n - 1], best, n
    yield SINGLE, path[0] + updates[last], best, n
    yield SINGLE, updates[last], best, n
    yield MINUS, 2 * path[0] - right, best, n
    yield UPDATES, right - path[0], best, n
    yield START, path[0], best, n
    yield COUNT_FROM_0, right, best, n - 1
    if n < len(losses):
        yield NO_END, right, best, n - 1
    yield FROM_0, right, best - 1, n - 1
    yield BEST_LAST, right, n, n
    yield BEST_LAST, path[n], n, n
    yield LOSS, right, losses[last], n
    yield SUM, right, best, best + patience
    yield ALL, right, best, len(losses)
    yield BEST_N, right, best, best
    yield PATIENCE, right, best, patience
