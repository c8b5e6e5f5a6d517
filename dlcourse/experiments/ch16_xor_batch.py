"""Chapter 16: chapter 2's XOR network with batch normalization before its units, all corners in one batch."""

import numpy as np

from dlcourse.data import xor
from dlcourse.experiments.ch02_intervals import estimate
from dlcourse.experiments.ch02_stack import Stack
from dlcourse.experiments.ch02_xor_training import LR, MOMENTUM, SOLVED_BELOW
from dlcourse.experiments.ch14_xor_starts import drawn
from dlcourse.losses import mean_squared_error
from dlcourse.numbers import Number, kept
from dlcourse.ops import matmul, relu
from dlcourse.ops.batch_norm import batch_norm
from dlcourse.optimizers import SGD
from dlcourse.replay import compile_step
from dlcourse.tensor import Parameter

N_STEPS, WIDTH = 1000, 4
SETS = {"": range(400), "_again": range(400, 800)}  # disjoint


class NormalizedStack(Stack):
    """Networks side by side, each hidden unit of each normalized over the batch."""

    def __init__(self, starts, activation):
        super().__init__(starts, activation)
        self.gamma = Parameter(np.ones(self.c.array.shape))

    def fprop(self, x):
        """x (m, n_inputs) -> (m, n_runs)"""
        n_inputs, n, n_runs = self.W.shape
        products = matmul(x, self.W.reshape((n_inputs, n * n_runs))).reshape((len(x), n, n_runs))
        h = self.activation(batch_norm(products, self.gamma, self.c))  # c is beta
        return (h * self.w).sum(axis=1) + self.b


@kept
def solved(seeds: range) -> np.ndarray:
    """Which runs end with a mean squared error below SOLVED_BELOW, as in chapter 2.   -> (n_runs,)"""
    stack, (x, y) = NormalizedStack(drawn("glorot", seeds), relu), xor()
    step = compile_step(stack, mean_squared_error, SGD(stack.parameters(), lr=LR, momentum=MOMENTUM))
    targets = np.tile(y, len(seeds))
    for _ in range(N_STEPS):
        step(x, targets)
    return ((stack(x).array - y) ** 2).mean(axis=0) < SOLVED_BELOW


def numbers() -> dict[str, Number]:
    """Success rates over two sets of seeds."""
    found = {
        f"normalized{end}": estimate(int(solved(s).sum()), s, "NumPy alone", form=".0%")
        for end, s in SETS.items()
    }
    return found | {"n_runs": Number(len(SETS[""]), "d", (), "a setting of ours")}
