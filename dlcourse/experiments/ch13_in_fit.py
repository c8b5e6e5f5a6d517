"""Chapter 13: L-BFGS and Hessian-free training of the XOR network by `fit`, all samples in a step."""

from dataclasses import dataclass

import numpy as np

from dlcourse.data import xor
from dlcourse.experiments.ch13_newton_on_xor import rate
from dlcourse.layers import MLP
from dlcourse.losses import mean_squared_error
from dlcourse.numbers import Number, kept
from dlcourse.ops import tanh
from dlcourse.optimizers import LBFGS, HessianFree
from dlcourse.training import fit

METHODS = {"lbfgs": LBFGS, "hessian_free": HessianFree}
SPREAD, N_RUNS, N_EPOCHS = 0.3, 30, 100
SETS = {"": 0, "_again": 1}  # the seeds of two sets of starts, by the end of a number's name


@dataclass(frozen=True)
class Course:
    """A training.   loss (n_epochs + 1,): before each step, and at the end

    n_costs: how often the loss was computed. size: the largest parameter at the end, without its sign.
    """

    loss: np.ndarray
    n_costs: int
    size: float


def train(name: str, start) -> Course:
    """Train the 2-2-1 tanh network from a start (9,) by one of METHODS, with its settings as they are."""
    x, y = xor()
    model, n_costs = MLP((2, 2, 1), rng=np.random.default_rng(0), activation=tanh), 0
    optimizer = METHODS[name](model.parameters())
    optimizer.theta[...] = start

    def loss(y_hat, y):
        nonlocal n_costs
        n_costs += 1
        return mean_squared_error(y_hat, y)

    history = fit(model, loss, x, y.reshape(4, 1), optimizer, n_epochs=N_EPOCHS, progress=False)
    end = float(mean_squared_error(model(x), y.reshape(4, 1)))
    return Course(np.array([*history.loss, end]), n_costs, float(abs(optimizer.theta).max()))


@kept
def courses(name: str, seed: int) -> list[Course]:
    """The trainings from N_RUNS normal starts."""
    starts = SPREAD * np.random.default_rng(seed).standard_normal((N_RUNS, 9))
    return [train(name, start) for start in starts]


def solved(course: Course) -> bool:
    """Whether the loss is nearer to 0 than to 1/8, the lowest at which the network can be stuck."""
    return course.loss[-1] < 1 / 16


def numbers() -> dict[str, Number]:
    """Success rates of both methods, what they cost, and the size of parameters where runs are stuck."""
    found = {}
    for end, seed in SETS.items():
        for name in METHODS:
            runs = courses(name, seed)
            right, lost = [r for r in runs if solved(r)], [r for r in runs if not solved(r)]
            found[f"{name}{end}"] = rate(len(right), N_RUNS, seed, "other seeds")
            costs = float(np.median([r.n_costs for r in runs]))
            found[f"{name}_costs{end}"] = Number(costs, ".0f", ("F069", "F070"), "other seeds")
            if name == "lbfgs":
                size = float(np.median([r.size for r in lost]))
                found[f"stuck_size{end}"] = Number(size, ".1f", (), "other seeds")
    return found | {
        "n_runs": Number(N_RUNS, "d", (), "a setting of ours"),
        "n_epochs": Number(N_EPOCHS, "d", (), "a setting of ours"),
    }
