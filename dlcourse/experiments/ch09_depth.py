"""Chapter 9: what depth adds, and how much of it training finds: a sawtooth by deep and by shallow networks.

The tent map applied four times has 16 pieces: a deep network represents it exactly with 25 parameters, one
hidden layer with 46. Training from random weights finds neither. A run is one network with its own seed; all
runs are trained together as stacked arrays, W (n_runs, n_in, n_out). Source of the question: deck Srihari,
section IV, slides 14 and 21. The target, the sizes and all settings are our choice.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.initializers import he_normal, normal
from dlcourse.layers import MLP
from dlcourse.losses import squared_error
from dlcourse.models.regions import tent_network
from dlcourse.ops import matmul, relu
from dlcourse.optimizers import Adam
from dlcourse.tensor import Parameter

FOLDS = 4  # 2^4 pieces
EXACT = (1, *[2] * FOLDS, 1)  # the widths of the tent network, which has error 0
SIZES = (  # shallow and deep
    (1, 15, 1),  # 2^4 - 1 kinks: just enough for an exact shallow solution
    (1, 45, 1),
    (1, 8, 8, 1),
    (1, 8, 8, 8, 8, 1),
    EXACT,
)
LR, N_STEPS, SEEDS = 0.01, 3000, range(8)


@dataclass(frozen=True)
class Runs:
    """Networks of one size, trained from several seeds.   J (n_runs,): the final mean squared errors"""

    widths: tuple
    n_parameters: int
    J: np.ndarray

    @property
    def median(self) -> float:
        return float(np.median(self.J))


def sawtooth(n_points: int = 257):
    """The tent map applied FOLDS times, on an even grid.   -> x (n_points, 1) from 0 to 1, y (n_points, 1)"""
    # with 2^k + 1 points, k >= FOLDS, the corners lie on the grid and all values are exact in binary
    x = np.linspace(0, 1, n_points)[:, None]
    return x, tent_network(FOLDS)(x).array


def constant_error() -> float:
    """The mean squared error of the best constant, the variance of the targets: the level to beat."""
    return float(sawtooth()[1].var())


def exact_error() -> float:
    """The mean squared error of the tent network, whose widths are EXACT: 0."""
    x, y = sawtooth()
    return float(((tent_network(FOLDS)(x).array - y) ** 2).mean())


def draw(widths, seed: int) -> MLP:
    """A ReLU network with He initialization and biases from N(0, 1/4)."""
    # with biases of 0 every kink of the first layer would lie at x = 0, at the edge of the data
    rng = np.random.default_rng(seed)
    return MLP(widths, activation=relu, rng=rng, init=he_normal, bias_init=normal(0.5))


def train(widths, seeds=SEEDS, n_steps: int = N_STEPS, lr: float = LR) -> Runs:
    """Fit the sawtooth by Adam, full batch, from each seed."""
    x, y = sawtooth()
    models = [draw(widths, seed) for seed in seeds]
    layers = list(zip(*(model.layers for model in models), strict=True))  # layer i of every model together
    weights = [Parameter(np.stack([layer.W.array for layer in group])) for group in layers]
    biases = [Parameter(np.stack([layer.b.array[None] for layer in group])) for group in layers]
    targets = np.broadcast_to(y, (len(models), *y.shape))
    parameters = weights + biases
    optimizer = Adam(parameters, lr=lr)
    for _ in range(n_steps):
        # summed over runs: a run's parameters enter its own term alone, and Adam treats each number by
        # itself, so every run takes the steps that it would take alone
        J = squared_error(_forward(x, weights, biases), targets) * (1 / len(x))
        optimizer.step(grad(J, parameters))
    # once more after the last step: J above is from before it
    errors = ((_forward(x, weights, biases).array - y) ** 2).mean(axis=(1, 2))
    return Runs(tuple(widths), models[0].n_parameters, errors)


def compare(sizes=SIZES, seeds=SEEDS) -> list[Runs]:
    """Runs for every size. None of them comes near the exact solution."""
    return [train(widths, seeds) for widths in sizes]


def _forward(x, weights, biases):
    """The outputs of all networks of a stack.   x (m, n_in) -> (n_runs, m, n_out)"""
    h = x  # matmul broadcasts it: all networks see the same inputs
    for i, (W, b) in enumerate(zip(weights, biases, strict=True)):
        h = matmul(h if i == 0 else relu(h), W) + b
    return h
