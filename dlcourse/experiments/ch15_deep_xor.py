"""Chapter 15: XOR with many layers: plain, with ways around, and with ways around and scaled blocks.

Networks 2-4-...-4-1 of tanh units, trained side by side. All settings but the numbers of layers are those of
chapter 2, with fewer steps.
"""

import numpy as np

from dlcourse.data import xor
from dlcourse.experiments.ch02_intervals import estimate
from dlcourse.experiments.ch09_stack import Stack, mean_squared_errors, summed_error
from dlcourse.layers import MLP
from dlcourse.numbers import Number, kept
from dlcourse.ops import matmul, tanh
from dlcourse.optimizers import SGD
from dlcourse.replay import compile_step

DEPTHS, WIDTH = (5, 10, 20), 4
LR, MOMENTUM, N_STEPS = 0.1, 0.9, 1000
SOLVED_BELOW, LOST_ABOVE = 0.01, 100  # mean squared errors
SETS = {"": range(50), "_again": range(1000, 1050)}  # disjoint, by the end of a number's name


class TanhStack(Stack):
    """Tanh networks of equal widths side by side.   x (m, n_in) -> (n_nets, m, 1)

    scale: None for plain layers; else each hidden layer from the second on is h + scale tanh(h W + b).
    """

    def __init__(self, models, scale):
        super().__init__(models)
        self.scale = scale

    def fprop(self, x):
        h = tanh(matmul(x, self.weights[0]) + self.biases[0])
        for W, b in zip(self.weights[1:-1], self.biases[1:-1], strict=True):
            t = tanh(matmul(h, W) + b)
            h = t if self.scale is None else h + t * self.scale
        return matmul(h, self.weights[-1]) + self.biases[-1]


def scale_of(arm: str, depth: int) -> float | None:
    """Of the blocks of "plain", "sum", and "root", which is 1 / sqrt(depth)."""
    return {"plain": None, "sum": 1.0, "root": depth**-0.5}[arm]


@kept
def errors(arm: str, depth: int) -> dict[str, np.ndarray]:
    """The final mean squared errors of a network per seed, by the name in SETS.   -> (n_seeds,) each

    Infinity for those that went beyond LOST_ABOVE. All starts are one stack: a step of twice as many costs
    little more.
    """
    seeds = [seed for some in SETS.values() for seed in some]
    models = [MLP((2, *[WIDTH] * depth, 1), rng=np.random.default_rng(seed)) for seed in seeds]
    stack, (x, y) = TanhStack(models, scale_of(arm, depth)), xor()
    targets = np.tile(y.reshape(4, 1), (len(models), 1, 1))
    lost = np.zeros(len(models), bool)
    step = compile_step(stack, summed_error, SGD(stack.parameters(), lr=LR, momentum=MOMENTUM))
    for t in range(N_STEPS):
        if step(x, targets) > LOST_ABOVE:
            lost |= mean_squared_errors(stack, x, targets) > LOST_ABOVE
        elif t % 50 == 49 and (lost | (mean_squared_errors(stack, x, targets) < SOLVED_BELOW / 100)).all():
            break  # nothing is left to happen
        if lost.any():
            for parameter in stack.parameters():
                parameter.array[lost] = 0  # out of the way, where nothing overflows
    J = np.where(lost, np.inf, mean_squared_errors(stack, x, targets))
    return dict(zip(SETS, np.split(J, len(SETS)), strict=True))


def numbers() -> dict[str, Number]:
    """Success rates by kind of layer and depth over two sets of starts, and how many runs were lost."""
    found = {
        "n_runs": Number(len(SETS[""]), "d", (), "a setting of ours"),
        "n_steps": Number(N_STEPS, ",", (), "a setting of ours"),
    }
    rows, source = ("S117",), "gradients by hand"
    for arm in ("plain", "sum", "root"):
        for depth in DEPTHS:
            for end, J in errors(arm, depth).items():
                n, name = int((J < SOLVED_BELOW).sum()), f"{arm}_{depth}{end}"
                found[name] = estimate(n, SETS[end], source, form=".0%", rows=rows)
                if (arm, depth) == ("sum", 20):
                    found[f"lost{end}"] = Number(int(np.isinf(J).sum()), "d", rows, source)
    return found
