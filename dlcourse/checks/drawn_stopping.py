"""Checks: losses for early stopping, with ties and NaN, and what slips make of them (chapter 17)."""

from collections.abc import Callable

import numpy as np

from dlcourse.checks.drawn_stopping_slips import slips
from dlcourse.checks.right import Right

NAN = np.nan
BY_HAND = "Write the losses in a row, and under each the best so far and the epochs since: where do you stop?"
SHOWN = (  # losses by rank, patience: a tie, then NaN, each slip leading elsewhere; one that ends by itself
    ((3, 5, 7, 1, 4, 2, 1, 7, 7, 4, 0), 3),
    ((5, 5, 6, NAN, 2, NAN, 2, 6, 2, 3, 3, 4, 5, 6, 0, 4), 4),
    ((4, 5, 3, 2, 6), 4),
)
TRIED = (
    ((2, 8, 7, 1, 1, 4, 2, 1, 2, 8, 6, 6), 3),
    ((7, 1, 2, NAN, 0, 0, NAN, 0, 2, 0, 3, 0), 3),
    ((4, 6, NAN, 2, 0, NAN, 6, 0, 2, 2, 5, 2), 4),
    ((NAN, 6, 6, 2, 7, NAN, 5, 2, 2, 7, 3, 7), 5),
    ((3, 2, 2, 1, 4), 1),
    ((NAN, NAN, NAN, NAN, 2, 1), 3),
    ((2,), 2),
)
LARGE, SMALL = ((6, 8, 4, 2, NAN, 4, 2, 5, 3), 3), ((7, 5, 5, 6, 4, 2, 3, 1, 2, 6, 8), 4)


def training(rng, ranks, patience: int, n: int, decimals: int = 9) -> dict:
    """The inputs of `early_stopping`, with losses in the order of their ranks."""
    levels = np.cumsum(rng.integers(5, 30, 12)) / 100  # far enough apart for float32
    losses = np.array([rank if np.isnan(rank) else levels[int(rank)] for rank in ranks])
    shape = len(ranks) + 1, n
    theta, *updates = (rng.uniform(0.2, 1.9, shape) * rng.choice([-1.0, 1.0], shape)).round(decimals)
    return {"theta": theta, "updates": np.array(updates), "losses": losses, "patience": patience}


def trainings() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `early_stopping`."""
    rng = np.random.default_rng(176)
    shown = [training(rng, ranks, patience, 2, 1) for ranks, patience in SHOWN]

    def draw(rng):
        for n, (ranks, patience) in enumerate(TRIED, 2):
            yield training(rng, ranks, patience, n)
        for (ranks, patience), size in (
            (LARGE, 1e9),
            (SMALL, 1e-9),
        ):  # any number may be a loss, any fall counts
            case = training(rng, ranks, patience, 3)
            yield case | {"losses": size * case["losses"]}

    return shown, draw


def stopped(theta, updates, losses, patience) -> Right:
    """The judgement of `early_stopping`, without a loop: an improvement is below all that came before."""
    n_all, epochs = len(losses), np.arange(1, len(losses) + 1)
    before = np.fmin.accumulate(np.append(np.inf, losses))[:-1]
    latest = np.maximum.accumulate(np.where(losses < before, epochs, 0))
    over = np.flatnonzero(epochs - latest >= patience)
    n_epochs = int(epochs[over[0]]) if over.size else n_all
    best = int(latest[n_epochs - 1])
    path = np.vstack([theta, theta + np.cumsum(updates, axis=0)])
    right = Right(best_theta=path[best], best_epoch=best, n_epochs=n_epochs).of_counts()
    for told, led in slips(path, updates, losses, patience):
        right.if_instead(told, led)
    return right.hinting(BY_HAND)
