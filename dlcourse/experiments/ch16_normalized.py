"""Chapter 16: what batch normalization makes possible for three sigmoid layers: starts, rates, small batches.

And layers that stand in its place: one whose results are shaken, one after the unit, layer normalization.
"""

import numpy as np

from dlcourse.experiments import ch16_sigmoid_layers as layers
from dlcourse.experiments.ch16_sigmoid_layers import SMALL
from dlcourse.initializers import glorot_uniform
from dlcourse.layers import BatchNorm, Linear, Module, Sequential
from dlcourse.losses.classification import is_right
from dlcourse.numbers import Number, kept
from dlcourse.ops.batch_norm import batch_norm
from dlcourse.tensor import Parameter

SHAKE = 0.5  # the standard deviation of random factors around 1, and of random shifts around 0
AT, EARLY = (30, 100, 300), ("steady", "shaken")  # steps; of these cases the first is shown, too
SETS = {"": range(4), "_again": range(100, 104)}  # disjoint, by the end of a number's name


class LayerNorm(Module):
    """gamma x_hat + beta, where x_hat are the z-scores of each sample over its units.   x (m, n) -> (m, n)

    Nothing is kept, and training and test time are alike. Source: Ba, Kiros and Hinton 2016.
    """

    def __init__(self, n_units: int):
        self.gamma, self.beta = Parameter(np.ones(n_units)), Parameter(np.zeros(n_units))

    def fprop(self, x):
        return batch_norm(x, axis=1) * self.gamma + self.beta


class Shaken(Module):
    """Batch normalization, whose results are scaled and shifted at random, anew at each step of training."""

    def __init__(self, n_units: int):
        self.layer, self.rng, self.n_units = BatchNorm(n_units), np.random.default_rng(n_units), n_units

    def fprop(self, x):
        y = self.layer(x)
        if not self.training:
            return y
        factor, shift = SHAKE * self.rng.standard_normal((2, self.n_units))
        return y * (1 + factor) + shift


CASES = {  # layer, start, and what `descend` is told
    "small": (None, SMALL, {}),
    "small_bn": (BatchNorm, SMALL, {}),
    "small_eps": (lambda n: BatchNorm(n, eps=1e-12), SMALL, {}),
    "fast": (None, glorot_uniform, {"lr": 8.0}),
    "fast_bn": (BatchNorm, glorot_uniform, {"lr": 8.0}),
    "few_bn": (BatchNorm, glorot_uniform, {"size": 4}),
    "few_layer": (LayerNorm, glorot_uniform, {"size": 4}),
    "few": (None, glorot_uniform, {"size": 4}),
    "small_out": (BatchNorm, SMALL, {}),  # but for the output layer
    "steady": (BatchNorm, glorot_uniform, {}),
    "shaken": (Shaken, glorot_uniform, {}),
    "layer": (LayerNorm, glorot_uniform, {}),
    "after": (BatchNorm, glorot_uniform, {}),
}


@kept
def accuracies(name: str, seeds: range) -> np.ndarray:
    """Test accuracy after 30, 100 and 300 steps, by the name of a case.   -> (n_seeds, 3)"""
    layer, init, options = CASES[name]
    found = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        (x, y), (x_test, y_test) = layers.drawn_data(rng)
        model = layers.classifier(rng, layer, init, after=name == "after")
        if name == "small_out":
            output = Linear(layers.WIDTH, layers.N_CLASSES, rng=rng, init=glorot_uniform)
            model = Sequential(*model.steps[:-1], output)
        for step in layers.descend(model, x, y, rng, 300, **options):
            if step in AT:
                model.eval()
                found.append(is_right(model.trace(x_test)[-1], y_test).mean())
                model.train()
    return np.reshape(found, (-1, len(AT)))


def numbers() -> dict[str, Number]:
    """Medians over two sets of seeds, for each case, with the lowest and the highest run."""
    found = {}
    for end, seeds in SETS.items():
        shown = f"{seeds.start}\N{EN DASH}{seeds.stop - 1}"
        for name in CASES:
            for step, a in zip(AT, accuracies(name, seeds).T, strict=True):
                if step == 30 and name not in EARLY:
                    continue
                middle, ends, rows = float(np.median(a)), (float(a.min()), float(a.max())), ("F084", "F086")
                number = Number(middle, ".3f", rows, "NumPy alone", interval=ends, n=len(a), seeds=shown)
                if step == 300 or not end or name in EARLY:
                    found[f"{name}_{step}{end}"] = number
    return found | {"n_runs": Number(len(SETS[""]), "d", (), "a setting of ours")}
