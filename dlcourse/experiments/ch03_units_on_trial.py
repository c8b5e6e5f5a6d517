"""Chapter 3: units on trial: the same digits, learned by networks of different units and depths.

One hidden layer, eight of them, and eight with a path that skips each. There is no theory of which unit is
best: one tries. Source of the question: deck Srihari, section III, slides 4 and 5. The settings are our
choice.
"""

from functools import partial

import numpy as np

from dlcourse import ops
from dlcourse.data import digits
from dlcourse.layers import MLP, Module
from dlcourse.losses import softmax_cross_entropy
from dlcourse.numbers import Number, kept
from dlcourse.optimizers import SGD
from dlcourse.replay import compile_step
from dlcourse.tensor import Parameter

UNITS = {
    "sigmoid": ops.sigmoid,
    "softplus": ops.softplus,
    "tanh": ops.tanh,
    "ReLU": ops.relu,
    "ELU": ops.elu,
    "GELU": ops.gelu,
    "SiLU": ops.silu,
}
SHAPES = {
    "one": (1, False),
    "eight": (8, False),
    "skips": (8, True),
}  # hidden layers, with a path beside each
WIDTH, N_TRAINING, BATCH, N_EPOCHS = 16, 1000, 50, 10
LR, MOMENTUM = 0.05, 0.9
SEEDS, FRESH = range(10), range(1000, 1010)  # disjoint


class Stacked(Module):
    """Networks of one shape side by side.   x (m, 64) -> logits (n_runs, m, 10)

    z0 = x W + b, then z <- g(z) W + b for each further layer; with skips, z <- z + g(z) W + b as long as the
    width stays.
    """

    def __init__(self, unit, n_hidden: int, skips: bool, seeds):
        self.unit, self.past = unit, self.go_past if skips else None
        models = [_network(n_hidden, np.random.default_rng(seed)) for seed in seeds]
        layers = list(zip(*(model.layers for model in models), strict=True))
        self.W = [Parameter(np.stack([layer.W.array for layer in group])) for group in layers]
        self.b = [Parameter(np.stack([layer.b.array[None] for layer in group])) for group in layers]

    def fprop(self, x):
        z = ops.matmul(x, self.W[0]) + self.b[0]
        for W, b in zip(self.W[1:-1], self.b[1:-1], strict=True):
            step = ops.matmul(self.unit(z), W) + b
            z = step if self.past is None else self.past(z) + step
        return ops.matmul(self.unit(z), self.W[-1]) + self.b[-1]

    @staticmethod
    def go_past(z):
        """What a path beside a layer makes of z: z itself."""
        return z


def _network(n_hidden, rng):
    return MLP((64, *[WIDTH] * n_hidden, 10), rng=rng)


@kept
def together(unit: str, shape: str, seeds: tuple) -> np.ndarray:
    """Accuracies on digits that were not trained on, a network per seed.   -> (n_runs,)"""
    return learn(Stacked(UNITS[unit], *SHAPES[shape], seeds), len(seeds))


def accuracies(unit: str, shape: str, seeds=SEEDS) -> np.ndarray:
    """The same; the networks of SEEDS and FRESH are trained side by side.   -> (n_runs,)"""
    both = (*SEEDS, *FRESH)
    if not set(seeds) <= set(both):
        return together(unit, shape, tuple(seeds))
    found = together(unit, shape, both)
    return np.array([found[both.index(seed)] for seed in seeds])


def parts():
    """The digits to learn from, and the others.   -> (x (1000, 64), y (1000,)), (x (797, 64), y (797,))"""
    x, y = digits()
    order = np.random.default_rng(0).permutation(len(x))
    return tuple((x[part], y[part]) for part in (order[:N_TRAINING], order[N_TRAINING:]))


def learn(model, n_runs: int, n_epochs: int = N_EPOCHS) -> np.ndarray:
    """Train networks side by side.   -> their accuracies on the other digits (n_runs,)"""
    (x, y), (x_test, y_test) = parts()
    loss = partial(sum_of_losses, n_runs=n_runs)
    step = compile_step(model, loss, SGD(model.parameters(), lr=LR, momentum=MOMENTUM))
    rng = np.random.default_rng(1)
    for _ in range(n_epochs):
        for batch in rng.permutation(len(x)).reshape(-1, BATCH):
            step(x[batch], np.tile(y[batch], n_runs))
    return (model(x_test).array.argmax(axis=-1) == y_test).mean(axis=1)


def sum_of_losses(z, y, n_runs: int):
    """The mean cross-entropy of each run, added up.   z (n_runs, m, 10), y (n_runs m,)

    A run's parameters enter its own term alone, so each takes the steps that it would take by itself.
    """
    return softmax_cross_entropy(z.reshape((len(y), 10)), y) * n_runs


def medians(unit: str, seeds=SEEDS) -> dict[str, float]:
    """The median accuracy of a unit in each shape."""
    return {shape: float(np.median(accuracies(unit, shape, seeds))) for shape in SHAPES}


def numbers() -> dict[str, Number]:
    """Median accuracies by unit and shape, how far those of other seeds lie apart, and the settings."""
    found, apart = {}, []
    for unit in UNITS:
        others = medians(unit, FRESH)
        for shape, median in medians(unit).items():
            found[f"{unit.lower()}_{shape}"] = Number(median, ".0%", ("S068",), "other seeds")
            apart.append(100 * abs(median - others[shape]))
    shallow = [found[f"{unit.lower()}_one"].value for unit in UNITS if unit != "sigmoid"]
    return found | {
        "runs": Number(len(SEEDS), "d", (), "a setting of ours"),
        "sets_apart": Number(max(apart), ".0f", ("S068",), "other seeds"),
        "apart_one": Number(100 * (max(shallow) - min(shallow)), ".1f", ("S068",), "other seeds"),
    }
