"""Chapter 1: features that are drawn and never learned: how many of them replace a hidden layer that learns.

Drawn features solve XOR by least squares alone. The starts are those of chapter 2's training, for comparison.
"""

import numpy as np

from dlcourse.experiments.ch01_perceptron import bits
from dlcourse.experiments.ch02_intervals import estimate
from dlcourse.experiments.ch02_xor_training import FIRST, SEEDS, SOLVED_BELOW, draw_starts
from dlcourse.numbers import Number

WIDTHS = (2, 4, 8)
SIZES = (2, 3, 4, 5, 6)  # numbers of bits
DRAWS = range(20)
A_SIDE = 5  # bells along each input of a grid


def solved_by_drawn_features(n_units: int, seeds=SEEDS) -> np.ndarray:
    """Whether n_units ReLU features, drawn as training draws them, fit XOR by least squares.   -> (runs,)"""
    x, y = bits(2), np.array([0.0, 1.0, 1.0, 0.0])
    W, c = draw_starts(n_units, seeds)[:2]
    h = np.maximum(0, x @ W + c)
    design = np.concatenate([h, np.ones((len(h), 4, 1))], axis=2)
    w = np.linalg.pinv(design) @ y
    J = ((np.einsum("rmk,rk->rm", design, w) - y) ** 2).mean(axis=1)
    return J < SOLVED_BELOW


def parity(n: int):
    """All inputs of n bits, and whether their sum is odd: XOR for n = 2.   -> x (2^n, n), y (2^n,)"""
    x = bits(n)
    return x, x.sum(axis=1) % 2


def drawn_units_needed(n: int, seed: int) -> int:
    """How many random ReLU features least squares needs for the parity of n bits."""
    x, y = parity(n)
    rng, most = np.random.default_rng(seed), 8 * 2**n
    h = np.maximum(0, x @ rng.normal(size=(n, most)) + rng.normal(size=most))
    low, high = 1, most
    while low < high:  # more features never fit worse, so halving the interval finds the first that fits
        middle = (low + high) // 2
        low, high = (low, middle) if _fits(h[:, :middle], y) else (middle + 1, high)
    return low


def counting_units(n: int) -> np.ndarray:
    """n ReLU features that make the parity of n bits linear: max(0, s), max(0, s - 1), ... of the sum s.

    x (2^n, n) -> (2^n, n)
    """
    s = parity(n)[0].sum(axis=1, keepdims=True)
    return np.maximum(0, s - np.arange(n))


def _fits(h, y):
    design = np.column_stack([h, np.ones(len(h))])
    w = np.linalg.lstsq(design, y, rcond=None)[0]
    return bool(((design @ w - y) ** 2).mean() < 1e-9)


def numbers() -> dict[str, Number]:
    """How often drawn features are enough, how many the parity of n bits needs, and the size of a grid."""
    found, apart = {}, []
    for n in WIDTHS:
        solved = solved_by_drawn_features(n)
        found[f"drawn_{n}"] = estimate(int(solved.sum()), SEEDS, "other seeds", rows=("S017",))
        apart.append(100 * abs(solved[: len(FIRST)].mean() - solved[len(FIRST) :].mean()))
    for n in SIZES:
        needed = sorted(drawn_units_needed(n, seed) for seed in DRAWS)
        found[f"needed_{n}"] = Number(needed[len(needed) // 2], "d", ("S017",), "other seeds")
        found[f"chosen_{n}"] = Number(counting_units(n).shape[1], "d", ("S018",), "by hand")
    return found | {
        "sets_apart": Number(float(max(apart)), ".1f", ("S017",), "how far rates of two sets may lie apart"),
        "draws": Number(len(DRAWS), "d", (), "a setting of ours"),
        "grid_10": Number(A_SIDE**10, ",", ("S017",), "counted along each side"),
    }
