"""Chapter 7: training an MLP. A loop that does not look goes on after its numbers have overflowed.

The network, the digits and the seeds are those of `ch07_digits_mlp`; squared errors, and a rate that is ten
times too large. `fit` and the optimizers stop there, so the update is written out here.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.data import batches
from dlcourse.experiments.ch02_intervals import estimated_median
from dlcourse.experiments.ch07_digits_mlp import N_EPOCHS, SIZE, network, parts
from dlcourse.losses import mean_squared_error
from dlcourse.numbers import Number, kept
from dlcourse.prediction import predict

LR = 5.0
SEEDS, FRESH = range(10), range(1000, 1010)  # disjoint


@dataclass(frozen=True)
class Run:
    """A training: its steps, how many losses are finite, parameters that are, answers that argmax gives."""

    n_steps: int
    n_finite: int
    n_parameters: int
    n_finite_parameters: int
    accuracy: float  # of the greatest entries of rows of NaN, by argmax alone


@kept
def run(seed: int) -> Run:
    """N_EPOCHS of plain steps, whatever the numbers are."""
    (x, y), test = parts(seed)
    model, rng, losses = network(seed), np.random.default_rng((4, seed)), []
    theta = model.parameters()
    with np.errstate(all="ignore"):
        for _ in range(N_EPOCHS):
            for part_x, part_y in batches(x, np.eye(10)[y], size=SIZE, rng=rng):
                L = mean_squared_error(model(part_x), part_y)
                losses.append(float(L))
                for parameter, g in zip(theta, grad(L, theta), strict=True):
                    parameter.array[...] -= LR * g
        answers = predict(model, test[0]).argmax(axis=1)
    return Run(
        len(losses),
        int(np.isfinite(losses).sum()),
        sum(parameter.array.size for parameter in theta),
        sum(int(np.isfinite(parameter.array).sum()) for parameter in theta),
        float((answers == test[1]).mean()),
    )


def numbers() -> dict[str, Number]:
    """The step of the first loss that is not finite, what is left then, and what an accuracy says of it."""
    found = {}
    for end, seeds in (("", SEEDS), ("_again", FRESH)):
        runs = [run(seed) for seed in seeds]
        for name, values, form in (
            ("first_bad", [one.n_finite + 1 for one in runs], ".0f"),
            ("accuracy", [one.accuracy for one in runs], ".0%"),
        ):
            found[name + end] = estimated_median(values, seeds, "NumPy alone", form)
    left = sum(run(seed).n_finite_parameters for seed in (*SEEDS, *FRESH))
    return found | {
        "left": Number(left, "d", (), "NumPy alone"),
        "n_steps": Number(runs[0].n_steps, "d", (), "counted by hand"),
        "n_parameters": Number(runs[0].n_parameters, ",", (), "counted by hand"),
    }
