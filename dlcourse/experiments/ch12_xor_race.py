"""Chapter 12: do adaptive methods solve chapter 2's XOR more often? All may tune their rate equally long."""

import numpy as np

from dlcourse.data import xor
from dlcourse.experiments.ch02_intervals import estimate
from dlcourse.experiments.ch02_stack import Stack
from dlcourse.experiments.ch02_xor_training import DIVERGED_ABOVE, SOLVED_BELOW, UNITS, draw_starts
from dlcourse.experiments.ch12_race import METHODS
from dlcourse.losses import mean_squared_error
from dlcourse.numbers import Number, kept
from dlcourse.replay import compile_step

RATES = (0.001, 0.0032, 0.01, 0.032, 0.1, 0.32, 1.0, 3.2, 10.0)
N_STEPS, UNIT, WIDTH = 1000, "ReLU", 2
TUNING = range(3000, 3100)
SETS = {"": range(400, 800), "_again": range(800, 1200)}  # disjoint, also from TUNING


def solved(method: str, lr: float, seeds, n_steps: int = N_STEPS) -> np.ndarray:
    """Which runs, one per seed, end with a mean squared error below SOLVED_BELOW.   -> (n_runs,)"""
    stack, (x, y) = Stack(draw_starts(WIDTH, seeds), UNITS[UNIT]), xor()
    parameters, n_runs = stack.parameters(), len(seeds)
    step = compile_step(stack, mean_squared_error, METHODS[method](parameters, lr=lr))
    targets, lost = np.tile(y, n_runs), np.zeros(n_runs, bool)

    def losses():
        return ((stack(x).array - y) ** 2).mean(axis=0)

    for _ in range(n_steps):
        if step(x, targets) > DIVERGED_ABOVE:
            lost |= losses() > DIVERGED_ABOVE
            if lost.all():
                break
        for parameter in parameters if lost.any() else ():
            parameter.array[..., lost] = 0  # out of the way, where nothing overflows
    return ~lost & (losses() < SOLVED_BELOW)


@kept
def raced(method: str) -> tuple[float, dict]:
    """The rate that solves most TUNING seeds, the smallest of equals, and which runs of SETS it solves."""
    counts = [int(solved(method, lr, TUNING).sum()) for lr in RATES]
    lr = RATES[int(np.argmax(counts))]
    return lr, {end: solved(method, lr, seeds) for end, seeds in SETS.items()}


def numbers() -> dict[str, Number]:
    """Success rates of each method, and on how many seeds one of two methods alone succeeds."""
    found, alone = {}, "NumPy alone"
    for method in METHODS:
        lr, solved_by = raced(method)
        found[f"rate_{method.lower()}"] = Number(lr, "g", (), alone)
        for end, seeds in SETS.items():
            k = int(solved_by[end].sum())
            found[f"{method.lower()}{end}"] = estimate(k, seeds, alone, form=".1%")
    for end in SETS:
        adam, sgd = raced("Adam")[1][end], raced("SGD")[1][end]
        found[f"only_adam{end}"] = Number(int((adam & ~sgd).sum()), "d", (), alone)
        found[f"only_sgd{end}"] = Number(int((sgd & ~adam).sum()), "d", (), alone)
    counts = {"n_rates": len(RATES), "n_tuning": len(TUNING), "n_runs": len(SETS[""]), "n_steps": N_STEPS}
    return found | {name: Number(n, ",", (), "a setting of ours") for name, n in counts.items()}
