"""Checks: what is to be computed in the exercises of chapter 8: curves, knots, tables, and learners."""

import itertools
from collections.abc import Callable

import numpy as np

from dlcourse.models.table import bit_patterns


def swing(x):
    """A curve that is neither 0 at its ends nor the same to the left and to the right."""
    return np.sin(3 * np.asarray(x)) + 0.5 * np.asarray(x) + 1


def drawn_curve(rng) -> Callable:
    """A smooth curve of three waves and a constant, of a size near 1."""
    size, pace, shift = rng.normal(size=3), rng.uniform(1, 5, size=3), rng.uniform(0, 6, size=3)

    def f(x):
        return np.sin(np.multiply.outer(x, pace) + shift) @ size + 1.3

    return f


def pieces(name: str, *counts: int, curves=False) -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of an exercise on equal pieces of [low, high], and on curves where asked.

    name: what their number is called
    """
    shown = [{name: 1, "low": 0.5, "high": 2.0}, {name: 3, "low": -1.0, "high": 2.0}]

    def draw(rng):
        for n in counts:
            low = rng.normal()
            drawn = {"f": drawn_curve(rng)} if curves else {}
            yield drawn | {name: n, "low": low, "high": low + rng.uniform(0.5, 3)}

    return [{"f": swing} | each if curves else each for each in shown], draw


def around(n: int, low: float, high: float):
    """The ends and middles of n equal pieces, points between them, and some as far out as a piece."""
    return low + (high - low) / n * np.arange(-4, 4 * n + 5) / 4


EDGES = [{"left": 0.3, "right": 0.7, "steepness": 10.0}, {"left": -1.5, "right": 1.1, "steepness": 2.5}]


def drawn_edges(rng):
    """Edges of a bump and its steepness, which is small, or huge."""
    for steepness in (10.0, 0.5, 50.0, 3.0, 10_000.0):
        left = rng.normal()
        yield {
            "left": left,
            "right": left + rng.uniform(0.3, 2),
            "steepness": steepness * rng.uniform(0.8, 1.2),
        }


KNOTS = [
    {"knots": np.array([-0.5, 1.1]), "values": np.array([1.2, 0.7])},
    {"knots": np.array([-0.8, 0.5, 1.2, 2.1]), "values": np.array([0.6, 1.9, -0.4, 1.3])},
]


def drawn_knots(rng):
    """Knots at any distances, and values there."""
    for n in (1, 2, 3, 5, 12):
        knots = rng.normal() + np.append(0, np.cumsum(rng.uniform(0.3, 1, size=n)))
        yield {"knots": knots, "values": rng.normal(size=n + 1)}


def drawn_tables(rng):
    """Tables of any numbers, some of the 256 functions of three bits, and zeros alone."""
    yield from ({"table": rng.normal(size=2**n)} for n in (3, 1, 2, 4))
    yield from ({"table": rng.permutation([0.0, 1.0, *rng.integers(2, size=6)])} for _ in range(4))
    yield {"table": np.zeros(8)}


def first_bit(x, y, x_new):
    """Predicts the first bit, whatever it has seen."""
    return x_new[:, 0]


def majority(x, y, x_new):
    """Predicts the value of most of the seen rows, 0 for a tie."""
    return np.full(len(x_new), float(2 * y.sum() > len(y)))


def nearest(x, y, x_new):
    """Predicts the value of most of the nearest seen rows, 0 for a tie: in whichever order they are shown."""
    distances = ((x_new[:, None] - x) ** 2).sum(axis=2)
    near = distances == distances.min(axis=1, keepdims=True)
    return (2 * near @ y > near.sum(axis=1)).astype(float)


LEARNERS = first_bit, majority, nearest


def lesson(learner, n_bits: int, seen: list, rows=slice(None)) -> dict:
    """The inputs of `accuracy_on_the_unseen`.   rows: the targets, of a table of all 2^(2^n) functions"""
    everything = np.array([*itertools.product((0.0, 1.0), repeat=2**n_bits)])
    return {"learner": learner, "x": bit_patterns(n_bits), "targets": everything[rows], "seen": seen}


def drawn_lessons(rng):
    """Some of the 256 functions of three bits, so often that most wrong answers never come to all of them."""
    some = (nearest, [0, 7, 2], 5), (first_bit, [5, 0, 3, 6, 1], 7), (majority, [1, 4, 2], 11)
    some += ((nearest, [6, 3, 5, 0], 4),)
    for learner, seen, n in some:
        yield lesson(learner, 3, seen, rng.choice(256, n, replace=False))
    yield lesson(first_bit, 3, [0, 1, 2, 4])
    yield lesson(majority, 3, [6])
