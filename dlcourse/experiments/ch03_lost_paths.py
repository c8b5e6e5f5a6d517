"""Chapter 3: a path beside a layer that is forgotten on the way back. No error is raised: what does it cost?

The networks, digits and settings are those of the units on trial, eight tanh layers with a path beside each.
"""

import numpy as np

from dlcourse import ops
from dlcourse.experiments.ch02_intervals import estimated_median
from dlcourse.experiments.ch03_units_on_trial import (
    FRESH,
    SEEDS,
    SHAPES,
    Stacked,
    learn,
    parts,
    sum_of_losses,
)
from dlcourse.numbers import Number, kept
from dlcourse.op import Op

UNIT, SHAPE = ops.tanh, SHAPES["skips"]


class Forgotten(Op):
    """The identity forward; on the way back nothing, as if no edge led past."""

    def f(self, x):
        return x.copy()

    def bprop(self, inputs, X, G, Y):
        return 0.0 * G


class ForgetfulPaths(Stacked):
    """Networks side by side whose paths are there forward, and lost on the way back."""

    go_past = staticmethod(Forgotten())


@kept
def with_paths(lost: bool, seeds=SEEDS) -> tuple[np.ndarray, float, float]:
    """Accuracies on other digits (n_runs,), and the mean loss of the runs on the digits before and after."""
    model = (ForgetfulPaths if lost else Stacked)(UNIT, *SHAPE, seeds)
    before = _loss(model, len(seeds))
    accuracies = learn(model, len(seeds))
    return accuracies, before, _loss(model, len(seeds))


def _loss(model, n_runs):
    (x, y), _ = parts()
    return float(sum_of_losses(model(x), np.tile(y, n_runs), n_runs).array) / n_runs


def numbers() -> dict[str, Number]:
    """Accuracies with the paths' gradient and without, on two sets of seeds, and the losses."""
    found = {}
    for lost, name in ((False, "kept"), (True, "lost")):
        for part, seeds in (("", SEEDS), ("_others", FRESH)):
            accuracies, before, after = with_paths(lost, seeds)
            found[f"{name}{part}"] = estimated_median(accuracies, seeds, "other seeds", ".0%")
            if not part:
                found[f"{name}_after"] = Number(after, ".1f", (), "other seeds")
                found["before"] = Number(before, ".1f", (), "other seeds")  # the same with paths and without
    return found
