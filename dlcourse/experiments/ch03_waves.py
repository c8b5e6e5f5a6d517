"""Chapter 3: waves. Layers of cosine units that read digits: how far may z spread at the start?

Deck Srihari, section III, slide 25, cites an error below 1 % on MNIST, whose files are not part of the
course: `error_on_mnist` trains a network where they lie. The numbers of the page are those of the digits of
8 x 8 pixels, with the settings of the units on trial, but four times as long.
"""

import math

import numpy as np

from dlcourse import ops
from dlcourse.data import mnist
from dlcourse.data.mnist import MD5
from dlcourse.experiments.ch02_intervals import estimated_median
from dlcourse.experiments.ch03_units_on_trial import SHAPES, UNITS, Stacked, learn, parts
from dlcourse.layers import MLP
from dlcourse.losses import softmax_cross_entropy
from dlcourse.losses.classification import is_right
from dlcourse.numbers import Number, kept
from dlcourse.optimizers import Adam
from dlcourse.prediction import predict
from dlcourse.training import fit

SPREADS = {"narrow": 0.5, "wide": 8.0}  # of z at the start; a period is 2 pi
N_EPOCHS = 40
SEEDS, FRESH = range(20), range(1000, 1020)  # disjoint


def draw(shape, spread: float, x, rng):
    """Weights of cosine units, and phases from anywhere in a period.   shape (n, k) -> W (n, k), b (k,)

    Over the samples x (m, n) the sums x W have about the standard deviation `spread`.
    """
    length = float(np.sqrt((x**2).sum(axis=1).mean()))
    return spread / length * rng.standard_normal(shape), rng.uniform(-math.pi, math.pi, shape[1])


@kept
def errors(spread: float, seeds=SEEDS) -> np.ndarray:
    """The errors of cosine networks on digits that were not trained on, one per seed.   -> (n_runs,)"""
    model, ((x, _), _) = Stacked(ops.cosine, *SHAPES["one"], seeds), parts()
    W, b = model.W[0].array, model.b[0].array
    for run, seed in enumerate(seeds):
        W[run], b[run] = draw(W.shape[1:], spread, x, np.random.default_rng((25, seed)))
    return 1 - learn(model, len(seeds), N_EPOCHS)


@kept
def errors_of(unit: str, seeds=SEEDS) -> np.ndarray:
    """Those of another unit, drawn as in the trial.   -> (n_runs,)"""
    return 1 - learn(Stacked(UNITS[unit], *SHAPES["one"], seeds), len(seeds), N_EPOCHS)


def error_on_mnist(folder, n_units: int = 1000, n_epochs: int = 20, *, spread=0.5, seed=0, checksums=MD5):
    """The test error of one network of cosine units, trained on MNIST's files in a folder.

    Takes minutes. Raises what `data.mnist` raises where the files are missing or damaged.
    """
    rng = np.random.default_rng(seed)
    (x, y), (x_test, y_test) = (mnist(folder, part, checksums=checksums) for part in ("train", "test"))
    model = MLP((x.shape[1], n_units, 10), activation=ops.cosine, rng=rng)
    hidden = model.layers[0]
    hidden.W.array[...], hidden.b.array[...] = draw(hidden.W.shape, spread, x, rng)
    options = {"n_epochs": n_epochs, "batch_size": 100, "rng": rng, "progress": False}
    fit(model, softmax_cross_entropy, x, y, Adam(model.parameters()), **options)
    return 1 - float(is_right(predict(model, x_test), y_test).mean())


def numbers() -> dict[str, Number]:
    """Median errors by the spread of z at the start, and those of ReLUs, on two sets of seeds."""
    found = {f"{name}_z": Number(spread, "g", (), "a setting of ours") for name, spread in SPREADS.items()}
    found["epochs"] = Number(N_EPOCHS, "d", (), "a setting of ours")
    found["runs"] = Number(len(SEEDS), "d", (), "a setting of ours")
    for part, seeds in (("", SEEDS), ("_others", FRESH)):
        runs = {name: errors(spread, seeds) for name, spread in SPREADS.items()}
        runs["relu"] = errors_of("ReLU", seeds)
        for name, found_errors in runs.items():
            shown = ".1%" if np.median(found_errors) < 0.05 else ".0%"
            found[f"{name}{part}"] = estimated_median(found_errors, seeds, "other seeds", shown, ("S088",))
    return found
