"""Chapter 9: what depth adds, and how much of it training finds: a saw by deep and by shallow networks.

The tent map applied four times is a saw of 16 pieces: a deep network represents it exactly with 25
parameters, one hidden layer of 16 units with 49. Training from random weights does not find it. A run is one
network with its own seed. Source of the question: deck Srihari, section IV, slides 14 and 21. The target, the
sizes and all settings are our choice.
"""

from dataclasses import dataclass, replace

import numpy as np

from dlcourse.experiments.ch02_intervals import estimate, estimated_median
from dlcourse.experiments.ch09_stack import Stack, descend, mean_squared_errors
from dlcourse.initializers import he_normal, normal
from dlcourse.layers import MLP
from dlcourse.models.regions import tent_network
from dlcourse.numbers import Number, kept
from dlcourse.ops import relu

FOLDS = 4  # 2^4 pieces
EXACT = (1, *[2] * FOLDS, 1)  # the widths of the tent network, which has error 0
SIZES = (  # shallow and deep
    (1, 15, 1),  # 2^4 - 1 kinks: the fewest that 16 pieces can have; the saw itself takes 16 units
    (1, 45, 1),
    (1, 8, 8, 1),
    (1, 8, 8, 8, 8, 1),
    EXACT,
)
LR, N_STEPS = 0.01, 3000
SEEDS, FRESH = range(12), range(1000, 1012)  # disjoint
FOUND_BELOW = 1e-3  # the mean squared error at which we say that a run has found the saw


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


def fit_saw(models, n_steps: int, lr: float) -> Stack:
    """The models, trained on the saw by Adam with all points in each step."""
    x, y = sawtooth()
    stack = Stack(models)
    descend(stack, x, np.tile(y, (len(models), 1, 1)), n_steps, lr)
    return stack


def train(widths, seeds=SEEDS, n_steps: int = N_STEPS, lr: float = LR) -> Runs:
    """Runs of one size, a network for each seed."""
    models = [draw(widths, seed) for seed in seeds]
    errors = mean_squared_errors(fit_saw(models, n_steps, lr), *sawtooth())
    return Runs(tuple(widths), models[0].n_parameters, errors)


@kept
def final_errors(widths: tuple, seeds: range = SEEDS, n_steps: int = N_STEPS, lr: float = LR) -> np.ndarray:
    """The mean squared errors of runs of one size after training.   -> (n_runs,)"""
    return train(widths, seeds, n_steps, lr).J


def numbers() -> dict[str, Number]:
    """Medians by size over two sets of seeds, how many runs find the saw, and the levels beside."""
    rows, found = ("S098", "S104"), {}
    for widths in SIZES:
        name = "_".join(map(str, widths[1:-1]))
        n_parameters = draw(widths, 0).n_parameters
        found[f"parameters_{name}"] = Number(n_parameters, "d", rows, "counted by hand")
        for end, seeds in (("", SEEDS), ("_again", FRESH)):
            J = final_errors(widths, seeds)
            found[f"J_{name}{end}"] = estimated_median(J, seeds, "the inventory's medians", ".4f", rows)
    both = [final_errors(EXACT, seeds) for seeds in (SEEDS, FRESH)]
    n_found = sum(int((J < FOUND_BELOW).sum()) for J in both)
    every = [final_errors(widths, seeds) for widths in SIZES for seeds in (SEEDS, FRESH)]
    return found | {
        "constant": Number(constant_error(), ".4f", rows, "the inventory", 1e-3),
        "n_found": Number(n_found, "d", rows, "the inventory"),
        "runs": Number(2 * len(SEEDS), "d", (), "a setting of ours"),
        "all_runs": Number(sum(map(len, every)), "d", (), "a setting of ours"),
        "found": replace(
            estimate(n_found, range(2 * len(SEEDS)), "the inventory", form=".0%"),
            seeds="0\N{EN DASH}11, 1000\N{EN DASH}1011",
        ),
        "least": Number(min(float(J.min()) for J in every), ".3f", rows, "far from 0"),
        "n_steps": Number(N_STEPS, ",", (), "a setting of ours"),
        "lr": Number(LR, "g", (), "a setting of ours"),
        "found_below": Number(FOUND_BELOW, "g", (), "a setting of ours"),
    }
