"""Chapter 1: the task of 1958 again: cards with marks on their left or their right half, learned one by one.

A card is a square of 20 x 20 cells, as many as the photocells of the Mark I. Marks and their number are ours.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.models.gates import step
from dlcourse.numbers import Number

SIDE, MARKS, N_CARDS = 20, 12, 50
SEEDS, FRESH = range(40), range(1000, 1040)


@dataclass(frozen=True)
class Learned:
    """A unit after the cards.   w (400,), b; mistakes: on its way; right: the share of new cards"""

    w: np.ndarray
    b: float
    mistakes: int
    right: float


def cards(m: int, rng):
    """m cards, each with MARKS marks, no two on one cell, all in one half.

    -> x (m, 400) of 0 and 1, y (m,): 0 for left, 1 for right
    """
    y = rng.integers(0, 2, m)
    x = np.zeros((m, SIDE, SIDE))
    for card, half in zip(x, y, strict=True):
        rows, columns = np.divmod(rng.choice(SIDE * SIDE // 2, MARKS, replace=False), SIDE // 2)
        card[rows, columns + SIDE // 2 * half] = 1
    return x.reshape(m, -1), y


def learn(seed: int) -> Learned:
    """A unit after the perceptron rule on fifty cards, each seen once."""
    rng = np.random.default_rng(seed)
    w, b, mistakes = np.zeros(SIDE * SIDE), 0, 0
    for x_i, y_i in zip(*cards(N_CARDS, rng), strict=True):
        error = int(y_i - step(x_i @ w + b))
        w, b, mistakes = w + error * x_i, b + error, mistakes + abs(error)
    x, y = cards(500, rng)
    return Learned(w, float(b), mistakes, float((step(x @ w + b) == y).mean()))


def numbers() -> dict[str, Number]:
    """Mistakes among fifty cards, and how many of new cards are told apart afterwards: medians of 40 runs."""
    runs = [learn(seed) for seed in SEEDS]
    return {
        "right": Number(float(np.median([run.right for run in runs])), ".0%", ("M003",), "other seeds"),
        "mistakes": Number(float(np.median([run.mistakes for run in runs])), ".0f", ("M003",), "other seeds"),
        "runs": Number(len(SEEDS), "d", (), "a setting of ours"),
    }
