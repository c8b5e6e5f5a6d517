"""Chapter 14: the start of chapter 2's XOR network: by rule, and with its inputs centered."""

import numpy as np

from dlcourse import initializers
from dlcourse.data import xor
from dlcourse.experiments.ch02_intervals import estimate
from dlcourse.experiments.ch02_stack import Stack
from dlcourse.experiments.ch02_xor_training import DIVERGED_ABOVE, LR, MOMENTUM, SOLVED_BELOW
from dlcourse.losses import mean_squared_error
from dlcourse.numbers import Number, kept
from dlcourse.ops import relu
from dlcourse.optimizers import SGD
from dlcourse.replay import compile_step

STARTS = {
    "glorot": initializers.glorot_uniform,  # chapter 2's
    "lecun": initializers.lecun_normal,
    "he": initializers.he_normal,
    "orthogonal": initializers.orthogonal,
    "three": initializers.normal(3.0),
}
WIDTH, N_STEPS = 4, 1000
SETS = {"": range(400), "_again": range(400, 800)}  # disjoint


def inputs(centered: bool) -> np.ndarray:
    """The four inputs of XOR, 0 and 1, or -1 and 1, their z-scores.   -> (4, 2)"""
    x = xor()[0]
    return 2 * x - 1 if centered else x


def drawn(start: str, seeds) -> list[np.ndarray]:
    """W, c, w, b of 2-4-1 networks, one per seed, biases 0, stacked."""
    found = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        W, w = (STARTS[start](shape, rng) for shape in ((2, WIDTH), (WIDTH, 1)))
        found.append((W, np.zeros((1, WIDTH)), w, np.zeros((1, 1))))
    return [np.stack(arrays) for arrays in zip(*found, strict=True)]


def dead(start: str, centered: bool, seeds) -> float:
    """The fraction of hidden units that are active on none of the four inputs at the start."""
    z = inputs(centered) @ drawn(start, seeds)[0]  # (n_runs, 4, WIDTH)
    return float((z <= 0).all(axis=1).mean())


@kept
def solved(start: str, centered: bool, seeds: range) -> np.ndarray:
    """Which runs end with a mean squared error below SOLVED_BELOW: ReLU, momentum, full batch.  (n_runs,)"""
    stack, x, y = Stack(drawn(start, seeds), relu), inputs(centered), xor()[1]
    step = compile_step(stack, mean_squared_error, SGD(stack.parameters(), lr=LR, momentum=MOMENTUM))
    targets, lost = np.tile(y, len(seeds)), np.zeros(len(seeds), bool)

    def losses():
        return ((stack(x).array - y) ** 2).mean(axis=0)

    for _ in range(N_STEPS):
        if step(x, targets) > DIVERGED_ABOVE:
            lost |= losses() > DIVERGED_ABOVE
        for parameter in stack.parameters() if lost.any() else ():
            parameter.array[..., lost] = 0  # out of the way, where nothing overflows
    return ~lost & (losses() < SOLVED_BELOW)


def numbers() -> dict[str, Number]:
    """Success rates of both inputs by start, over two sets of seeds; units that are dead at the start."""
    found, alone = {}, "NumPy alone"
    for start in STARTS:
        for name, centered in (("plain", False), ("centered", True)):
            for end, seeds in SETS.items():
                runs = solved(start, centered, seeds)
                found[f"{start}_{name}{end}"] = estimate(int(runs.sum()), seeds, alone, form=".0%")
    for name, centered in (("plain", False), ("centered", True)):
        share = dead("glorot", centered, range(800))
        found[f"dead_{name}"] = Number(share, ".0%", ("K051",), "1/4 by symmetry, and 0", 0.1)
    counts = {"n_runs": len(SETS[""]), "n_steps": N_STEPS}
    return found | {name: Number(n, ",", (), "a setting of ours") for name, n in counts.items()}
