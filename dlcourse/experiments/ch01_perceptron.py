"""Chapter 1: the perceptron's corrections, one by one; which functions of bits they learn, and XOR's cycle.

Source: deck Leibe, "Recap: perceptron learning", for the rule; deck Mirabello for linear separability.
"""

from dataclasses import dataclass
from itertools import count, product

import numpy as np

from dlcourse.data import truth_table, xor
from dlcourse.experiments.ch02_xor import hand_set_network
from dlcourse.models.gates import GATES, margin, step
from dlcourse.models.perceptron import fit_perceptron
from dlcourse.numbers import Number

SEPARATORS = {"AND": (2, 2, -3), "OR": (2, 2, -1), "NAND": (-2, -2, 3)}  # (w1, w2, b), the widest margins
ORDERS = range(100)  # seeds of random orders


@dataclass(frozen=True)
class Correction:
    """A mistake and what it changes: the pass and the point, its target, then the new weights and bias."""

    epoch: int
    i: int
    target: int
    w: np.ndarray
    b: float


def corrections(x, y, n_epochs: int) -> list[Correction]:
    """Every correction of the perceptron in its first passes over x (m, n), y (m,), from zero weights."""
    w, b, found = np.zeros(x.shape[1]), 0.0, []
    for epoch in range(1, n_epochs + 1):
        for i, (x_i, y_i) in enumerate(zip(x, y, strict=True)):
            error = y_i - step(x_i @ w + b)
            if error:
                w, b = w + error * x_i, b + error
                found.append(Correction(epoch, i, int(y_i), w, b))
    return found


def bits(n: int) -> np.ndarray:
    """All 2^n inputs of n bits, a row each, counted up: 00, 01, 10, 11."""
    return np.array(list(product((0.0, 1.0), repeat=n)))


def learned(n: int, n_epochs: int = 60) -> np.ndarray:
    """Which of the functions of n bits the perceptron learns, in at most n_epochs passes.   -> (2^(2^n),)

    Entry k is the function with the bits of k as its targets. All are trained side by side, in whole numbers.
    Each separable function of up to four bits has a pass without a mistake before the 60th.
    """
    x = np.column_stack([bits(n), np.ones(2**n)]).astype(bool)  # the bias is the weight of a constant 1
    functions = np.arange(2 ** (2**n))
    targets = np.stack([functions >> i & 1 for i in reversed(range(2**n))]).astype(np.int16)
    w = np.zeros((n + 1, len(functions)), np.int16)  # a column for each function
    done = np.zeros(len(functions), bool)
    for _ in range(n_epochs):
        right = np.ones(len(functions), bool)
        for x_i, y_i in zip(x, targets, strict=True):
            error = y_i - (w[x_i].sum(axis=0) > 0)  # inputs are bits: the sum of the weights that are on
            w[x_i] += error.astype(np.int16)
            right &= error == 0
        done |= right
    return done


def most_corrections(name: str) -> float:
    """The bound R^2 / gamma^2 on the number of corrections, for a gate: with the separator of widest margin.

    R is the length of the longest (x, 1), gamma the margin of a separator u of length 1.
    """
    x = np.column_stack([bits(2), np.ones(4)])
    sign = 2 * truth_table(name.lower())[1].ravel() - 1
    u = np.array(SEPARATORS[name], float)
    gamma = (sign * (x @ u)).min() / np.linalg.norm(u)
    return float((x * x).sum(axis=1).max() / gamma**2)


def cycle_of_xor() -> tuple[int, int]:
    """After how many passes the weights on XOR are those of a pass before, and how many passes later.

    -> the first pass whose end is met again, the length of the cycle in passes
    """
    x, y = xor()
    w, b, seen = np.zeros(2), 0.0, {}
    # Ends: its weights stay bounded on any samples (the cycling theorem), and here they are integers.
    for epoch in count(1):
        for x_i, y_i in zip(x, y.ravel(), strict=True):
            error = y_i - step(x_i @ w + b)
            w, b = w + error * x_i, b + error
        if (*w, b) in seen:
            break
        seen[*w, b] = epoch
    return seen[*w, b], epoch - seen[*w, b]


def most_right_in_the_cycle() -> int:
    """How many of XOR's points at most are answered rightly at any moment of the cycle."""
    x, y = xor()
    cycle = [one for one in corrections(x, y.ravel(), 4) if one.epoch == 4]
    return max(int((step(x @ one.w + one.b) == y.ravel()).sum()) for one in cycle)


def xor_in_random_order(seeds, n_epochs: int = 200):
    """The perceptron on XOR in a new order each pass, a run for each seed.

    -> the least number of mistakes in any pass, the largest weight or bias that occurred
    """
    x, y = xor()
    fewest, largest = len(x), 0.0
    for seed in seeds:
        rng = np.random.default_rng(seed)
        w, b = np.zeros(2), 0.0
        for _ in range(n_epochs):
            mistakes = 0
            for i in rng.permutation(4):
                error = y[i, 0] - (x[i] @ w + b > 0)
                if error:
                    w, b, mistakes = w + error * x[i], b + error, mistakes + 1
                    largest = max(largest, abs(w[0]), abs(w[1]), abs(b))
            fewest = min(fewest, mistakes)
    return fewest, largest


def on_hidden_space():
    """The perceptron on what the hidden layer of chapter 2's network makes of XOR."""
    x, y = xor()
    return fit_perceptron(hand_set_network().trace(x)[2], y.ravel())


def numbers() -> dict[str, Number]:
    """Epochs, corrections and weights of the gates, the counts of functions, and what happens on XOR."""
    deck, counted = "integers, by hand", "counted by linear programs"
    found = {}
    for name in GATES:
        key = name.lower()
        x, y = truth_table(key)
        fit = fit_perceptron(x, y.ravel())
        found[f"{key}_epochs"] = Number(fit.n_epochs, "d", ("L004",), deck)
        found[f"{key}_updates"] = Number(fit.n_updates, "d", ("L004",), deck)
        found[f"{key}_most"] = Number(most_corrections(name), ".0f", (), "closed form")
    for n in (2, 3, 4):
        n_learned = int(learned(n).sum())
        rows = ("M005",) if n == 2 else ()
        found[f"learned_{n}"] = Number(n_learned, ",", rows, counted)
        found[f"functions_{n}"] = Number(2 ** (2**n), ",", rows, "2 to the power of 2^n")
        if n > 2:
            found[f"share_{n}"] = Number(n_learned / 2 ** (2**n), ".0%", rows, counted)
    start, _ = cycle_of_xor()
    _, largest = xor_in_random_order(ORDERS)
    hidden = on_hidden_space()
    return found | {
        "margin": Number(margin("AND"), ".1f", ("K005",), "by hand"),
        "cycle_start": Number(start, "d", ("K007",), "the same rule in integers"),
        "cycle_right": Number(most_right_in_the_cycle(), "d", ("K007",), "by hand"),
        "random_largest": Number(largest, ".0f", ("K007",), "other seeds"),
        "random_runs": Number(len(ORDERS), "d", (), "a setting of ours"),
        "hidden_epochs": Number(hidden.n_epochs, "d", (), "the same rule in integers"),
        "hidden_updates": Number(hidden.n_updates, "d", (), "the same rule in integers"),
    }
