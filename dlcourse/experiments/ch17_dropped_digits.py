"""Chapter 17: dropout on the digits: on the inputs, or on the hidden units; 300 images.

Source: deck Fix, page 55, which keeps half of the hidden units and four fifths of the inputs. Sizes are ours.
"""

import numpy as np

from dlcourse.experiments.ch17_augmentation import mean_of, parts
from dlcourse.layers import Dropout, Linear, Sequential
from dlcourse.losses import softmax_cross_entropy
from dlcourse.losses.classification import is_right
from dlcourse.numbers import Number, kept
from dlcourse.ops import relu
from dlcourse.optimizers import Adam
from dlcourse.prediction import predict
from dlcourse.training import fit

WIDTH, M_IMAGES, N_EPOCHS = 256, 300, 100
KEEP = {"none": (1.0, 1.0), "inputs": (0.8, 1.0), "hidden": (1.0, 0.5)}  # of inputs, of hidden units
SETS = {"": range(10), "_again": range(100, 110)}  # disjoint, by the end of a number's name


def network(keep_inputs: float, keep_hidden: float, rng) -> Sequential:
    """A 64-256-10 ReLU network with dropout on its inputs and on its hidden units."""
    return Sequential(
        Dropout(keep_inputs, rng=rng), Linear(64, WIDTH, rng=rng), relu,
        Dropout(keep_hidden, rng=rng), Linear(WIDTH, 10, rng=rng),
    )  # fmt: skip


@kept
def accuracies(seeds: range) -> dict[str, np.ndarray]:
    """Accuracies on new digits by what was dropped.   -> name: (n_seeds,)"""
    found = {name: [] for name in KEEP}
    for seed in seeds:
        x, y, x_new, y_new = parts(seed, M_IMAGES)
        for name, keep in KEEP.items():
            rng = np.random.default_rng(seed)  # of the same seed for all: they start from the same weights
            model = network(*keep, rng)
            options = {"n_epochs": N_EPOCHS, "batch_size": 50, "rng": rng, "progress": False}
            fit(model, softmax_cross_entropy, x, y, Adam(model.parameters(), lr=0.003), **options)
            found[name].append(is_right(predict(model, x_new), y_new).mean())
    return {name: np.array(values) for name, values in found.items()}


def numbers() -> dict[str, Number]:
    """Accuracy without dropout, and what it gains where it is put: over two sets of seeds, and over both."""
    found, both, rows = {"m": Number(M_IMAGES, "d", (), "a setting of ours")}, [], ("F040", "F101")
    for end, seeds in SETS.items():
        both.append(accuracies(seeds))
        found[f"none{end}"] = mean_of(both[-1]["none"], seeds, rows=rows)
    for name in ("inputs", "hidden"):
        gains = [by[name] - by["none"] for by in both]
        for (end, seeds), values in zip(SETS.items(), gains, strict=True):
            found[f"{name}{end}"] = mean_of(values, seeds, "+.1%", rows)
        found[f"{name}_both"] = mean_of(np.concatenate(gains), tuple(SETS.values()), "+.1%", rows)
    return found
