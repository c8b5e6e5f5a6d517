"""Chapter 3: the ReLU's slope at exactly 0, which is a choice: does it matter for training?

Deck Srihari, section III, slide 9, says that an input of exactly 0 is probably a rounded number. With biases
that start at 0 the input 00 of XOR has z = 0 in every unit: so there the choice is used in the first step.
"""

import numpy as np

from dlcourse.data import xor
from dlcourse.experiments.ch02_intervals import estimate
from dlcourse.experiments.ch02_stack import Stack
from dlcourse.experiments.ch02_xor import hand_set_network
from dlcourse.experiments.ch02_xor_training import (
    FIRST,
    FRESH,
    LR,
    MOMENTUM,
    N_STEPS,
    SEEDS,
    SOLVED_BELOW,
    draw_starts,
    train_many,
)
from dlcourse.losses import mean_squared_error
from dlcourse.numbers import Number, kept
from dlcourse.ops.activations import ReLU
from dlcourse.optimizers import SGD
from dlcourse.replay import compile_step

WIDTHS = (2, 4)


class ReLUWithSlope(ReLU):
    """max(0, x), whose slope at 0 is taken as `at_zero`."""

    def __init__(self, at_zero: float):
        self.at_zero = at_zero

    def bprop(self, inputs, X, G, Y):
        return G * ((Y > 0) + self.at_zero * (inputs[0] == 0))


@kept
def solved(n_units: int, at_zero: float, seeds=SEEDS) -> np.ndarray:
    """Which runs solve XOR, when a ReLU's slope at 0 counts as `at_zero`; all else as in chapter 2.

    -> (n_runs,)
    """
    if at_zero == 0:
        return train_many(n_units, "ReLU", seeds).solved
    stack, (x, y) = Stack(draw_starts(n_units, seeds), ReLUWithSlope(at_zero)), xor()
    step = compile_step(stack, mean_squared_error, SGD(stack.parameters(), lr=LR, momentum=MOMENTUM))
    targets = np.tile(y, len(seeds))
    for _ in range(N_STEPS):
        step(x, targets)
    return ((stack(x).array - y) ** 2).mean(axis=0) < SOLVED_BELOW


def zeros_at_start(n_units: int, seeds=SEEDS) -> float:
    """Among all units and points of XOR, the fraction with z = 0 before the first step."""
    W, c = draw_starts(n_units, seeds)[:2]
    return float((xor()[0] @ W + c == 0).mean())


def numbers() -> dict[str, Number]:
    """Success rates with the slope 0 and with the slope 1, pairs that differ, and how often z is 0."""
    found, rows = {}, ("S071",)
    for n in WIDTHS:
        left, right = solved(n, 0.0), solved(n, 1.0)
        for name, runs in (("left", left), ("right", right)):
            found[f"{name}_{n}"] = estimate(int(runs.sum()), SEEDS, "gradients by hand", rows=rows)
        for part, seeds in (("first", FIRST), ("fresh", FRESH)) if n == 2 else ():
            for name, runs in (("left", left), ("right", right)):
                k = int(runs[seeds.start : seeds.stop].sum())
                found[f"{name}_{n}_{part}"] = estimate(k, seeds, "gradients by hand", rows=rows)
        found[f"only_left_{n}"] = Number(int((left & ~right).sum()), "d", rows, "gradients by hand")
        found[f"only_right_{n}"] = Number(int((right & ~left).sum()), "d", rows, "gradients by hand")
    z = hand_set_network().trace(xor()[0])[1]
    return found | {
        "zeros_at_start": Number(zeros_at_start(2), ".0%", rows, "the input 00 is one of four"),
        "zeros_by_hand": Number(int((z == 0).sum()), "d", rows, "by hand"),
        "z_by_hand": Number(z.size, "d", rows, "by hand"),
    }
