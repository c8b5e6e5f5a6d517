"""Checks: times and errors for the schedules of chapter 12, and what bugs make of a plateau schedule."""

import itertools
from collections.abc import Callable

import numpy as np

from dlcourse.checks.right import Right


def times(seed: int) -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `schedules`: times at all places where one of them turns."""
    names = "lr", "lr_end", "tau", "every", "factor", "warmup"

    def inputs(rng, *numbers):
        *_, tau, every, _, warmup = numbers
        edges = (
            0,
            1,
            warmup - 1,
            warmup,
            warmup + 1,
            every - 1,
            every,
            2 * every,
            tau - 1,
            tau,
            tau + 2,
            2 * tau + 3,
        )
        t = rng.permutation([*{*edges}]).astype(float)
        return {"t": t} | dict(zip(names, numbers, strict=True))

    shown = [inputs(np.random.default_rng(seed), 0.4, 0.15, 20, 8, 0.3, 5)]

    def draw(rng):
        for tau, every, warmup in ((11, 5, 3), (50, 7, 10), (100, 30, 2)):
            lr, share = map(float, rng.uniform([0.2, 0.35], [0.9, 0.45]))  # `inverse` falls below lr_end
            yield inputs(rng, lr, share * lr, tau, every, 0.45, warmup)

    return shown, draw


def epochs(seed: int) -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `plateau`: errors with ties, and rows of bad epochs of any length."""

    def inputs(rng, n: int, patience: int, lr_end: float, **numbers):
        errors, least = [], 2.0
        while len(errors) < n:
            least -= rng.integers(1, 4) / 20
            rest = least + rng.integers(0, 4, size=rng.integers(0, 3 * patience)) / 20
            errors += [least, *rest]
        return {"errors": np.round(errors[:n], 2), "patience": patience, "lr_end": lr_end} | numbers

    shown = [
        inputs(np.random.default_rng(seed + i), n, patience, 0.0, lr=0.8, factor=0.25)
        for i, (n, patience) in enumerate(((9, 2), (16, 3)))
    ]
    shown[1]["lr_end"] = 0.1

    def tight(drawn: dict) -> dict:
        """With a good epoch that is hardly better than those before, where it counts."""
        for i in range(1, len(drawn["errors"])):
            errors = drawn["errors"].copy()
            best = errors[:i].min()
            if errors[i] < best:
                errors[i] = best - 1e-5
                run = errors, *(drawn[name] for name in ("patience", "lr_end", "lr", "factor"))
                if (rates_with(*run) != rates_with(*run, {"tight"})).any():
                    return drawn | {"errors": errors}
        return drawn

    def draw(rng):
        for n, patience, lr_end in ((12, 1, 0.0), (30, 3, 0.0), (40, 2, 0.02), (60, 5, 0.0)):
            drawn = inputs(rng, n, patience, lr_end, lr=float(rng.uniform(0.5, 0.9)), factor=0.3)
            yield tight(drawn) if n > 12 else drawn
        lost = inputs(rng, 20, 2, 0.001, lr=0.6, factor=0.35)
        lost["errors"][[0, 7, 13]] = np.nan
        yield lost

    return shown, draw


# Bugs of a plateau schedule, which one may mend one after the other: what is told of those that are left.
BUGS = {
    "start": "No error ever counts as good: does best start too low, as at 0?",
    "ties": "An error as low as the best one is bad.",
    "kept": "A good epoch has to set the count back to 0.",
    "late": "A cut comes one epoch too late: it is due at n_bad = patience.",
    "runs": "A cut has to set the count back to 0.",
    "once": "A cut has to set the count back to 0: now a second one never comes.",
    "deep": "lr falls below lr_end.",
    "early": "A cut comes one epoch too early: it is due at n_bad = patience.",
    "last": "An error is compared with the one before it: take the best so far.",
    "forgets": "A cut forgets the best error: best stays.",
    "back": "A good epoch puts lr back to the first one: it stays low.",
    "lost": "NaN counts as good.",
    "up": "A higher error counts as good: errors are to fall.",
    "rests": "After a cut it waits too long: the count starts again at 0.",
    "any": "Bad epochs need to come in a row, and each cut starts a new count.",
    "infinite": "The first epoch is bad: nothing is below the first error. Start with infinity.",
    "skipped": "The cut that leads to lr_end is left out.",
    "half": "A cut multiplies lr by factor.",
    "tight": "An error that is only a little below the best one is good, too.",
}
PRINTED = "start", "ties", "kept", "late", "runs", "deep"  # those of the exercise's text


def plateau(errors, patience: int, lr_end: float, lr: float, factor: float) -> Right:
    """The judgement of the rates, with a slip for each bug, and for all sets of the printed ones."""
    run = errors, patience, lr_end, lr, factor
    right = Right(rates=rates_with(*run)).apart_from("errors")
    groups = [{bug} for bug in BUGS if bug not in PRINTED]
    for n in range(1, len(PRINTED) + 1):
        groups += map(set, itertools.combinations(PRINTED, n))
    groups += [{"once"} | bugs - {"runs"} for bugs in groups if "runs" in bugs and len(bugs) > 1]
    for bugs in groups:
        if not ("start" in bugs and bugs & {"ties", "kept"}):  # beside it these show nowhere
            told = " ".join(words for bug, words in BUGS.items() if bug in bugs)
            right.slip("rates", rates_with(*run, bugs), told)
    right.slip("rates", lr + 0 * right.results["rates"], "lr never falls: n_bad never comes to patience.")
    return right.slip("rates", np.array([lr, *right.results["rates"][:-1]]), LAGS).hinting(FIRST_RATE)


LAGS = "rates are those before each epoch: its own error counts, too."
FIRST_RATE = "The first wrong rate is the first wrong epoch."


def rates_with(errors, patience, lr_end, lr, factor, bugs=frozenset()):
    """The rates of a plateau schedule with these bugs."""
    best = (
        0.0 if "start" in bugs else errors[0] if "infinite" in bugs else -np.inf if "up" in bugs else np.inf
    )
    first, n_bad, rates, before = lr, 0, [], np.inf
    due = patience + ("late" in bugs) - ("early" in bugs)
    for error in errors:
        if is_good(error, before if "last" in bugs else best, bugs):
            best, n_bad = error, n_bad if bugs & {"kept", "any"} else 0
            lr = first if "back" in bugs else lr
        else:
            n_bad += 1
        if n_bad >= due if bugs & {"runs", "early"} else n_bad == due:
            lr = cut(lr, lr_end, factor, bugs)
            n_bad = n_bad if bugs & {"runs", "once"} else -patience if "rests" in bugs else 0
            best = np.inf if "forgets" in bugs else best
        before = error
        rates.append(lr)
    return np.array(rates)


def is_good(error, best, bugs) -> bool:
    """Whether an error counts as good."""
    if "lost" in bugs:
        return not error >= best
    if "up" in bugs:
        return error > best
    if "tight" in bugs:
        return error < best - 1e-3
    return error <= best if "ties" in bugs else error < best


def cut(lr: float, lr_end: float, factor: float, bugs) -> float:
    """The rate after a cut."""
    if "skipped" in bugs:
        return lr * factor if lr * factor >= lr_end else lr
    new = lr * (0.5 if "half" in bugs else factor)
    return new if "deep" in bugs else max(new, lr_end)
