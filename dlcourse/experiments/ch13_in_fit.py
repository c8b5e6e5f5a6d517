"""Chapter 13: L-BFGS and Hessian-free training of the XOR network by `fit`, all samples in a step."""

from dataclasses import dataclass

import numpy as np

from dlcourse.callbacks import Callback
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

    size: the largest parameter at the end, without its sign.
    """

    loss: np.ndarray
    size: float


class UntilSolved(Callback):
    """Ends a training with a loss below 1e-6: only rounding is left to be searched."""

    def after_epoch(self, run):
        run.stop = run.history.loss[-1] < 1e-6


def train(name: str, start) -> Course:
    """Train the 2-2-1 tanh network from a start (9,) by one of METHODS, with its settings as they are."""
    x, y = xor()
    model = MLP((2, 2, 1), rng=np.random.default_rng(0), activation=tanh)
    optimizer = METHODS[name](model.parameters())
    optimizer.theta[...] = start

    y, options = y.reshape(4, 1), {"callbacks": [UntilSolved()], "progress": False}
    history = fit(model, mean_squared_error, x, y, optimizer, n_epochs=N_EPOCHS, **options)
    end = float(mean_squared_error(model(x), y))
    return Course(np.array([*history.loss, end]), float(abs(optimizer.theta).max()))


@kept
def courses(name: str, seed: int) -> list[Course]:
    """The trainings from N_RUNS normal starts."""
    starts = SPREAD * np.random.default_rng(seed).standard_normal((N_RUNS, 9))
    return [train(name, start) for start in starts]


def solved(course: Course) -> bool:
    """Whether the loss is nearer to 0 than to 1/8, the lowest at which the network can be stuck."""
    return course.loss[-1] < 1 / 16


def numbers() -> dict[str, Number]:
    """Success rates of both methods, and the size of parameters where runs of L-BFGS are stuck."""
    found = {}
    for end, seed in SETS.items():
        for name in METHODS:
            runs = courses(name, seed)
            right, lost = [r for r in runs if solved(r)], [r for r in runs if not solved(r)]
            found[f"{name}{end}"] = rate(len(right), N_RUNS, seed, "other seeds")
            if name == "lbfgs":
                size = float(np.median([r.size for r in lost]))
                found[f"stuck_size{end}"] = Number(size, ".1f", (), "other seeds")
    return found | {
        "n_runs": Number(N_RUNS, "d", (), "a setting of ours"),
        "n_epochs": Number(N_EPOCHS, "d", (), "a setting of ours"),
    }
